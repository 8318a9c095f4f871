# The jobs that cron makes and that build no database: see cron-run(7).
# Included by formation.mk.

# $(call need,VARIABLE): its value, which is to be set.
need = "$${$(1):?is not set, see env.example}"

.PHONY: check_doc_sync
check_doc_sync: $(BIN)/check-doc-sync
	@check-doc-sync --ours $(call need,OPENAPI_OURS) \
	    --lba $(call need,LBA_API_ENDPOINT)/docs/json

# The accounts: state, not a build.
SEND_MAIL_FLAGS ?= --starttls

.PHONY: notify_api_keys delete_inactive_accounts
notify_api_keys: SHELL := /bin/bash
notify_api_keys: .SHELLFLAGS := -eu -o pipefail -c
notify_api_keys: $(BIN)/list-expiring-api-keys $(BIN)/send-mail
	@list-expiring-api-keys -d $(DB) | send-mail -d $(DB) \
	    $(SEND_MAIL_FLAGS)

delete_inactive_accounts: $(BIN)/delete-inactive-accounts
	@delete-inactive-accounts -d $(DB)
