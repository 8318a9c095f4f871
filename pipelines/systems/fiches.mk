# Fiches métiers: see fiches(7). fiches.db is state: it is never built anew.

ROME := rome/arborescence_principale.xlsx
KEPT += fiches
.PHONY: fiches update_fiches

# The workbook is put there by hand; the sample brings its own.
fiches.rome := $(firstword $(wildcard $(RAW)/$(ROME) $(data)/static/$(ROME)))
ifeq ($(UPSTREAM),sample)
fiches.rome := $(RAW)/$(ROME)
$(fiches.rome): $(RAW)/.sample | $(BIN)/sample-upstream
	@sample-upstream --seed $(SEED) --scale $(SCALE) \
	    --sources rome,claude -o $(RAW)
endif

fiches update_fiches: | $(DB) $(STATE) $(BIN)/ledger
fiches: $(fiches.rome)  ## from the ROME's workbook to fiches.db
fiches: $(addprefix $(BIN)/,parse-xlsx import-fiches-rome publish-fiches)
	@$(if $(fiches.rome),,echo "make: $(RAW)/$(ROME): no such file: put the" \
	    "ROME's workbook there" >&2; exit 1)
	@$(call keep,fiches,parse-xlsx --all --end $(fiches.rome) | \
	    import-fiches-rome -q -d $(DB)$(if $(filter sample,$(UPSTREAM)),; \
	    publish-fiches -q -d $(DB) --tag domaine:A))

# With a server that mimics the sources, Claude is asked there.
fiches.claude := $(filter http://% https://%,$(UPSTREAM))
update_fiches: $(BIN)/update-fiches  ## update the published fiches métiers
	@$(call keep,fiches,$(if $(fiches.claude),ANTHROPIC_BASE_URL=$${ANTHROPIC_BASE_URL:-$(fiches.claude)}) \
	    update-fiches -d $(DB) --all -j $${FICHES_JOBS:-1} \
	    --log $(data)/rapports/scheduler.log)
