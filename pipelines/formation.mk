# The formation graph, from raw files to formation.db: see formation(7). The
# sources it does without, the indicators and the groups are in sources.mk.
#
# Included by the Makefile, which builds the tools; or read by itself
# (make -f formation.mk), where the tools are those in PATH.
#
# A tool publishes its database only if the bytes differ. What make compares is
# state/NAME.stamp, which bears the time the last build began and says what it
# was built from; a database depends on its stamp by an empty recipe, which
# makes make look at the file's own time: an unchanged one stops the wave. With
# the "+" (a recipe that is run under -n and -q too) it does so there as well.

DATADIR ?= data
UPSTREAM ?= sample
SEED ?= 1
SCALE ?= 1
COMPAT ?=

SOURCES := bcn kit_apprentissage referentiel catalogue france_competence \
	communes mission_locale entreprise adresse \
	acce kali_ccn dares_ccn dares_ape_idcc npec
AGGREGATES := certifications organismes formation
DAILY := indicateurs
DATABASES := $(SOURCES) $(AGGREGATES) $(DAILY)

ifneq ($(words $(DATADIR)),1)
$(error DATADIR='$(DATADIR)': it is one path without white space)
endif
# As make itself spells names: without "./" before them.
data := $(patsubst ./%,%,$(patsubst .,$(CURDIR),$(DATADIR)))
RAW := $(data)/raw
DB := $(data)/db
STATE := $(data)/state
PIPELINES := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
BIN ?= $(patsubst %/,%,$(dir $(shell command -v import-bcn)))
ifeq ($(BIN),)
$(error the tools are not in PATH)
endif
export PATH := $(abspath $(BIN)):$(PATH)
ifdef SUITE_NOW
export SUITE_NOW
endif

# What is asked of the network, if anything is.
fetching := $(filter live http://% https://%,$(UPSTREAM))
ifeq ($(filter sample none,$(UPSTREAM))$(fetching),)
$(error UPSTREAM=$(UPSTREAM): it is 'sample' (the bundled sample, the default), \
'live' (the sources), the URL of a server that mimics them, or 'none' (the files \
in $(RAW) as they are))
endif
compat := $(if $(filter 1,$(COMPAT)),--compat)

.PHONY: formation
formation: $(DB)/formation.db  ## from nothing to formation.db

.PHONY: $(DATABASES)
$(filter-out formation,$(DATABASES)): %: $(DB)/%.db

.PHONY: status
status: $(BIN)/status  ## every database: rows, age, last run, stale or not
	@$(BIN)/status -d $(data) $(DATABASES)

.PHONY: check-data
check-data: formation $(BIN)/check-data  ## what to look at; PREVIOUS=dir too
	@check-data -s -d $(DB) $(if $(PREVIOUS),-p $(PREVIOUS))

# What is made once a day depends on the UTC day.
today := $(shell TZ=Europe/Paris date -d '$(or $(SUITE_NOW),now)' +@%s \
	2>/dev/null | date -u -f - +day=%F)
ifeq ($(today),)
$(error SUITE_NOW=$(SUITE_NOW): not an instant)
endif

# Timestamps of files do not tell these three; a script does, once per make.
# stale:NAME must be built again, absent:NAME has neither raw directory nor
# database, given:NAME has a database but no raw directory.
found := $(shell $(PIPELINES)/changed $(data) '$(compat)' \
	'$(SOURCES)' '$(AGGREGATES)' '$(DAILY)' '$(today)')
ifneq ($(.SHELLSTATUS),0)
$(error $(PIPELINES)/changed failed)
endif
told = $(patsubst $(1):%,%,$(filter $(1):%,$(found)))
given := $(call told,given)
absent := $(call told,absent)
stale := $(call told,stale)

.PHONY: FORCE
FORCE:

# The sample is made once; its mark says which one it is.
ifeq ($(UPSTREAM),sample)
ifneq ($(strip $(file <$(RAW)/.sample)),seed $(SEED) scale $(SCALE))
$(RAW)/.sample: FORCE
absent :=
given :=
endif
$(SOURCES:%=$(STATE)/%.stamp): $(RAW)/.sample
.PRECIOUS: $(RAW)/.sample
$(RAW)/.sample: | $(BIN)/sample-upstream
	$(PIPELINES)/sample $(data) $(SEED) $(SCALE) $(DATABASES)
endif

ifneq ($(fetching),)
include $(PIPELINES)/fetch.mk
endif

$(stale:%=$(STATE)/%.stamp): FORCE
$(absent:%=$(STATE)/%.stamp): $(STATE)/%.stamp: | $(RAW)/%
$(absent:%=$(RAW)/%):
	@echo "make: $@: no such folder, and no database: put the source's" \
	    "files there" >&2; exit 1

$(given:%=$(DB)/%.db): ;
$(patsubst %,$(DB)/%.db,$(filter-out $(given),$(DATABASES))): \
$(DB)/%.db: $(STATE)/%.stamp ; +
$(DATABASES:%=$(STATE)/%.stamp): | $(DB) $(STATE) $(BIN)/ledger
$(DB) $(STATE):
	@mkdir -p $@

# $(call run,COMMANDS) builds the database whose stamp is the target, and
# keeps the ledger; the prerequisites are noted in the stamp.
run = @$(PIPELINES)/run $(data) $(basename $(@F)) '$(strip $(1))' \
	$(filter-out FORCE,$^)

# What a database is built from, beside its raw folder. Communes do without
# missions locales where there are none.
communes.from := $(filter-out $(absent),mission_locale)
certifications.from := bcn kit_apprentissage france_competence
organismes.from := referentiel communes entreprise adresse
formation.from := catalogue certifications organismes communes entreprise \
	adresse
$(foreach name,communes $(AGGREGATES),\
    $(eval $(STATE)/$(name).stamp: $($(name).from:%=$(DB)/%.db)))

BCN := N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51 \
	N_NIVEAU_FORMATION_DIPLOME V_FORMATION_DIPLOME
$(STATE)/bcn.stamp: $(BIN)/parse-csv $(BIN)/import-bcn
	$(call run,for t in $(BCN); do parse-csv -e latin1 --no-quote --trim \
	    --relax --frame $$t --end $(RAW)/bcn/$$t.csv; done | \
	    import-bcn -o $(DB)/bcn.db)

$(STATE)/kit_apprentissage.stamp: $(BIN)/import-kit-apprentissage
	$(call run,import-kit-apprentissage -r $(RAW)/kit_apprentissage \
	    -o $(DB)/kit_apprentissage.db)

$(STATE)/referentiel.stamp: $(BIN)/parse-json $(BIN)/import-referentiel
	$(call run,parse-json --member organismes --end \
	    $(RAW)/referentiel/organismes.json | \
	    import-referentiel -o $(DB)/referentiel.db)

# A cat-zip that fails sends a NUL, which is no JSON: so what it did send is not
# taken for the whole.
formations := $(RAW)/catalogue/formations
$(STATE)/catalogue.stamp: $(BIN)/cat-zip $(BIN)/parse-json \
    $(BIN)/import-catalogue
	$(call run,if [ -e $(formations).zip ] && [ -e $(formations).json ]; \
	    then echo "make: $(formations): .zip or .json and not both" | \
	    tee -a $$SUITE_ERRORS >&2; exit 1; fi; if [ -e $(formations).zip ]; \
	    then { cat-zip $(formations).zip || printf "\0"; } | parse-json --end; \
	    else parse-json --end $(formations).json; fi | \
	    import-catalogue -o $(DB)/catalogue.db)

$(STATE)/france_competence.stamp: $(BIN)/import-france-competence
	$(call run,import-france-competence -r $(RAW)/france_competence \
	    -o $(DB)/france_competence.db)

$(STATE)/communes.stamp: $(BIN)/import-communes
	$(call run,import-communes -d $(DB) -r $(RAW)/communes \
	    -o $(DB)/communes.db)

$(STATE)/mission_locale.stamp: $(BIN)/import-mission-locale
	$(call run,import-mission-locale -r $(RAW)/mission_locale \
	    -o $(DB)/mission_locale.db)

$(STATE)/entreprise.stamp: $(BIN)/import-entreprise
	$(call run,import-entreprise -r $(RAW)/entreprise -o $(DB)/entreprise.db)

$(STATE)/adresse.stamp: $(BIN)/import-adresse
	$(call run,import-adresse -r $(RAW)/adresse -o $(DB)/adresse.db)

$(STATE)/certifications.stamp: $(BIN)/agg-certifications
	$(call run,agg-certifications $(compat) -d $(DB) \
	    -o $(DB)/certifications.db)

$(STATE)/organismes.stamp: $(BIN)/agg-organismes
	$(call run,agg-organismes $(compat) -d $(DB) -o $(DB)/organismes.db)

$(STATE)/formation.stamp: $(BIN)/agg-formation
	$(call run,agg-formation $(compat) -d $(DB) -o $(DB)/formation.db)

include $(PIPELINES)/sources.mk $(PIPELINES)/jobs.mk $(PIPELINES)/plan.mk

# The other systems: each has a file systems/NAME.mk, which may use RAW, DB,
# STATE, BIN and PIPELINES, and TEXTS_DIR, where the tracked texts are (ref,
# mail, prompts, messages).
TEXTS_DIR := $(PIPELINES)/../data
include $(sort $(wildcard $(PIPELINES)/systems/*.mk))
