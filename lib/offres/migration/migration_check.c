#include <stdlib.h>

#include "offres/calendar.h"
#include "offres/migration/migration_check.h"

/* The jobs of recruiters that have an address. */
#define JOBS                                                                   \
	" FROM recruiters_jobs AS j CROSS JOIN recruiters AS r"                \
	" ON r._id = j.recruiter_id AND coalesce(r.address, '') <> '' "
#define LBA " FROM jobs_partners WHERE" OFFRES_IS_LBA
#define ACTIVE " offer_status IS 'Active' "
#define IS_ID                                                                  \
	" (length(managed_by) = 24 AND managed_by NOT GLOB '*[^0-9a-f]*') "

/* When a check is satisfied. */
enum ok_when {
	OK_NONE,     /* it finds nothing */
	OK_INACTIVE, /* nothing that is Active */
};

/* A query gives _id, field, expected, actual, and whether the offer is Active;
 * a point has its latitude behind. ?1 is the clock, ?2 a week later. */
static const struct query {
	const char *name;
	bool blocking;
	enum ok_when ok;
	enum column_kind actual;
	const char *sql; /* NULL: done in C */
} queries[MIGRATION_CHECKS] = {
	{ "count", true, OK_NONE, C_INT, NULL },
	{ "missing", true, OK_NONE, C_TEXT,
	    "SELECT j._id, '_id', j._id, NULL, 0" JOBS
	    "WHERE NOT EXISTS (SELECT 1 FROM jobs_partners WHERE _id = j._id)"
	    " ORDER BY 1" },
	{ "extra", true, OK_INACTIVE, C_TEXT,
	    "SELECT _id, '_id', NULL, _id," ACTIVE LBA
	    "AND NOT EXISTS (SELECT 1 FROM recruiters_jobs AS j JOIN recruiters"
	    " AS r ON r._id = j.recruiter_id "
	    "WHERE j._id = jobs_partners._id)"
	    " ORDER BY 1" },
	{ "fields", true, OK_NONE, C_TEXT, NULL },
	{ "required", true, OK_INACTIVE, C_TEXT,
	    "SELECT _id, c.value, 'not null', NULL," ACTIVE
	    "FROM jobs_partners, json_each('[\"managed_by\","
	    "\"establishment_id\",\"recruiter_status\"]') AS c "
	    "WHERE" OFFRES_IS_LBA
	    "AND CASE c.key WHEN 0 THEN managed_by WHEN 1 THEN establishment_id"
	    " ELSE recruiter_status END IS NULL ORDER BY 1, c.key" },
	{ "references", true, OK_INACTIVE, C_TEXT,
	    "SELECT _id, 'managed_by', 'a user', managed_by," ACTIVE LBA
	    "AND managed_by IS NOT NULL AND NOT (" IS_ID
	    "AND EXISTS (SELECT 1 FROM userswithaccounts AS u"
	    " WHERE u._id = managed_by)) ORDER BY 1" },
	{ "geopoints", true, OK_INACTIVE, C_REAL,
	    "SELECT _id, 'workplace_geopoint', 'a point',"
	    " workplace_geopoint_lon," ACTIVE ", workplace_geopoint_lat" LBA
	    "AND NOT (coalesce(abs(workplace_geopoint_lon) <= 180, 0)"
	    " AND coalesce(abs(workplace_geopoint_lat) <= 90, 0)) ORDER BY 1" },
	{ "status", true, OK_NONE, C_TEXT,
	    "SELECT p._id, 'recruiter_status', r.status, p.recruiter_status, 0"
	    " FROM recruiters_jobs AS j CROSS JOIN recruiters AS r"
	    " ON r._id = j.recruiter_id CROSS JOIN jobs_partners AS p"
	    " ON p._id = j._id WHERE r.status IS NOT p.recruiter_status"
	    " AND NOT (coalesce(r.status, '') IN ('En attente de validation',"
	    " 'EN_ATTENTE_VALIDATION') AND coalesce(p.recruiter_status, '')"
	    " IN ('Actif', 'ACTIF')) ORDER BY j._id" },
	{ "keys", true, OK_NONE, C_TEXT,
	    "SELECT _id, 'partner_job_id', _id, partner_job_id, 0" LBA
	    "AND partner_job_id IS NOT _id ORDER BY 1" },
	{ "expired", false, OK_NONE, C_TEXT,
	    "SELECT _id, 'offer_expiration', NULL, offer_expiration, 0" LBA
	    "AND offer_status = 'Active' AND offer_expiration < ?1"
	    " ORDER BY 1" },
	{ "reminders", false, OK_NONE, C_TEXT,
	    "SELECT _id, 'managed_by', 'a user with an address', managed_by, "
	    "0" LBA "AND offer_status = 'Active'"
	    " AND offer_expiration BETWEEN ?1 AND ?2 AND NOT EXISTS (SELECT 1"
	    " FROM userswithaccounts AS u WHERE u._id = managed_by"
	    " AND u.email <> '') ORDER BY 1" },
	{ "stream", false, OK_NONE, C_INT, NULL },
};

void
migration_find(struct migration_report *r, struct migration_check *c,
    struct str id, const char *field, struct str expected, struct str actual,
    bool active)
{
	struct buf *b = &c->lines;

	c->active += active;
	if (c->count++ >= r->max)
		return;
	buf_fmt(b, "{\"check\":\"%s\",\"_id\":", c->name);
	js_put_text(b, id);
	buf_fmt(b, ",\"field\":\"%s\",\"expected\":", field);
	buf_add(b, expected.p, expected.n);
	buf_str(b, ",\"actual\":");
	buf_add(b, actual.p, actual.n);
	buf_str(b, "}\n");
}

static void
put_actual(struct buf *b, const struct query *q, sqlite3_stmt *s)
{
	bool point = sqlite3_column_count(s) > 5;

	if (point)
		buf_byte(b, '[');
	table_put_value(b, q->actual, s, 3);
	if (point) {
		buf_byte(b, ',');
		table_put_value(b, q->actual, s, 5);
		buf_byte(b, ']');
	}
}

static void
run_query(struct offres *o, struct migration_report *r,
    struct migration_check *c, const struct query *q)
{
	sqlite3_stmt *s = offres_prepare(o, q->sql);
	struct buf expected = { 0 }, actual = { 0 };
	char week[DAY_TEXT_MAX];

	day_print_utc(day_now() + 7 * CALENDAR_DAY, week);
	if (sqlite3_bind_parameter_count(s) > 1)
		db_bind_text(o->d, s, 2, str_of(week));
	while (db_step(o->d, s)) {
		expected.n = actual.n = 0;
		table_put_value(&expected, C_TEXT, s, 2);
		put_actual(&actual, q, s);
		migration_find(r, c, db_text(s, 0), db_text(s, 1).p,
		    buf_view(&expected), buf_view(&actual),
		    sqlite3_column_int(s, 4));
	}
	sqlite3_finalize(s);
	buf_free(&expected);
	buf_free(&actual);
}

/* Two numbers that should be equal: their difference is counted, and told
 * once. */
static void
compare_numbers(struct migration_report *r, struct migration_check *c,
    const char *field, long long expected, long long actual)
{
	struct buf e = { 0 }, a = { 0 };

	if (expected == actual)
		return;
	js_put_int(&e, expected);
	js_put_int(&a, actual);
	migration_find(
	    r, c, STR_NULL, field, buf_view(&e), buf_view(&a), false);
	c->count = llabs(expected - actual);
	buf_free(&e);
	buf_free(&a);
}

static void
count_all(struct offres *o, struct migration_report *r)
{
	static const char known[] =
	    "SELECT count(*) FROM recruiters_jobs AS j WHERE EXISTS (SELECT 1"
	    " FROM recruiters WHERE _id = j.recruiter_id)";
	static const char active[] =
	    "SELECT count(*) FROM recruiters_jobs AS j"
	    " WHERE job_status = 'Active' AND EXISTS (SELECT 1"
	    " FROM recruiters WHERE _id = j.recruiter_id)";

	r->jobs = offres_count(o, known);
	r->active_jobs = offres_count(o, active);
	r->expected_active = offres_count(o,
	    "SELECT count(*)" JOBS "WHERE r.status IN ('Actif', 'ACTIF')"
	    " AND job_status = 'Active'"
	    " AND (job_expiration_date < ?1) IS NOT 1");
	r->lba = offres_count(o, "SELECT count(*)" LBA);
	r->lba_active = offres_count(
	    o, "SELECT count(*)" LBA "AND offer_status = 'Active'");
}

/* Both labels of ours in one database. */
static void
check_labels(
    struct offres *o, struct migration_report *r, struct migration_check *c)
{
	static const char labels[] = "SELECT count(DISTINCT partner_label)" LBA;

	if (offres_count(o, labels) > 1)
		migration_find(r, c, STR_NULL, "partner_label",
		    STR("\"one label\""),
		    STR("[\"RECRUTEURS_LBA\",\"offres_emploi_lba\"]"), false);
}

static void
run_check(struct offres *o, struct migration_report *r,
    struct migration_check *c, const struct query *q)
{
	static const char behind[] =
	    "SELECT count(*) FROM recruiters_changes AS c WHERE seq >"
	    " coalesce((SELECT resumeTokenData FROM resumetokens"
	    " WHERE collection = c.source), 0)";

	if (q->sql)
		run_query(o, r, c, q);
	if (!strcmp(q->name, "count"))
		compare_numbers(
		    r, c, "offer_status", r->expected_active, r->lba_active);
	else if (!strcmp(q->name, "fields"))
		migration_check_fields(o, r, c);
	else if (!strcmp(q->name, "keys"))
		check_labels(o, r, c);
	else if (!strcmp(q->name, "stream"))
		compare_numbers(r, c, "seq", 0, offres_count(o, behind));
}

void
migration_check(struct offres *o, struct migration_report *r)
{
	r->go = true;
	count_all(o, r);
	for (int i = 0; i < MIGRATION_CHECKS; i++) {
		struct migration_check *c = &r->check[i];
		const struct query *q = &queries[i];

		*c = (struct migration_check){ .name = q->name,
			.blocking = q->blocking };
		run_check(o, r, c, q);
		c->ok = q->ok == OK_INACTIVE ? !c->active : !c->count;
	}
	r->check[0].ok = r->check[0].count <= r->tolerance;
	r->check[MIGRATION_CHECKS - 1].blocking = o->phase == 1;
	for (int i = 0; i < MIGRATION_CHECKS; i++)
		r->go &= r->check[i].ok || !r->check[i].blocking;
}

void
migration_report_free(struct migration_report *r)
{
	for (int i = 0; i < MIGRATION_CHECKS; i++)
		buf_free(&r->check[i].lines);
}
