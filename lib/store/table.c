#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/num.h"
#include "base/progress.h"
#include "store/table.h"

size_t
table_columns(const struct table *t)
{
	size_t n = 0;

	while (t->col[n].name)
		n++;
	return n;
}

static const char *
sql_type(enum column_kind kind)
{
	switch (kind) {
	case C_INT:
	case C_BOOL:
		return "INTEGER";
	case C_REAL:
		return "REAL";
	default:
		return "TEXT";
	}
}

void
table_begin(struct table_writer *w, struct db *d, const struct table *t)
{
	struct buf create = { 0 }, insert = { 0 };

	*w = (struct table_writer){ .t = t, .d = d, .n = table_columns(t) };
	w->names = xcalloc(w->n, sizeof(*w->names));
	w->value = xcalloc(w->n, sizeof(*w->value));
	buf_fmt(&create, "CREATE TABLE %s (", t->name);
	buf_fmt(&insert, "INSERT INTO %s VALUES (", t->name);
	for (size_t n = 0; n < w->n; n++) {
		/* found in one pass over the record; paths are looked up */
		w->names[n] = t->col[n].path ? "" : t->col[n].name;
		w->named |= !t->col[n].path;
		buf_fmt(&create, "%s%s %s", n ? ", " : "", t->col[n].name,
		    sql_type(t->col[n].kind));
		buf_str(&insert, n ? ", ?" : "?");
	}
	if (t->flags & TABLE_DOC) {
		buf_str(&create, ", doc TEXT NOT NULL");
		buf_str(&insert, ", ?");
	}
	if (t->flags & TABLE_DATED) {
		buf_str(&create, ", created_at TEXT NOT NULL, "
				 "updated_at TEXT NOT NULL");
		buf_str(&insert, ", ?, ?");
	}
	buf_str(&create, ") STRICT");
	buf_str(&insert, ")");
	db_exec(d, buf_view(&create).p);
	w->insert = db_prepare(d, buf_view(&insert).p);
	buf_free(&create);
	buf_free(&insert);
}

static struct str
as_text(struct table_writer *w, enum column_kind kind, struct js v)
{
	if (js_is_null(v))
		return (struct str){ NULL, 0 };
	if (v.type == JS_STRING && kind < C_JSON)
		return js_text(v, &w->scratch);
	return (struct str){ v.p, v.n }; /* JSON text */
}

/* A value of another type than the column's is kept as its JSON text where
 * the column is text, and left out elsewhere: load-table does not validate. */
static void
bind_value(struct table_writer *w, int at, enum column_kind kind, struct js v)
{
	double number = js_number(v);

	switch (kind) {
	case C_BOOL:
		if (v.type == JS_TRUE || v.type == JS_FALSE)
			db_bind_int(w->d, w->insert, at, v.type == JS_TRUE);
		else
			sqlite3_bind_null(w->insert, at);
		break;
	case C_INT:
		if (fabs(number) < 9e15 && floor(number) == number)
			db_bind_int(w->d, w->insert, at, (int64_t)number);
		else
			sqlite3_bind_null(w->insert, at);
		break;
	case C_REAL:
		if (isfinite(number))
			sqlite3_bind_double(w->insert, at, number);
		else
			sqlite3_bind_null(w->insert, at);
		break;
	default:
		db_bind_text(w->d, w->insert, at, as_text(w, kind, v));
	}
}

static void
bind_extra(struct table_writer *w, int at, enum column_kind kind,
    const struct str *extra)
{
	if (kind == C_TEXT || !extra || !extra->p)
		db_bind_text(w->d, w->insert, at,
		    extra ? *extra : (struct str){ NULL, 0 });
	else
		bind_value(w, at, kind, js_of(*extra));
}

/* The row whose n columns are bound. */
static void
insert_row(struct table_writer *w, int n, struct str doc, struct str created,
    struct str updated)
{
	if (w->t->flags & TABLE_DOC)
		db_bind_text(w->d, w->insert, ++n, doc);
	if (w->t->flags & TABLE_DATED) {
		db_bind_text(w->d, w->insert, ++n, created);
		db_bind_text(w->d, w->insert, ++n, updated);
	}
	db_step(w->d, w->insert);
	progress(++w->rows, "rows");
}

void
table_add(struct table_writer *w, struct js record, struct str created,
    struct str updated, const struct str *extra)
{
	if (w->named)
		js_pick(record, w->names, w->n, w->value);
	/* texts point into scratch: it must not move while they are bound */
	w->scratch.n = 0;
	buf_reserve(&w->scratch, record.n + 1);
	for (size_t i = 0; i < w->n; i++) {
		const struct column *c = &w->t->col[i];
		int at = (int)i + 1;

		if (c->path && !*c->path)
			bind_extra(w, at, c->kind, extra ? extra++ : NULL);
		else
			bind_value(w, at, c->kind,
			    c->path ? js_at(record, c->path) : w->value[i]);
	}
	insert_row(
	    w, (int)w->n, (struct str){ record.p, record.n }, created, updated);
}

void
table_add_known(struct table_writer *w, const struct str *column,
    struct str doc, struct str created, struct str updated)
{
	const struct column *c = w->t->col;
	int n = 0;

	for (; c->name; c++, column++)
		if (column->p && (c->kind == C_REAL || c->kind == C_INT))
			sqlite3_bind_double(w->insert, ++n, num_parse(*column));
		else
			db_bind_text(w->d, w->insert, ++n, *column);
	insert_row(w, n, doc, created, updated);
}

int64_t
table_end(struct table_writer *w)
{
	sqlite3_finalize(w->insert);
	buf_free(&w->scratch);
	free(w->names);
	free(w->value);
	if (w->t->index)
		db_exec(w->d, w->t->index);
	return w->rows;
}
