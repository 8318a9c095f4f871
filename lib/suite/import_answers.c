#include <stdlib.h>

#include "base/day.h"
#include "store/table.h"
#include "suite/import_answers.h"
#include "json/ndjson.h"

static void
add_records(const struct import_answers *c, struct import *im,
    struct ndjson *in, struct table_writer *w)
{
	struct buf doc = { 0 };
	struct js record;
	struct err e;

	while (ndjson_next(in, &record)) {
		doc.n = 0;
		if (schema_copy(c->record, record, &doc, &e)) {
			import_refuse(
			    im, ndjson_where(in), record.p, record.n, &e);
			continue;
		}
		if (c->settle)
			c->settle(&doc);
		table_add(w, js_of(buf_view(&doc)), STR_NULL, STR_NULL, NULL);
	}
	buf_free(&doc);
}

/* Moves the rows from temp.came to their table, ordered by question; if a
 * question has several answers, only the last one. SQLite does the sorting, so
 * that no answer is kept in memory. */
static int64_t
settle_rows(
    struct db *d, const struct import_answers *c, const struct table *came)
{
	struct table_writer w;
	char *sql = xasprintf(
	    "INSERT INTO main.%s SELECT %s, ttl, doc FROM"
	    " (SELECT *, lead(1) OVER (PARTITION BY %s ORDER BY rowid) AS later"
	    " FROM %s) WHERE later IS NULL ORDER BY %s; DROP TABLE %s",
	    c->table->name, c->question, c->question, came->name, c->question,
	    came->name);
	int64_t rows;

	table_begin(&w, d, c->table);
	db_exec(d, sql);
	rows = sqlite3_changes(d->h);
	table_end(&w);
	free(sql);
	return rows;
}

int64_t
import_answers_table(struct import *im, struct db *d, const char *dir,
    const struct import_answers *c)
{
	char *path = xasprintf("%s/%s", dir, c->file);
	struct table came = *c->table;
	struct table_writer w;
	struct ndjson in;
	int64_t rows;

	import_need(path, c->writer);
	came.name = "temp.came";
	came.index = NULL;
	ndjson_open(&in, path, false);
	table_begin(&w, d, &came);
	add_records(c, im, &in, &w);
	table_end(&w);
	rows = settle_rows(d, c, &came);
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
