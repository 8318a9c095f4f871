/*
 * fix-expirations: bring the offers that expire too late back to the latest
 * day there may be, the one of two calendar months from now.
 */
#include "offres/calendar.h"
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	OFFRES_ZONE,
	{ 0 },
};

/* The pluses have SQLite find the offers in the index that holds both columns,
 * without reading the offers themselves. */
static const char fix[] =
    "UPDATE jobs_partners SET offer_expiration = ?2 WHERE" OFFRES_BY_ROW(
	"+offer_expiration > ?2 AND +" OFFRES_IS_LBA);

int
main(int argc, char **argv)
{
	char latest[DAY_TEXT_MAX];
	struct offres o;
	size_t n;
	int c;

	opt_init(
	    argc, argv, "bring back expirations that are too late", "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	n = day_print_utc(
	    calendar_day_start(
		calendar_add_months(day_now(), 2, offres_paris), offres_paris),
	    latest);
	offres_open(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners, "offer_expiration");
	offres_counts(
	    &o, { "fixed", offres_update(&o, fix, (struct str){ latest, n }) });
	return offres_end(&o, "4.3");
}
