/*
 * sync-recruiter-status: give each offer the status of its recruiter, as it is
 * spelt there.
 */
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 256, "cancel-archived", NULL,
	    "cancel offers of who is archived now" },
	OFFRES_FORCE,
	{ 0 },
};

/* CROSS JOIN: each job, and what its identifiers lead to. */
static const char take_pairs[] =
    "CREATE TEMP TABLE pairs AS SELECT p.rowid AS id, r.status AS status"
    " FROM recruiters_jobs AS j CROSS JOIN recruiters AS r"
    " ON r._id = j.recruiter_id CROSS JOIN jobs_partners AS p"
    " ON p._id = j._id WHERE r.status IS NOT p.recruiter_status";
static const char set_status[] =
    "UPDATE jobs_partners SET recruiter_status = pairs.status"
    " FROM temp.pairs WHERE jobs_partners.rowid = pairs.id";
static const char cancel[] =
    "UPDATE jobs_partners SET offer_status = 'Cancelled',"
    " offer_expiration = ?1, updated_at = ?1 WHERE rowid IN (SELECT id"
    " FROM temp.pairs WHERE status IN ('Archivé', 'ARCHIVE'))"
    " AND offer_status = 'Active' AND" OFFRES_IS_LBA;

int
main(int argc, char **argv)
{
	struct offres o;
	bool cancel_archived = false;
	int c;

	opt_init(
	    argc, argv, "give offers the status of their recruiters", "", opts);
	while ((c = opt_next()) >= 0)
		if (!offres_option(c))
			cancel_archived = true;
	opt_count(0, 0);
	offres_open(&o);
	offres_need_migration(&o);
	offres_need_recruiters(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "recruiter_status,offer_status,offer_expiration,updated_at");
	db_exec(o.d, take_pairs);
	offres_update(&o, set_status, STR(""));
	if (cancel_archived)
		offres_update(&o, cancel, STR(""));
	offres_counts(&o,
	    { "synced", offres_count(&o, "SELECT count(*) FROM temp.pairs") });
	return offres_end(&o, "4.15");
}
