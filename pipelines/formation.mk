# The formation graph, from raw files to formation.db: see formation(7).
#
# Included by the Makefile, which builds the tools; or read by itself
# (make -f formation.mk), where the tools are those in PATH.
#
# make compares state/NAME.stamp, which bears the time at which the last build
# of NAME began and lists what it was built from. db/NAME.db depends on the
# stamp by an empty recipe, so that make looks at the time of the database
# itself: a tool leaves a database with the same bytes untouched, and an
# untouched database makes nothing else stale. "+" makes the empty recipe count
# under make -n and make -q too.

ifndef SETTINGS
include $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))/settings.mk
endif
ifndef SETTINGS
$(error the path of formation.mk must not contain white space)
endif

# Without a leading "./", as make spells names.
data := $(patsubst ./%,%,$(patsubst .,$(CURDIR),$(DATADIR)))
RAW := $(data)/raw
DB := $(data)/db
STATE := $(data)/state
BIN ?= $(patsubst %/,%,$(dir $(shell command -v import-bcn)))
ifeq ($(BIN),)
$(error the tools are not in PATH)
endif
export PATH := $(abspath $(BIN)):$(PATH)
ifdef SUITE_NOW
export SUITE_NOW
endif
export FORCE

# Each line of sources.tsv becomes the variables NAME.fetch, NAME.parse,
# NAME.import, NAME.group and NAME.needs. A line is one word here, with "|"
# between its cells and "~" for each space within them.
define newline


endef
empty :=
space := $(empty) $(empty)
tab := $(empty)	$(empty)
lines := $(subst $(newline), ,$(subst $(space),~,$(subst $(tab),|,$(file \
	<$(PIPELINES)/sources.tsv))))
# $(call cell,LINE,N): the words of cell N; of the commands, a word for each.
commands = $(filter-out -,$(subst ;~, ,$(word $(2),$(subst |, ,$(1)))))
cell = $(subst ~, ,$(call commands,$(1),$(2)))
define read_source
SOURCES += $(1)
$(1).fetch := $(call commands,$(2),2)
$(1).parse := $(call cell,$(2),3)
$(1).import := $(call cell,$(2),4)
$(1).group := $(call cell,$(2),5)
$(1).needs := $(call cell,$(2),6)
endef
SOURCES :=
hash := \#
$(foreach line,$(filter-out $(hash)%,$(lines)),\
    $(eval $(call read_source,$(call cell,$(line),1),$(line))))
# The list of questions of a source that has a list-TOOL.
questions = $(if $(filter list-%,$($(1).fetch)),$(STATE)/$(1).questions)

AGGREGATES := certifications organismes formation
DAILY := indicateurs
DATABASES := $(SOURCES) $(AGGREGATES) $(DAILY)

# UPSTREAM, if it means that the network is used.
fetching := $(filter-out sample none,$(UPSTREAM))
compat := $(if $(COMPAT),--compat)

.PHONY: formation all-sources $(DATABASES)
formation: $(DB)/formation.db  ## from nothing to formation.db
all-sources: $(SOURCES:%=$(DB)/%.db)  ## build the database of every source
$(filter-out formation,$(DATABASES)): %: $(DB)/%.db

# The groups that cron builds; indicateurs follows the sources that it counts.
GROUPS := import_source import_source_main import_compute_step_1 \
	import_compute_step_2
group = $(foreach name,$(SOURCES),$(if \
	$(filter $(1),$($(name).group)),$(DB)/$(name).db))
.PHONY: $(GROUPS)
import_source: $(call group,import_source) $(DB)/indicateurs.db
import_source_main: $(call group,import_source_main) $(DB)/indicateurs.db
import_compute_step_1: $(DB)/certifications.db $(DB)/organismes.db
import_compute_step_2: $(DB)/formation.db

.PHONY: status
status: $(BIN)/status  ## show the state of every database
	@$(looking) $(BIN)/status -d $(data)

# With METRICS_DIR, where node_exporter's textfile collector looks for them.
.PHONY: metrics
metrics: $(BIN)/status  ## print the state of every database for Prometheus
	@$(looking) $(BIN)/status -m -d $(data) \
	    $(addprefix -f ,$(wildcard $(data)/export/findings.ndjson)) \
	    $${METRICS_DIR:+-o "$$METRICS_DIR/alternance.prom"}

.PHONY: check-data
check-data: formation $(BIN)/check-data  ## check the quality of the databases (PREVIOUS=dir to compare)
	@check-data -s -d $(DB) $${PREVIOUS:+-p "$$PREVIOUS"}

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

# status and plan say what make would do. The state databases of the other
# systems follow where they exist.
KEPT :=
kept = $(patsubst $(DB)/%.db,%,$(wildcard $(KEPT:%=$(DB)/%.db)))
looking = SUITE_DATABASES='$(DATABASES) $(kept)' SUITE_STALE='$(stale)'
# $(call keep,NAME,COMMANDS): changes the state database NAME in place, with its
# row in the ledger.
keep = $(PIPELINES)/keep $(data) $(1) $(call quote,$(2))

.PHONY: FORCE
FORCE:

# Write the sample once; raw/.sample records its seed and scale.
ifeq ($(UPSTREAM),sample)
ifneq ($(strip $(file <$(RAW)/.sample)),seed $(SEED) scale $(SCALE))
$(RAW)/.sample: FORCE
absent :=
given :=
endif
$(SOURCES:%=$(STATE)/%.stamp): $(RAW)/.sample
.PRECIOUS: $(RAW)/.sample
$(RAW)/.sample: | $(BIN)/sample-upstream
	@$(if $(silent),,echo 'sample $(data)';) \
	    $(PIPELINES)/sample $(data) $(SEED) $(SCALE) $(DATABASES)
endif

ifneq ($(fetching),)
include $(PIPELINES)/fetch.mk
endif

$(stale:%=$(STATE)/%.stamp): FORCE
$(absent:%=$(STATE)/%.stamp): $(STATE)/%.stamp: | $(RAW)/%
$(absent:%=$(RAW)/%):
	@echo "make: $@: no such directory, and there is no $(@F).db: put the" \
	    "source's files there (formation(7), Raw files) or use" \
	    "UPSTREAM=sample" >&2; exit 1

$(given:%=$(DB)/%.db): ;
$(patsubst %,$(DB)/%.db,$(filter-out $(given),$(DATABASES))): \
$(DB)/%.db: $(STATE)/%.stamp ; +
$(DATABASES:%=$(STATE)/%.stamp): | $(DB) $(STATE) $(BIN)/ledger
$(DB) $(STATE):
	@error=$$(mkdir -p $@ 2>&1) || { echo "make: DATADIR=$(DATADIR):" \
	    "cannot be created: $${error##*: }" >&2; exit 1; }
	@sync $(@D) $(@D)/..

# $(call run,COMMANDS) builds the database whose stamp is the target, and
# keeps the ledger; the prerequisites are noted in the stamp.
run = @$(PIPELINES)/run $(data) $(basename $(@F)) '$(strip $(1))' \
	$(filter-out FORCE,$^)

# NAME.from: the databases that NAME is built from, in addition to its raw
# directory. A list of questions needs them only if they will be asked.
present = $(patsubst %?,%,$(filter-out $(absent:%=%?),$($(1).needs)))
$(foreach name,$(SOURCES),$(eval $(name).from := $(if \
    $(call questions,$(name)),$(if $(fetching),$(call present,$(name))),$(call \
    present,$(name)))))
certifications.from := bcn kit_apprentissage france_competence
organismes.from := referentiel communes entreprise adresse
formation.from := catalogue certifications organismes communes entreprise \
	adresse
indicateurs.from := bcn kit_apprentissage france_competence

$(foreach name,$(DATABASES),$(if $(call questions,$(name)),,\
    $(eval $(STATE)/$(name).stamp: $($(name).from:%=$(DB)/%.db))))

# make begins whatever waits for nothing before it looks again at what waited. So
# if formation, which takes longest, is asked for too, the sources that it does
# not need are held back until its own are there, and are built beside it.
early := $(foreach name,$(AGGREGATES),$($(name).from))
early += $(foreach name,$(early),$($(name).from))
ifneq ($(filter formation,$(MAKECMDGOALS)),)
$(patsubst %,$(STATE)/%.stamp,$(filter-out $(early),$(SOURCES))): | \
    $(DB)/certifications.db
endif

# The rule of a source: its raw file parsed and imported, or its raw directory
# imported.
tool = $(1:%=$(BIN)/%)
but_last = $(wordlist 2,$(words $(1)),x $(1))
build = $(if $($(1).parse),$(call but_last,$($(1).parse)) \
	$(RAW)/$(1)/$(lastword $($(1).parse)) | $($(1).import),$($(1).import) \
	-r $(RAW)/$(1)) -o $(DB)/$(1).db
define source
$(STATE)/$(1).stamp: $(call tool,$(firstword $($(1).parse))) \
    $(call tool,$(firstword $($(1).import)))
	$$(call run,$$(call build,$(1)))
endef
$(foreach name,$(SOURCES),$(if $(filter rule,$($(name).parse)),,\
    $(eval $(call source,$(name)))))

BCN := N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51 \
	N_NIVEAU_FORMATION_DIPLOME V_FORMATION_DIPLOME
# --last and --nul, because the reference reads this source so.
$(STATE)/bcn.stamp: $(BIN)/parse-csv $(BIN)/import-bcn
	$(call run,for t in $(BCN); do parse-csv -e latin1 --no-quote --trim \
	    --relax --last --nul --frame $$t --end $(RAW)/bcn/$$t.csv; done | \
	    import-bcn -o $(DB)/bcn.db)

# If cat-zip fails, a NUL is appended: it is not JSON, so parse-json refuses the
# truncated stream.
formations := $(RAW)/catalogue/formations
$(STATE)/catalogue.stamp: $(BIN)/cat-zip $(BIN)/parse-json \
    $(BIN)/import-catalogue
	$(call run,if [ -e $(formations).zip ] && [ -e $(formations).json ]; \
	    then echo "make: $(formations): .zip or .json and not both" | \
	    tee -a $$SUITE_ERRORS >&2; exit 1; fi; if [ -e $(formations).zip ]; \
	    then { cat-zip $(formations).zip || printf "\0"; } | parse-json --end; \
	    else parse-json --end $(formations).json; fi | \
	    import-catalogue -o $(DB)/catalogue.db)

$(AGGREGATES:%=$(STATE)/%.stamp): $(STATE)/%.stamp: $(BIN)/agg-%
	$(call run,agg-$* $(compat) -d $(DB) -o $(DB)/$*.db)

# One row per UTC day, so the day is a prerequisite.
$(STATE)/indicateurs.stamp: $(BIN)/agg-indicateurs
	$(call run,agg-indicateurs -d $(DB) -o $(DB)/indicateurs.db) $(today)

include $(PIPELINES)/jobs.mk $(PIPELINES)/plan.mk

# The other systems: each has a file systems/NAME.mk, which may use RAW, DB,
# STATE, BIN and PIPELINES, and TEXTS_DIR, where the tracked texts are (ref,
# mail, prompts, messages): in data/ of the source tree, or beside the installed
# pipelines. It adds its own variables to VARIABLES, its state database to KEPT.
TEXTS_DIR := $(PIPELINES)/..$(if $(wildcard $(PIPELINES)/../mail/.),,/data)
include $(sort $(wildcard $(PIPELINES)/systems/*.mk))

include $(PIPELINES)/help.mk
