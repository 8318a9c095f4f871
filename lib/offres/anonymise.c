#include <stdlib.h>

#include "offres/anonymise.h"

void
anonymise_begin(struct offres *o)
{
	static const struct table *const deleted[] = { &table_recruiters,
		&table_recruiters_jobs, &table_userswithaccounts,
		&table_rolemanagements, &table_applications, &table_applicants,
		&table_appointment_users, &table_appointments, NULL };
	static const struct table *const archives[] = {
		&table_anonymized_userswithaccounts,
		&table_anonymized_applicants, &table_anonymized_applications,
		&table_anonymized_users, &table_anonymized_appointments,
		&table_anonymized_recruiters, NULL
	};

	offres_begin(o);
	offres_forget(o);
	offres_change(o, &table_jobs_partners,
	    "apply_email,apply_phone,offer_status,managed_by,updated_at,"
	    "cfa_apply_email,cfa_apply_phone");
	for (const struct table *const *t = deleted; *t; t++)
		offres_change(o, *t, "");
	for (const struct table *const *t = archives; *t; t++)
		offres_change(o, *t, NULL);
}

/*
 * Offers.
 */
int64_t
anonymise_offers(
    struct offres *o, const struct anonymise *a, const char *condition)
{
	char *sql = xasprintf(
	    "UPDATE jobs_partners SET apply_email = 'anonymized@example.com',"
	    " apply_phone = NULL%s WHERE" OFFRES_IS_LBA "AND managed_by %s",
	    a->close_offers ? ", offer_status = 'Cancelled', managed_by = NULL,"
			      " updated_at = ?1, cfa_apply_email = NULL,"
			      " cfa_apply_phone = NULL"
			    : "",
	    condition);
	int64_t n = offres_update(o, sql, STR(""));

	free(sql);
	return n;
}

/*
 * Archives.
 */
static bool
has_column(const struct table *t, const char *name)
{
	for (const struct column *c = t->col; c->name; c++)
		if (!strcmp(c->name, name))
			return true;
	return false;
}

/* "a, b, c", each behind prefix: the columns of to that from has. The key of
 * anonymized_applicants is another's name. */
static void
put_columns(struct buf *b, const struct table *to, const struct table *from,
    const char *key)
{
	for (const struct column *c = to->col; c->name; c++)
		if (c == to->col)
			buf_str(b, key);
		else if (has_column(from, c->name))
			buf_fmt(b, ", %s", c->name);
}

/* A row of the archive with the same key is replaced. */
static int64_t
copy_rows(struct offres *o, const struct table *from, const struct table *to,
    const char *condition, struct str id)
{
	const char *key = to->col[0].name;
	struct buf sql = { 0 };
	const char *comma = "";
	int64_t n;

	buf_fmt(&sql, "INSERT INTO %s(", to->name);
	put_columns(&sql, to, from, key);
	buf_str(&sql, ") SELECT ");
	put_columns(&sql, to, from, "_id");
	buf_fmt(&sql, " FROM %s WHERE %s ON CONFLICT(%s) DO UPDATE SET ",
	    from->name, condition, key);
	for (const struct column *c = to->col + 1; c->name; c++)
		if (has_column(from, c->name)) {
			buf_fmt(&sql, "%s%s = excluded.%s", comma, c->name,
			    c->name);
			comma = ", ";
		}
	n = offres_update(o, buf_view(&sql).p, id);
	buf_free(&sql);
	return n;
}

int64_t
anonymise_move(struct offres *o, const struct table *from,
    const struct table *to, const char *condition, struct str id)
{
	int64_t n = copy_rows(o, from, to, condition, id);
	char *sql = xasprintf("DELETE FROM %s WHERE %s", from->name, condition);

	offres_update(o, sql, id);
	free(sql);
	return n;
}

/*
 * Recruiters, whose jobs go into the archive as an array.
 */
static void
put_job(struct buf *b, sqlite3_stmt *s)
{
	const struct column *c = table_recruiters_jobs.col;

	js_put_comma(b);
	buf_byte(b, '{');
	for (int i = 0; c->name; i++, c++) {
		if (sqlite3_column_type(s, i) == SQLITE_NULL ||
		    c->kind == C_SIDE || !strcmp(c->name, "recruiter_id") ||
		    !strcmp(c->name, "position"))
			continue;
		js_put_key(b, c->name);
		table_put_value(b, c->kind, s, i);
	}
	buf_byte(b, '}');
}

static void
archive_jobs(struct offres *o, sqlite3_stmt *jobs, sqlite3_stmt *set,
    struct str recruiter)
{
	struct buf b = { 0 };

	db_bind_text(o->d, jobs, 1, recruiter);
	buf_byte(&b, '[');
	while (db_step(o->d, jobs))
		put_job(&b, jobs);
	buf_byte(&b, ']');
	db_bind_text(o->d, set, 1, buf_view(&b));
	db_bind_text(o->d, set, 2, recruiter);
	offres_step(o, set);
	buf_free(&b);
}

#define THEIRS "managed_by IN (SELECT id FROM temp.gone)"

static int64_t
move_recruiters(struct offres *o)
{
	sqlite3_stmt *s, *jobs, *set;
	int64_t n;

	copy_rows(o, &table_recruiters, &table_anonymized_recruiters, THEIRS,
	    STR(""));
	s = db_prepare(
	    o->d, "SELECT _id FROM recruiters WHERE " THEIRS " ORDER BY _id");
	jobs = db_prepare(o->d,
	    "SELECT * FROM recruiters_jobs WHERE recruiter_id = ?"
	    " ORDER BY position, rowid");
	set = db_prepare(
	    o->d, "UPDATE anonymized_recruiters SET jobs = ? WHERE _id = ?");
	while (db_step(o->d, s))
		archive_jobs(o, jobs, set, db_text(s, 0));
	sqlite3_finalize(s);
	sqlite3_finalize(jobs);
	sqlite3_finalize(set);
	db_exec(o->d, "DELETE FROM recruiters_jobs WHERE recruiter_id IN"
		      " (SELECT _id FROM recruiters WHERE " THEIRS ")");
	n = offres_update(o, "DELETE FROM recruiters WHERE " THEIRS, STR(""));
	return n;
}

/* The notes of messages hold the address that they went to. */
static void
forget_messages(struct offres *o)
{
	db_exec(o->d, "DELETE FROM email_events WHERE substr(_id, 1, 24) IN"
		      " (SELECT id FROM temp.gone)");
}

void
anonymise_accounts(struct offres *o, struct anonymise *a)
{
	a->offers = anonymise_offers(o, a, "IN (SELECT id FROM temp.gone)");
	if (a->with_recruiters)
		a->recruiters = move_recruiters(o);
	if (a->with_roles)
		a->roles = offres_update(o,
		    "DELETE FROM rolemanagements WHERE user_id IN"
		    " (SELECT id FROM temp.gone)",
		    STR(""));
	a->archived = anonymise_move(o, &table_userswithaccounts,
	    &table_anonymized_userswithaccounts,
	    "_id IN (SELECT id FROM temp.gone)", STR(""));
	a->deleted = a->archived + a->roles;
	forget_messages(o);
}
