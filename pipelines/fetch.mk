# What is asked of the sources before their importers run: see formation(7).
# Included by formation.mk when UPSTREAM is 'live' or a URL.
#
# Each make asks, on condition that something has changed. state/NAME.fetched is
# touched when the raw folder changed; the stamp of the database depends on it.

ifneq ($(wildcard $(RAW)/.sample),)
$(error $(RAW) holds the sample: other data take another DATADIR)
endif

absent :=
given :=
# Missions locales need a list of communes that is published no more.
ifeq ($(filter http%,$(UPSTREAM))$(STATIC_URL)$(wildcard \
    $(data)/static/mission_locale/couverture.csv),)
absent := mission_locale
endif

asked := $(filter-out $(absent),$(SOURCES))
$(asked:%=$(STATE)/%.stamp): $(STATE)/%.stamp: $(STATE)/%.fetched
$(asked:%=$(STATE)/%.fetched): FORCE | $(STATE) $(BIN)/ledger

# The questions depend on what others answered.
entreprise.from := referentiel catalogue
adresse.from := entreprise
$(foreach name,entreprise adresse,\
    $(eval $(STATE)/$(name).fetched: $($(name).from:%=$(DB)/%.db)))

# $(call ask,TOOL[,OPERAND]): the tool's command line.
name = $(basename $(@F))
from := $(filter-out live,$(UPSTREAM))
ask = $(1) $(from:%=-u %) -r $(RAW)/$(name) -s $(STATE)/fetch/$(name) \
	--static $(data)/static $(2)
# $(call fetch,COMMANDS): see pipelines/fetch.
fetch = @$(PIPELINES)/fetch $(data) $(name) '$(strip $(1))'
# A list of questions, whole or not at all, then who answers them.
questions = $(1) -a -d $(DB) -o $(STATE)/$(name).questions; \
	$(call ask,$(2),$(STATE)/$(name).questions)

PLAIN := bcn acce referentiel catalogue communes
$(PLAIN:%=$(STATE)/%.fetched): $(STATE)/%.fetched: | $(BIN)/fetch-%
	$(call fetch,$(call ask,fetch-$(name)))

$(STATE)/kit_apprentissage.fetched: \
    | $(BIN)/fetch-static $(BIN)/fetch-kit-apprentissage
	$(call fetch,$(call ask,fetch-static,kit_apprentissage); \
	    $(call ask,fetch-kit-apprentissage))

$(STATE)/mission_locale.fetched: \
    | $(BIN)/fetch-static $(BIN)/fetch-mission-locale
	$(call fetch,$(call ask,fetch-static,mission_locale); \
	    $(call ask,fetch-mission-locale))

$(STATE)/france_competence.fetched $(STATE)/kali_ccn.fetched: \
    | $(BIN)/fetch-data-gouv
	$(call fetch,$(call ask,fetch-data-gouv,$(name)))

$(STATE)/dares_ccn.fetched $(STATE)/dares_ape_idcc.fetched: \
    | $(BIN)/fetch-dares
	$(call fetch,$(call ask,fetch-dares,$(name)))

$(STATE)/npec.fetched: | $(BIN)/fetch-npec
	$(call fetch,$(call ask,fetch-npec))

$(STATE)/entreprise.fetched: | $(BIN)/list-sirets $(BIN)/fetch-entreprise
	$(call fetch,$(call questions,list-sirets,fetch-entreprise))

$(STATE)/adresse.fetched: | $(BIN)/list-adresses $(BIN)/fetch-adresse
	$(call fetch,$(call questions,list-adresses,fetch-adresse))
