#include <stdlib.h>

#include "cache.h"
#include "day.h"
#include "rec.h"
#include "table.h"

static void
add_records(const struct cache *c, struct import *im, struct rec *in,
    struct table_writer *w)
{
	const struct str none = { NULL, 0 };
	struct buf doc = { 0 };
	struct js record;
	struct err e;

	while (rec_next(in, &record)) {
		doc.n = 0;
		if (schema_copy(c->record, record, &doc, &e)) {
			import_refuse(
			    im, rec_where(in), record.p, record.n, &e);
			continue;
		}
		if (c->settle)
			c->settle(&doc);
		table_add(w, js_of(buf_view(&doc)), none, none, NULL);
	}
	buf_free(&doc);
}

/* Of the answers to one question the last stands. A sort brings them together,
 * so that none is kept in memory. Returns how many went. */
static int64_t
drop_earlier(struct db *d, const struct cache *c)
{
	char *sql = xasprintf("DELETE FROM %s WHERE rowid IN (SELECT rowid FROM"
			      " (SELECT rowid, lead(1) OVER (PARTITION BY %s"
			      " ORDER BY rowid) AS later FROM %s) WHERE later)",
	    c->table, c->question, c->table);

	db_exec(d, sql);
	free(sql);
	return sqlite3_changes(d->h);
}

int64_t
cache_import(
    struct import *im, struct db *d, const char *dir, const struct cache *c)
{
	char *path = xasprintf("%s/%s", dir, c->file);
	struct table_writer w;
	struct rec in;
	int64_t rows;

	rec_open(&in, path, false);
	table_begin(&w, d, table_find(c->table));
	add_records(c, im, &in, &w);
	rows = -drop_earlier(d, c);
	rows += table_end(&w);
	rec_close(&in);
	free(path);
	return rows;
}

bool
cache_holds(struct db *d, sqlite3_stmt *s)
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
