#include <stdlib.h>

#include "cache.h"
#include "day.h"
#include "hash.h"
#include "rec.h"
#include "table.h"

struct importer {
	const struct cache *c;
	struct db *d;
	struct table_writer w;
	sqlite3_stmt *drop;
	struct hash question;
	int64_t *rowid; /* by question */
	size_t cap;
	int64_t dropped;
	struct buf doc, key;
};

/* The question, as JSON text: null and "" are two things. */
static struct str
question(struct importer *i, struct js record)
{
	size_t n;

	i->key.n = 0;
	for (n = 0; n < i->c->keys; n++)
		js_put_raw(&i->key, js_get(record, i->c->record->sub[n].name));
	return buf_view(&i->key);
}

static void
add(struct importer *i, struct js record)
{
	const struct str none = { NULL, 0 };
	uint32_t n = i->question.n, at;

	at = hash_put(&i->question, question(i, record));
	if (at == n) {
		i->rowid = xroom(i->rowid, n, &i->cap, sizeof *i->rowid);
	} else {
		db_bind_int(i->d, i->drop, 1, i->rowid[at]);
		db_step(i->d, i->drop);
		i->dropped++;
	}
	table_add(&i->w, record, none, none, NULL);
	i->rowid[at] = sqlite3_last_insert_rowid(i->d->h);
}

static void
add_records(struct importer *i, struct import *im, struct rec *in)
{
	struct js record;
	struct err e;

	while (rec_next(in, &record)) {
		i->doc.n = 0;
		if (schema_copy(i->c->record, record, &i->doc, &e)) {
			import_refuse(
			    im, rec_where(in), record.p, record.n, &e);
			continue;
		}
		if (i->c->settle)
			i->c->settle(&i->doc);
		add(i, js_of(buf_view(&i->doc)));
	}
}

int64_t
cache_import(
    struct import *im, struct db *d, const char *dir, const struct cache *c)
{
	struct importer i = { .c = c, .d = d };
	char *path = xasprintf("%s/%s", dir, c->file);
	char *sql = xasprintf("DELETE FROM %s WHERE rowid = ?", c->table);
	struct rec in;
	int64_t rows;

	rec_open(&in, path, false);
	table_begin(&i.w, d, table_find(c->table));
	i.drop = db_prepare(d, sql);
	add_records(&i, im, &in);
	sqlite3_finalize(i.drop);
	rows = table_end(&i.w) - i.dropped;
	rec_close(&in);
	hash_free(&i.question);
	buf_free(&i.doc);
	buf_free(&i.key);
	free(i.rowid);
	free(path);
	free(sql);
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
