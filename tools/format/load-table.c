/*
 * load-table: read NDJSON into a table of a database; the inverse of
 * cat-table.
 *
 * The file and the table are created; the rows of that table are replaced,
 * those of the others kept. Records are stored as they are read, in order,
 * without being validated.
 */
#include "base/err.h"
#include "base/opt.h"
#include "store/db.h"
#include "tables/table_find.h"
#include "json/ndjson.h"

#define EPOCH "1970-01-01T00:00:00.000Z"

static const struct opt opts[] = {
	{ 'a', "all", NULL, "take created_at and updated_at off the records" },
	{ 0 },
};

static void
copy_rows(struct db *from, struct db *to, const char *table)
{
	char *sql =
	    sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY rowid", table);
	sqlite3_stmt *read = db_prepare(from, sql), *write;
	int n = sqlite3_column_count(read);
	struct buf insert = { 0 };

	sqlite3_free(sql);
	sql = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (?", table);
	buf_str(&insert, sql);
	for (int i = 1; i < n; i++)
		buf_str(&insert, ",?");
	buf_str(&insert, ")");
	write = db_prepare(to, buf_view(&insert).p);
	while (db_step(from, read)) {
		for (int i = 0; i < n; i++)
			sqlite3_bind_value(
			    write, i + 1, sqlite3_column_value(read, i));
		db_step(to, write);
	}
	sqlite3_finalize(write);
	sqlite3_finalize(read);
	sqlite3_free(sql);
	buf_free(&insert);
}

/* Everything of the present file but the table to be replaced. */
static void
copy_others(struct db *from, struct db *to, const char *table)
{
	sqlite3_stmt *s = db_prepare(from,
	    "SELECT sql, type, name FROM sqlite_schema WHERE tbl_name <> ?"
	    " AND sql IS NOT NULL ORDER BY type <> 'table', rowid");

	db_bind_text(from, s, 1, str_of(table));
	while (db_step(from, s)) {
		db_exec(to, db_text(s, 0).p);
		if (str_is(db_text(s, 1), "table"))
			copy_rows(from, to, db_text(s, 2).p);
	}
	sqlite3_finalize(s);
}

/* The record without its dates, which go to columns. */
static struct js
take_dates(
    struct js record, struct buf *b, struct str *created, struct str *updated)
{
	struct js key, value;
	static struct buf none;

	b->n = 0;
	buf_byte(b, '{');
	for (struct js_walk w = js_walk(record); js_member(&w, &key, &value);)
		if (js_is(key, "created_at")) {
			*created = js_text(value, &none);
		} else if (js_is(key, "updated_at")) {
			*updated = js_text(value, &none);
		} else {
			js_put_comma(b);
			js_put_raw(b, key);
			buf_byte(b, ':');
			js_put_raw(b, value);
		}
	buf_byte(b, '}');
	return js_of(buf_view(b));
}

static void
load(struct db *d, const struct table *t, bool dates)
{
	struct table_writer w;
	struct ndjson in;
	struct js record;
	struct buf b = { 0 };

	ndjson_open(&in, NULL, false);
	table_begin(&w, d, t);
	while (ndjson_next(&in, &record)) {
		struct str created = STR(EPOCH), updated = STR(EPOCH);

		if (dates)
			record = take_dates(record, &b, &created, &updated);
		table_add(&w, record, created, updated, NULL);
	}
	table_end(&w);
	ndjson_close(&in);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	const struct table *t;
	struct db *old, *d;
	bool dates = false;

	(void)argc;
	opt_init(argv, "read NDJSON into a table", "FILE TABLE", opts);
	while (opt_next() >= 0)
		dates = true;
	opt_count(2, 2);
	t = table_find(opt_operands[1]);
	if (!t)
		opt_wrong("no table is called '%s'", opt_operands[1]);
	d = db_create(opt_operands[0]);
	old = db_open(opt_operands[0]);
	if (old)
		copy_others(old, d, t->name);
	db_close(old);
	load(d, t, dates);
	db_publish(d);
	return 0;
}
