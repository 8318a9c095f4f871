# The jobs over job offers: see offres(7). jobs_partners.db is state: it is
# never built anew. The recipes are jobs of the script offres.

NIGHTLY := offres_sync offres_siret offres_cancel offres_anonymize offres_mer \
	offres_j7 offres_j1
KEPT += jobs_partners
.PHONY: offres $(NIGHTLY) offres_changes offres_closed jobs-week dual-write \
	cutover cleanup

# $(call offres.job,JOB): runs it. $(call offres.run,JOB) gives it a row in the
# ledger as well: every job but a dry run and what cron runs each minute, which
# leave theirs in the table job_runs.
offres.job = UPSTREAM='$(UPSTREAM)' SEED='$(SEED)' SCALE='$(SCALE)' \
	WEEK=$(call quote,$(WEEK)) $(PIPELINES)/offres $(1) $(data)
offres.run = @$(call keep,jobs_partners,$(call offres.job,$(1)))

offres.tools := analyze-closed anonymize-accounts apply-siret-infos \
	backfill-jobs-partners cancel-offers cat-table check-migration \
	fetch-entreprise fix-expirations fix-offer-data fix-start-dates \
	import-offres invite-mer list-mer list-siret-errors mark-sent \
	merge-recruiters migrate-schema near-cfas remind-offers sample-offres \
	send-mail set-phase sync-jobs-partners sync-recruiter-status
offres $(NIGHTLY) offres_changes offres_closed jobs-week dual-write cutover \
    cleanup: $(offres.tools:%=$(BIN)/%) | $(DB) $(STATE) $(BIN)/ledger

offres:  ## job offers, from nothing: import, dual write, every nightly job once
	$(call offres.run,all)
$(NIGHTLY) offres_closed: offres_%:
	$(call offres.run,$*)
offres_changes:
	@$(call offres.job,changes)
jobs-week:  ## what the jobs of WEEK=8, 9, 10, 14 or 16 of the migration would do
	@$(call offres.job,week)
dual-write:  ## phase 1: offers are written from recruiters and by the jobs
	$(call offres.run,dual_write)
cutover:  ## phase 2: offers are written directly
	@$(call keep,jobs_partners,set-phase -q -d $(DB) 2)
cleanup:  ## phase 3: recruiters are no longer needed
	@$(call keep,jobs_partners,set-phase -q -d $(DB) 3)
