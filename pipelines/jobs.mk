# The jobs that cron makes and that build no database: see cron-run(7).
# Included by formation.mk.

# $(call need,VARIABLE): its value, which is to be set.
need = "$${$(1):?is not set, see env.example}"

.PHONY: check_doc_sync
check_doc_sync: $(BIN)/check-doc-sync
	@check-doc-sync --ours $(call need,OPENAPI_OURS) \
	    --lba $(call need,LBA_API_ENDPOINT)/docs/json
