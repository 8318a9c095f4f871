/*
 * cancel-offers: cancel the offers of La Bonne Alternance that have expired.
 *
 * With --history each gets an event as well. A history that is no array fails
 * for its offer alone, which stays as it was.
 */
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 256, "history", NULL, "add an event to offer_status_history" },
	{ 0 },
};

#define EXPIRED                                                                \
	OFFRES_IS_LBA " AND offer_status = 'Active'"                           \
		      " AND offer_expiration < ?1 "
#define GOOD_HISTORY                                                           \
	" iif(json_valid(coalesce(offer_status_history, '[]')),"               \
	" json_type(coalesce(offer_status_history, '[]')), '') = 'array' "

static const char cancel[] =
    "UPDATE jobs_partners SET offer_status = 'Cancelled', updated_at = ?1"
    " WHERE" OFFRES_BY_ROW(EXPIRED);
static const char cancel_with_history[] =
    "UPDATE jobs_partners SET offer_status = 'Cancelled', updated_at = ?1,"
    " offer_status_history = json_insert(coalesce(offer_status_history,"
    " '[]'), '$[#]', json_object('status', 'Cancelled', 'reason',"
    " 'offre expirée (date dépassée)', 'date', ?1, 'granted_by',"
    " 'expire-jobs-partners')) WHERE" OFFRES_BY_ROW(EXPIRED) "AND" GOOD_HISTORY;

static void
name_bad_histories(struct offres *o)
{
	sqlite3_stmt *s = offres_prepare(o,
	    "SELECT _id, offer_status_history FROM jobs_partners WHERE" EXPIRED
	    "AND NOT" GOOD_HISTORY "ORDER BY _id");

	while (db_step(o->d, s)) {
		struct str history = db_text(s, 1);

		offres_fail(o,
		    "%s: offer_status_history: an array is expected, not '%s'",
		    db_text(s, 0).p, err_quote(history.p, history.n));
	}
	sqlite3_finalize(s);
}

int
main(int argc, char **argv)
{
	struct offres o;
	bool history = false;
	int64_t n;
	int c;

	opt_init(argc, argv, "cancel the offers that have expired", "", opts);
	while ((c = opt_next()) >= 0)
		if (!offres_option(c))
			history = true;
	opt_count(0, 0);
	offres_open(&o);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "offer_status,updated_at,offer_status_history");
	if (history)
		name_bad_histories(&o);
	n = offres_update(&o, history ? cancel_with_history : cancel, STR(""));
	offres_counts(&o, { "cancelled", n });
	return offres_end(&o, "4.2");
}
