/*
 * mark-sent: mark the offers that a message was sent about, from the receipts
 * of send-mail.
 *
 * All receipts are read before the first mark is set, and the database is not
 * held in the meantime: send-mail notes in it what it sends.
 */
#include <stdlib.h>

#include "offres/calendar.h"
#include "offres/offres.h"
#include "json/ndjson.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 0 },
};

/* What may be marked, and the item of the migration that each belongs to. */
static const struct column_of {
	const char *name, *item;
} columns[] = {
	{ "relance_mail_expiration_J7", "4.1" },
	{ "relance_mail_expiration_J1", "4.1" },
	{ "mer_sent", "4.7" },
};
#define COLUMNS_N (sizeof(columns) / sizeof(*columns))

struct receipts {
	struct offres *o;
	struct ndjson in;
	sqlite3_stmt *add;
	struct buf scratch;
	bool named[COLUMNS_N];
	long long read, marked, missing;
};

static _Noreturn void
refuse_receipt(
    struct receipts *r, const char *field, const char *what, struct js v)
{
	die("%s: mark.%s: %s, not '%s'", ndjson_where(&r->in), field, what,
	    err_quote(v.p, v.n));
}

static size_t
column_of(struct receipts *r, struct js name)
{
	for (size_t i = 0; i < COLUMNS_N; i++)
		if (js_is(name, columns[i].name))
			return i;
	refuse_receipt(r, "column", "a column to be marked is expected", name);
}

static void
add_ids(struct receipts *r, struct js mark, size_t column, struct str at)
{
	struct js ids = js_get(mark, "ids"), id;
	struct js_walk w = js_walk(ids);

	if (ids.type != JS_ARRAY)
		refuse_receipt(r, "ids", "an array is expected", ids);
	while (js_item(&w, &id)) {
		if (id.type != JS_STRING)
			refuse_receipt(r, "ids", "texts are expected", id);
		db_bind_int(r->o->d, r->add, 1, (int64_t)column);
		db_bind_text(r->o->d, r->add, 2, js_text(id, &r->scratch));
		db_bind_text(r->o->d, r->add, 3, at);
		db_step(r->o->d, r->add);
	}
}

static void
add_mark(struct receipts *r, struct js mark)
{
	struct js at = js_get(mark, "at"), table = js_get(mark, "table");
	struct buf text = { 0 };
	struct str when = js_text(at, &text);
	size_t column;

	if (mark.type != JS_OBJECT)
		die("%s: mark: an object is expected, not '%s'",
		    ndjson_where(&r->in), err_quote(mark.p, mark.n));
	if (!js_is(table, "jobs_partners"))
		refuse_receipt(r, "table", "jobs_partners is expected", table);
	column = column_of(r, js_get(mark, "column"));
	if (calendar_read(when) == DAY_BAD)
		refuse_receipt(r, "at", "a date is expected", at);
	add_ids(r, mark, column, when);
	r->named[column] = true;
	r->read++;
	buf_free(&text);
}

static void
read_all(struct receipts *r)
{
	struct js record, mark;

	db_exec(r->o->d, "CREATE TEMP TABLE marks(n, id, at); BEGIN");
	r->add = db_prepare(r->o->d, "INSERT INTO marks VALUES (?, ?, ?)");
	ndjson_open(&r->in, NULL, false);
	while (ndjson_next(&r->in, &record)) {
		r->scratch.n = 0;
		mark = js_get(record, "mark");
		if (!js_is_null(mark))
			add_mark(r, mark);
	}
	ndjson_close(&r->in);
	sqlite3_finalize(r->add);
	buf_free(&r->scratch);
	db_exec(r->o->d, "COMMIT");
}

static sqlite3_stmt *
prepare_mark(struct receipts *r, const char *column)
{
	char *sql = xasprintf("UPDATE jobs_partners SET %s = ?1"
			      " WHERE _id = ?2 AND %s IS NOT ?1",
	    column, column);
	sqlite3_stmt *s = db_prepare(r->o->d, sql);

	free(sql);
	return s;
}

static void
mark_all(struct receipts *r)
{
	sqlite3_stmt *mark[COLUMNS_N], *all, *find;
	struct offres *o = r->o;

	for (size_t i = 0; i < COLUMNS_N; i++)
		mark[i] = prepare_mark(r, columns[i].name);
	find = db_prepare(o->d, "SELECT 1 FROM jobs_partners WHERE _id = ?");
	all = db_prepare(o->d, "SELECT n, id, at FROM marks ORDER BY rowid");
	while (db_step(o->d, all)) {
		sqlite3_stmt *s = mark[sqlite3_column_int(all, 0)];

		db_bind_text(o->d, s, 1, db_text(all, 2));
		db_bind_text(o->d, s, 2, db_text(all, 1));
		db_bind_text(o->d, find, 1, db_text(all, 1));
		r->marked += offres_step(o, s);
		r->missing += !db_step(o->d, find);
		sqlite3_reset(find);
	}
	sqlite3_finalize(all);
	sqlite3_finalize(find);
	for (size_t i = 0; i < COLUMNS_N; i++)
		sqlite3_finalize(mark[i]);
}

int
main(int argc, char **argv)
{
	struct offres o;
	struct receipts r = { .o = &o };
	int c;

	opt_init(argc, argv, "mark the offers that a message was sent about",
	    "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_need_migration(&o);
	read_all(&r);
	offres_begin(&o);
	offres_change(&o, &table_jobs_partners,
	    "relance_mail_expiration_J7,relance_mail_expiration_J1,mer_sent");
	mark_all(&r);
	offres_counts(&o, { "receipts", r.read }, { "marked", r.marked },
	    { "missing", r.missing });
	if (r.named[0] || r.named[1])
		offres_add_run(&o, columns[0].item);
	if (r.named[2])
		offres_add_run(&o, columns[2].item);
	return offres_end(&o, NULL);
}
