/*
 * anonymize-accounts: anonymise the accounts that nobody has used for years,
 * and their offers.
 */
#include <stdlib.h>

#include "offres/anonymise.h"
#include "offres/calendar.h"

enum { CLOSE = 256, ORPHANS, RECRUITERS };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 'y', "years", "N", "without a sign of life (2)" },
	{ CLOSE, "close-offers", NULL, "cancel and detach their offers" },
	{ ORPHANS, "orphans", NULL, "the offers of unknown managers too" },
	{ RECRUITERS, "with-recruiters", NULL, "archive their recruiters" },
	OFFRES_ZONE,
	{ 0 },
};

static const char take_gone[] =
    "INSERT INTO temp.gone SELECT _id FROM userswithaccounts"
    " WHERE last_action_date <= ?2";
static const char take_orphans[] =
    "INSERT INTO temp.orphans SELECT DISTINCT managed_by FROM jobs_partners"
    " WHERE managed_by IS NOT NULL AND managed_by NOT IN (SELECT _id"
    " FROM userswithaccounts WHERE _id IS NOT NULL) AND ?1 NOTNULL "
    "AND" OFFRES_IS_LBA;

static int64_t
anonymise_orphans(struct offres *o, const struct anonymise *a)
{
	return anonymise_offers(o, a, "IN (SELECT id FROM temp.orphans)");
}

static void
anonymise(struct offres *o, struct anonymise *a, long years, bool orphans)
{
	char last[DAY_TEXT_MAX];
	int64_t n = 0;

	day_print_utc(
	    calendar_add_months(day_now(), (int)(-12 * years), offres_paris),
	    last);
	db_exec(o->d, "CREATE TEMP TABLE gone(id PRIMARY KEY);"
		      "CREATE TEMP TABLE orphans(id)");
	offres_update(o, take_gone, str_of(last));
	if (orphans)
		offres_update(o, take_orphans, STR(""));
	anonymise_accounts(o, a);
	if (orphans)
		n = anonymise_orphans(o, a);
	offres_counts(o, { "users", a->archived }, { "offers", a->offers },
	    { "roles", a->roles }, { "orphans", n },
	    { "recruiters", a->recruiters });
}

int
main(int argc, char **argv)
{
	struct anonymise a = { .with_roles = true };
	bool orphans = false;
	struct offres o;
	long years = 2;
	int c;

	opt_init(argc, argv, "anonymise the accounts that are no longer used",
	    "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'y')
			years = opt_number("-y", opt_arg, 0, 100);
		else if (c == CLOSE)
			a.close_offers = true;
		else if (c == ORPHANS)
			orphans = true;
		else if (c == RECRUITERS)
			a.with_recruiters = true;
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_need_migration(&o);
	if (a.with_recruiters && o.phase > 2)
		offres_refuse(&o, "there are no recruiters any more");
	anonymise_begin(&o);
	anonymise(&o, &a, years, orphans);
	return offres_end(&o, "4.13");
}
