#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/day.h"
#include "store/spill.h"
#include "store/table.h"
#include "suite/import_answers.h"
#include "json/ndjson.h"

#define COLUMNS_MAX 8

/* Sets the records aside, and adds their columns and places to temp.came. */
static void
add_records(const struct import_answers *c, struct import *im,
    struct ndjson *in, struct table_writer *w, struct spill *spill)
{
	struct buf doc = { 0 }, settled = { 0 };
	struct js_index members = { 0 };
	struct js record, copy;
	struct err e;

	while (ndjson_next(in, &record)) {
		char at[24], n[24];
		struct str extra[2] = { { at, 0 }, { n, 0 } }, text;

		if (schema_record(
			c->record, record, &doc, &members, &copy, &e)) {
			import_refuse(
			    im, ndjson_where(in), record.p, record.n, &e);
			continue;
		}
		text = buf_view(&doc);
		settled.n = 0;
		if (c->settle && c->settle(text, &settled))
			text = buf_view(&settled);
		extra[0].n = (size_t)snprintf(
		    at, sizeof(at), "%" PRIu64, spill_add(spill, text));
		extra[1].n = (size_t)snprintf(n, sizeof(n), "%zu", text.n);
		table_add(w, copy, STR_NULL, STR_NULL, extra);
	}
	buf_free(&doc);
	buf_free(&settled);
	js_index_free(&members);
}

/* Is the question of row s another one than *last, which it becomes? */
static bool
is_other(sqlite3_stmt *s, size_t columns, struct buf *last)
{
	struct buf key = { 0 };
	bool other;

	for (size_t i = 0; i < columns; i++) {
		struct str text = db_text(s, (int)i);

		buf_add(&key, text.p ? "1" : "0", 1);
		buf_add(&key, &text.n, sizeof(text.n));
		buf_add(&key, text.p, text.n);
	}
	other = !str_eq(buf_view(&key), buf_view(last));
	buf_free(last);
	*last = key;
	return other;
}

/* Writes the rows ordered by question; if a question has several answers, only
 * the last one. SQLite sorts the places of the answers, so that none is kept in
 * memory. */
static int64_t
write_rows(struct db *d, const struct import_answers *c, struct spill *spill)
{
	const size_t n = table_columns(c->table); /* ttl is the last one */
	sqlite3_stmt *s = db_prepare_fmt(
	    d, "SELECT * FROM temp.came ORDER BY %s, rowid DESC", c->question);
	struct buf last = { 0 }, doc = { 0 };
	struct str column[COLUMNS_MAX];
	struct table_writer w;

	table_begin(&w, d, c->table);
	while (db_step(d, s)) {
		if (!is_other(s, n - 1, &last))
			continue;
		for (size_t i = 0; i < n; i++)
			column[i] = db_text(s, (int)i);
		doc.n = 0;
		spill_read(spill, (uint64_t)sqlite3_column_int64(s, (int)n),
		    (size_t)sqlite3_column_int64(s, (int)n + 1), &doc);
		table_add_known(&w, column, buf_view(&doc), STR_NULL, STR_NULL);
	}
	sqlite3_finalize(s);
	buf_free(&last);
	buf_free(&doc);
	return table_end(&w);
}

int64_t
import_answers_table(struct import *im, struct db *d, const char *dir,
    const struct import_answers *c)
{
	char *path = xasprintf("%s/%s", dir, c->file);
	const size_t n = table_columns(c->table);
	struct column column[COLUMNS_MAX + 3] = { 0 };
	struct table came = { .name = "temp.came", .col = column };
	struct table_writer w;
	struct spill *spill;
	struct ndjson in;
	int64_t rows;

	import_need(path, c->writer);
	memcpy(column, c->table->col, n * sizeof(*column));
	column[n] = (struct column){ "at", C_INT, "" };
	column[n + 1] = (struct column){ "bytes", C_INT, "" };
	ndjson_open(&in, path, false);
	spill = spill_open(false);
	table_begin(&w, d, &came);
	add_records(c, im, &in, &w, spill);
	table_end(&w);
	rows = write_rows(d, c, spill);
	db_exec(d, "DROP TABLE temp.came");
	spill_close(spill);
	ndjson_close(&in);
	free(path);
	return rows;
}

bool
import_answers_hold(struct db *d, sqlite3_stmt *s)
{
	msec ttl;
	bool holds;

	if (!db_step(d, s))
		return false;
	ttl = day_parse(db_text(s, 0));
	holds = ttl == DAY_NULL || ttl > day_now();
	sqlite3_reset(s);
	return holds;
}
