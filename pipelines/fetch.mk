# Fetching from the sources before their importers run: see formation(7).
# Included by formation.mk when UPSTREAM is 'live' or a URL.
#
# Every make sends conditional requests. state/NAME.fetched is touched when the
# raw directory has changed; the database's stamp depends on it.

ifneq ($(wildcard $(RAW)/.sample),)
$(error $(RAW) holds the sample: use another DATADIR for other data)
endif

absent :=
given :=
# Missions locales need couverture.csv, which is no longer published.
ifeq ($(filter http%,$(UPSTREAM))$(STATIC_URL)$(wildcard \
    $(data)/static/mission_locale/couverture.csv),)
absent := mission_locale
endif

asked := $(foreach name,$(filter-out $(absent),$(SOURCES)),$(if \
	$($(name).fetch),$(name)))
$(asked:%=$(STATE)/%.stamp): $(STATE)/%.stamp: $(STATE)/%.fetched
$(asked:%=$(STATE)/%.fetched): FORCE | $(STATE) $(BIN)/ledger

# $(call command,NAME,WORDS): a command of NAME.fetch with its options. A
# list-TOOL writes the questions to these APIs, which come from the databases of
# other sources; the next command asks them.
from := $(filter-out live,$(UPSTREAM))
command = $(if $(filter list-%,$(2)),$(2) -a -d $(DB) -o $(questions),\
	$(firstword $(2)) $(from:%=-u %) -r $(RAW)/$(1) -s $(STATE)/fetch/$(1) \
	--static $(data)/static $(wordlist 2,99,$(2)) $(questions))
# fetch-static fails if there is nothing to copy.
statics = $(filter http%,$(UPSTREAM))$(STATIC_URL)$(wildcard $(data)/static/$(1))
commands = $(filter-out $(if $(statics),,fetch-static~%),$($(1).fetch))
fetch_words = $(foreach c,$(commands),$(call $(2),$(1),$(subst ~, ,$(c))))
fetch_tool = $(BIN)/$(firstword $(2))
fetch_command = $(command);
define fetched
$(STATE)/$(1).fetched: $(if $(questions),$(patsubst %,$(DB)/%.db,$($(1).needs))) \
    | $(call fetch_words,$(1),fetch_tool)
	@$(PIPELINES)/fetch $(data) $(1) \
	    '$(strip $(call fetch_words,$(1),fetch_command))'
endef
$(foreach name,$(asked),$(eval $(call fetched,$(name))))
