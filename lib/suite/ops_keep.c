#include "suite/ops.h"
#include "json/js.h"

/* Lines are sorted by their keys alone and then fetched: they are long. */
void
ops_keep_open(struct ops *o, struct db *d)
{
	o->d = d;
	db_exec(
	    o->d, "CREATE TEMP TABLE kept(id INTEGER PRIMARY KEY, key, line)");
	o->keep =
	    db_prepare(o->d, "INSERT INTO temp.kept(key, line) VALUES (?, ?)");
}

void
ops_keep(struct ops *o, const char *op, const char *table, struct str key,
    struct str set)
{
	struct buf *b = &o->line;

	b->n = 0;
	buf_fmt(b, "{\"op\":\"%s\",\"table\":\"%s\",\"_id\":", op, table);
	js_put_text(b, key);
	if (set.p) {
		buf_str(b, ",\"set\":");
		buf_add(b, set.p, set.n);
	}
	buf_str(b, "}\n");
	db_bind_text(o->d, o->keep, 1, key);
	db_bind_text(o->d, o->keep, 2, buf_view(b));
	db_step(o->d, o->keep);
}

void
ops_print_kept(struct ops *o)
{
	sqlite3_stmt *walk, *line;

	if (!o->keep)
		return;
	sqlite3_finalize(o->keep);
	o->keep = NULL;
	buf_free(&o->line);
	walk = db_prepare(o->d, "SELECT id FROM temp.kept ORDER BY key");
	line = db_prepare(o->d, "SELECT line FROM temp.kept WHERE id = ?");
	while (db_step(o->d, walk)) {
		struct str s;

		db_bind_int(o->d, line, 1, sqlite3_column_int64(walk, 0));
		db_step(o->d, line);
		s = db_text(line, 0);
		buf_add(&o->out.buf, s.p, s.n);
		out_record(&o->out);
		sqlite3_reset(line);
	}
	sqlite3_finalize(walk);
	sqlite3_finalize(line);
}
