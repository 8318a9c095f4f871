# The jobs over job offers: see offres(7). jobs_partners.db is state: it is
# never built anew. The recipes are jobs of the script offres.

NIGHTLY := offres_sync offres_siret offres_cancel offres_anonymize offres_mer \
	offres_j7 offres_j1
.PHONY: offres $(NIGHTLY) offres_changes offres_closed jobs-week dual-write \
	cutover cleanup

# $(call offres.job,JOB): runs it.
offres.job = @UPSTREAM='$(UPSTREAM)' SEED='$(SEED)' SCALE='$(SCALE)' \
	WEEK=$(call quote,$(WEEK)) $(PIPELINES)/offres $(1) $(data)

offres.tools := analyze-closed anonymize-accounts apply-siret-infos \
	backfill-jobs-partners cancel-offers cat-table check-migration \
	fetch-entreprise fix-expirations fix-offer-data fix-start-dates \
	import-offres invite-mer list-mer list-siret-errors mark-sent \
	merge-recruiters migrate-schema near-cfas remind-offers sample-offres \
	send-mail set-phase sync-jobs-partners sync-recruiter-status
offres $(NIGHTLY) offres_changes offres_closed jobs-week dual-write cutover \
    cleanup: $(offres.tools:%=$(BIN)/%)

offres:  ## job offers, from nothing: import, dual write, every nightly job once
	$(call offres.job,all)
$(NIGHTLY) offres_changes offres_closed: offres_%:
	$(call offres.job,$*)
jobs-week:  ## what the jobs of WEEK=8, 9, 10, 14 or 16 of the migration would do
	$(call offres.job,week)
dual-write:  ## phase 1: offers are written from recruiters and by the jobs
	$(call offres.job,dual_write)
cutover:  ## phase 2: offers are written directly
	@set-phase -q -d $(DB) 2
cleanup:  ## phase 3: recruiters are no longer needed
	@set-phase -q -d $(DB) 3
