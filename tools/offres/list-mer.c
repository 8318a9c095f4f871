/*
 * list-mer: the offers whose manager is to be invited to share them with the
 * training centres nearby: five to forty-five days old, with few applications.
 */
#include "offres/calendar.h"
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 0 },
};

#define FEW 15

static const char query[] =
    "SELECT _id, offer_rome_codes, workplace_geopoint_lat,"
    " workplace_geopoint_lon, (SELECT count(*) FROM applications"
    " WHERE job_id = j._id) AS applications, EXISTS (SELECT 1"
    " FROM userswithaccounts WHERE _id = j.managed_by) FROM jobs_partners AS j"
    " WHERE" OFFRES_IS_LBA "AND offer_status = 'Active'"
    " AND is_delegated IS NOT 1 AND mer_sent IS NULL"
    " AND created_at BETWEEN ?1 AND ?2 AND applications < ?3 ORDER BY _id";

static void
print_offer(struct out *out, sqlite3_stmt *s)
{
	struct buf *b = &out->buf;

	buf_str(b, "{\"_id\":");
	js_put_text(b, db_text(s, 0));
	js_put_key(b, "offer_rome_codes");
	table_put_value(b, C_JSON, s, 1);
	js_put_key(b, "latitude");
	table_put_value(b, C_REAL, s, 2);
	js_put_key(b, "longitude");
	table_put_value(b, C_REAL, s, 3);
	js_put_key(b, "application_count");
	table_put_value(b, C_INT, s, 4);
	buf_str(b, "}\n");
	out_record(out);
}

static void
list(struct offres *o)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	long long offers = 0, no_user = 0;
	sqlite3_stmt *s = db_prepare(o->d, query);

	day_print_utc(day_now() - 45 * CALENDAR_DAY, from);
	day_print_utc(day_now() - 5 * CALENDAR_DAY, to);
	db_bind_text(o->d, s, 1, str_of(from));
	db_bind_text(o->d, s, 2, str_of(to));
	db_bind_int(o->d, s, 3, FEW);
	while (db_step(o->d, s))
		if (sqlite3_column_int(s, 5)) {
			print_offer(&o->ops.out, s);
			offers++;
		} else {
			no_user++;
		}
	sqlite3_finalize(s);
	offres_counts(o, { "offers", offers }, { "no_user", no_user });
}

int
main(int argc, char **argv)
{
	struct offres o;
	int c;

	opt_init(argc, argv,
	    "list the offers to be shared with training centres", "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_need_migration(&o);
	offres_read(&o);
	list(&o);
	return offres_end(&o, NULL);
}
