# The nightly processing: see traitement(7). traitement.db is a state database:
# it is never built anew.

TRAITEMENT_DATE ?=
PURGE_BEFORE ?=
VARIABLES += TRAITEMENT_DATE PURGE_BEFORE

KEPT += traitement
.PHONY: traitement check_traitement purge_traitement
ifeq ($(UPSTREAM),sample)
traitement.sample := $(RAW)/traitement/parametrage.ndjson
$(traitement.sample): $(RAW)/.sample | $(BIN)/sample-upstream
	@sample-upstream --seed $(SEED) --scale $(SCALE) --sources sercel \
	    -o $(RAW)
endif

traitement: $(traitement.sample) $(addprefix $(BIN)/,start-traitement \
    import-parametrage status-traitement notify-experts work-queue \
    traitement-recuperation traitement-validation traitement-matching \
    traitement-calcul traitement-postcalcul)  ## a whole night, all five stages
	@$(call keep,traitement,$(PIPELINES)/traitement $(data) $(UPSTREAM) \
	    $(TRAITEMENT_DATE))
traitement purge_traitement: | $(DB) $(STATE) $(BIN)/ledger

check_traitement: $(BIN)/status-traitement  ## did a night end well of late?
	@status-traitement --max-age 26 -d $(DB)

# Measures older than two months, unless PURGE_BEFORE names another day.
purge_traitement: $(BIN)/purge-traitement  ## remove the measures of old nights
	@$(call keep,traitement,purge-traitement -q -d $(DB) --before $(or \
	    $(PURGE_BEFORE),$(shell date -u -d '$(or $(SUITE_NOW),now) -62 days' \
	    +%F)))
