/*
 * load-table: read NDJSON into a table of a database; the inverse of
 * cat-table.
 *
 * The file and the table are created; the rows of that table are replaced,
 * those of the others kept. Records are stored as they are read, in order,
 * without being validated. A file that the suite has built is written anew,
 * any other is changed in place, by one transaction.
 */
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "store/db.h"
#include "store/table_parts.h"
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
	sqlite3_stmt *read = db_prepare_fmt(
			 from, "SELECT * FROM \"%w\" ORDER BY rowid", table),
		     *write;
	int n = sqlite3_column_count(read);
	struct buf values = { 0 };

	for (int i = 0; i < n; i++)
		buf_str(&values, i ? ",?" : "?");
	write = db_prepare_fmt(
	    to, "INSERT INTO \"%w\" VALUES (%s)", table, buf_view(&values).p);
	while (db_step(from, read)) {
		for (int i = 0; i < n; i++)
			sqlite3_bind_value(
			    write, i + 1, sqlite3_column_value(read, i));
		db_step(to, write);
	}
	sqlite3_finalize(write);
	sqlite3_finalize(read);
	buf_free(&values);
}

/* Everything of the present file but the table to be replaced, and what it is
 * kept in if it is kept in parts. */
static void
copy_others(struct db *from, struct db *to, const char *table)
{
	sqlite3_stmt *s = db_prepare(from,
	    "SELECT sql, type, name FROM sqlite_schema WHERE sql IS NOT NULL"
	    " AND tbl_name <> ?1 AND NOT (?2 AND tbl_name IN"
	    "  (?1 || '_row', ?1 || '_part', ?1 || '_rowid'))"
	    " ORDER BY type <> 'table', rowid");

	db_bind_text(from, s, 1, str_of(table));
	db_bind_int(from, s, 2, table_in_parts(from, table));
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
load(struct table_writer *w, bool dates)
{
	struct ndjson in;
	struct js record;
	struct buf b = { 0 };

	ndjson_open(&in, NULL, false);
	w->source = &in;
	while (ndjson_next(&in, &record)) {
		struct str created = STR(EPOCH), updated = STR(EPOCH);

		if (dates)
			record = take_dates(record, &b, &created, &updated);
		table_add(w, record, created, updated, NULL);
	}
	table_end(w);
	ndjson_close(&in);
	buf_free(&b);
}

/* Writes a built file anew. */
static void
rebuild(const char *path, const struct table *t, bool dates)
{
	struct db *d = db_create(path), *old = db_open(path);
	struct table_writer w;

	if (old)
		copy_others(old, d, t->name);
	db_close(old);
	table_begin(&w, d, t);
	load(&w, dates);
	db_publish(d);
}

static void
change(const char *path, const struct table *t, bool dates)
{
	bool there = !access(path, F_OK);
	struct db *d = there ? db_state(path) : db_create_state(path);
	struct table_writer w;

	if (there)
		db_exec(d, "BEGIN IMMEDIATE");
	table_begin_again(&w, d, t);
	load(&w, dates);
	if (!there) {
		db_publish(d);
		return;
	}
	db_exec(d, "COMMIT");
	db_close(d);
}

int
main(int argc, char **argv)
{
	const struct table *t;
	bool dates = false;

	opt_init(argc, argv, "read NDJSON into a table", "FILE TABLE", opts);
	while (opt_next() >= 0)
		dates = true;
	opt_count(2, 2);
	t = table_find(opt_operands[1]);
	if (!t)
		opt_wrong("unknown table '%s': tables(5) lists them",
		    opt_operands[1]);
	dates &= !!(t->flags & TABLE_DATED);
	if (t->flags & TABLE_STATE || db_is_state(opt_operands[0]))
		change(opt_operands[0], t, dates);
	else
		rebuild(opt_operands[0], t, dates);
	return 0;
}
