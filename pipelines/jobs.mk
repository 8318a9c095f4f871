# Scheduled jobs that build no database: see cron-run(7). Included by
# formation.mk.

# $(call need,VARIABLE...): fails unless all of them are set in the environment.
need = for name in $(1); do [ -n "$${!name-}" ] || { echo "make: $$name is" \
	"not set: see pipelines/env.example" >&2; exit 1; }; done

.PHONY: check_doc_sync
check_doc_sync: $(BIN)/check-doc-sync
	@$(call need,OPENAPI_OURS LBA_API_ENDPOINT)
	@check-doc-sync --ours "$$OPENAPI_OURS" --lba "$$LBA_API_ENDPOINT/docs/json"

# The accounts (users.db is state and is never rebuilt).
SEND_MAIL_FLAGS ?= --starttls
export SEND_MAIL_FLAGS

.PHONY: notify_api_keys delete_inactive_accounts
notify_api_keys: $(BIN)/list-expiring-api-keys $(BIN)/send-mail
	@set -f; list-expiring-api-keys -d $(DB) | \
	    send-mail -d $(DB) $$SEND_MAIL_FLAGS

delete_inactive_accounts: $(BIN)/delete-inactive-accounts
	@delete-inactive-accounts -d $(DB)
