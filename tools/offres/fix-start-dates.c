/*
 * fix-start-dates: give active offers without a start date that of their
 * creation; --fallback says what to do where there is none either.
 */
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'f', "fallback", "WHAT", "without creation: none, created_at, now" },
	{ 0 },
};

static const char fix[] =
    "UPDATE jobs_partners SET contract_start = coalesce(offer_creation,"
    " CASE ?2 WHEN 'created_at' THEN created_at WHEN 'now' THEN ?1 END)"
    " WHERE" OFFRES_IS_LBA "AND offer_status = 'Active'"
    " AND contract_start IS NULL AND coalesce(offer_creation, CASE ?2"
    " WHEN 'created_at' THEN created_at WHEN 'now' THEN ?1 END) IS NOT NULL";
static const char unresolved[] =
    "SELECT count(*) FROM jobs_partners WHERE" OFFRES_IS_LBA
    "AND offer_status = 'Active' AND contract_start IS NULL";

int
main(int argc, char **argv)
{
	const char *fallback = "none";
	struct offres o;
	int64_t n;
	int c;

	opt_init(
	    argc, argv, "fill in the start dates that are missing", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'f')
			fallback = opt_arg;
		else
			offres_option(c);
	opt_count(0, 0);
	if (strcmp(fallback, "none") != 0 && strcmp(fallback, "now") != 0 &&
	    strcmp(fallback, "created_at") != 0)
		opt_wrong("--fallback takes none, created_at or now, not '%s'",
		    fallback);
	offres_open(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners, "contract_start");
	n = offres_update(&o, fix, str_of(fallback));
	offres_counts(
	    &o, { "fixed", n }, { "unresolved", offres_count(&o, unresolved) });
	return offres_end(&o, "4.4");
}
