#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/num.h"
#include "base/progress.h"
#include "format/base64.h"
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
	case C_ID:
		return "INTEGER PRIMARY KEY";
	case C_REAL:
		return "REAL";
	case C_BYTES:
		return "BLOB";
	default:
		return "TEXT";
	}
}

static void
create_table(struct db *d, const struct table *t)
{
	struct buf b = { 0 };

	buf_fmt(&b, "CREATE TABLE %s (", t->name);
	for (const struct column *c = t->col; c->name; c++)
		buf_fmt(&b, "%s%s %s", c > t->col ? ", " : "", c->name,
		    sql_type(c->kind));
	if (t->flags & TABLE_DOC)
		buf_str(&b, ", doc TEXT NOT NULL");
	if (t->flags & TABLE_DATED)
		buf_str(&b, ", created_at TEXT NOT NULL, "
			    "updated_at TEXT NOT NULL");
	buf_str(&b, ") STRICT");
	db_exec(d, buf_view(&b).p);
	buf_free(&b);
}

/* Makes w ready for the rows of an existing table. */
static void
begin_rows(struct table_writer *w, struct db *d, const struct table *t)
{
	struct buf b = { 0 };
	size_t parameters;

	*w = (struct table_writer){ .t = t, .d = d, .n = table_columns(t) };
	parameters = w->n + (t->flags & TABLE_DOC ? 1 : 0) +
		     (t->flags & TABLE_DATED ? 2 : 0);
	w->names = xcalloc(w->n, sizeof(*w->names));
	w->value = xcalloc(w->n, sizeof(*w->value));
	for (size_t i = 0; i < w->n; i++) {
		/* found in one pass over the record; paths are looked up */
		w->names[i] = t->col[i].path ? "" : t->col[i].name;
		w->named |= !t->col[i].path;
	}
	buf_fmt(&b, "INSERT INTO %s (", t->name);
	for (size_t i = 0; i < w->n; i++)
		buf_fmt(&b, "%s\"%s\"", i ? ", " : "", t->col[i].name);
	if (t->flags & TABLE_DOC)
		buf_str(&b, ", doc");
	if (t->flags & TABLE_DATED)
		buf_str(&b, ", created_at, updated_at");
	buf_str(&b, ") VALUES (?");
	for (size_t i = 1; i < parameters; i++)
		buf_str(&b, ", ?");
	buf_str(&b, ")");
	w->insert = db_prepare(d, buf_view(&b).p);
	buf_free(&b);
}

void
table_begin(struct table_writer *w, struct db *d, const struct table *t)
{
	create_table(d, t);
	begin_rows(w, d, t);
}

/* Adds the columns that an older file lacks. */
static void
add_columns(struct db *d, const struct table *t)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?");

	db_bind_text(d, s, 1, str_of(t->name));
	for (const struct column *c = t->col; c->name; c++) {
		bool there;

		db_bind_text(d, s, 2, str_of(c->name));
		there = db_step(d, s);
		sqlite3_reset(s);
		if (!there)
			db_exec_fmt(d, "ALTER TABLE \"%w\" ADD \"%w\" %s",
			    t->name, c->name, sql_type(c->kind));
	}
	sqlite3_finalize(s);
}

static void
drop_triggers(struct db *d, const struct table *t)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT group_concat(format('DROP TRIGGER \"%w\";', name), '')"
	    " FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?");
	char *sql = NULL;

	db_bind_text(d, s, 1, str_of(t->name));
	if (db_step(d, s) && db_text(s, 0).p)
		sql = xstrdup(db_text(s, 0).p);
	sqlite3_finalize(s);
	if (sql)
		db_exec(d, sql);
	free(sql);
}

void
table_begin_again(struct table_writer *w, struct db *d, const struct table *t)
{
	if (t->make) {
		t->make(d);
	} else if (db_has_table(d, t->name)) {
		add_columns(d, t);
	} else {
		create_table(d, t);
		if (t->index)
			db_exec(d, t->index);
	}
	drop_triggers(d, t);
	db_exec_fmt(d, "DELETE FROM \"%w\"", t->name);
	begin_rows(w, d, t);
	w->indexed = true;
}

static struct str
as_text(struct table_writer *w, enum column_kind kind, struct js v)
{
	if (js_is_null(v))
		return STR_NULL;
	if (v.type == JS_STRING && kind < C_JSON)
		return js_text(v, &w->scratch);
	return (struct str){ v.p, v.n }; /* JSON text */
}

/* Binds a value of another type than the column's: nothing, for load-table does
 * not validate; in a state database the value, which the column refuses or
 * converts as SQLite does. */
static void
bind_other(struct table_writer *w, int at, struct js v)
{
	double number = js_number(v);

	if (js_is_null(v) || !(w->t->flags & TABLE_STATE))
		sqlite3_bind_null(w->insert, at);
	else if (isfinite(number) && fabs(number) < 9e15 &&
		 floor(number) == number)
		db_bind_int(w->d, w->insert, at, (int64_t)number);
	else if (isfinite(number))
		sqlite3_bind_double(w->insert, at, number);
	else
		db_bind_text(w->d, w->insert, at, as_text(w, C_TEXT, v));
}

static void
bind_json(struct table_writer *w, int at, enum column_kind kind, struct js v)
{
	if (js_is_null(v) || !w->t->put_json) {
		db_bind_text(w->d, w->insert, at, as_text(w, kind, v));
		return;
	}
	w->json.n = 0;
	w->t->put_json(&w->json, v);
	sqlite3_bind_text64(
	    w->insert, at, w->json.p, w->json.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* A text, or {"base64":...}. */
static void
bind_bytes(struct table_writer *w, int at, struct js v)
{
	struct js text = v.type == JS_OBJECT ? js_get(v, "base64") : v;
	struct str bytes = as_text(w, C_TEXT, text);

	w->json.n = 0;
	if (v.type != JS_OBJECT)
		buf_add(&w->json, bytes.p, bytes.n);
	else if (base64_read(&w->json, bytes)) {
		bind_other(w, at, v);
		return;
	}
	if (js_is_null(v))
		sqlite3_bind_null(w->insert, at);
	else
		sqlite3_bind_blob64(w->insert, at, buf_view(&w->json).p,
		    w->json.n, SQLITE_TRANSIENT);
}

/* A column of text keeps a value of another type as its JSON text. */
static void
bind_value(struct table_writer *w, int at, enum column_kind kind, struct js v)
{
	double number = js_number(v);

	switch (kind) {
	case C_BOOL:
		if (v.type == JS_TRUE || v.type == JS_FALSE)
			db_bind_int(w->d, w->insert, at, v.type == JS_TRUE);
		else
			bind_other(w, at, v);
		break;
	case C_INT:
	case C_ID:
		if (fabs(number) < 9e15 && floor(number) == number)
			db_bind_int(w->d, w->insert, at, (int64_t)number);
		else
			bind_other(w, at, v);
		break;
	case C_REAL:
		if (isfinite(number))
			sqlite3_bind_double(w->insert, at, number);
		else
			bind_other(w, at, v);
		break;
	case C_BYTES:
		bind_bytes(w, at, v);
		break;
	case C_JSON:
	case C_SIDE:
		bind_json(w, at, kind, v);
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
		db_bind_text(w->d, w->insert, at, extra ? *extra : STR_NULL);
	else
		bind_value(w, at, kind, js_of(*extra));
}

static _Noreturn void
refuse_row(struct table_writer *w)
{
	if (w->source && sqlite3_errcode(w->d->h) == SQLITE_CONSTRAINT)
		die("%s: %s", ndjson_where(w->source), sqlite3_errmsg(w->d->h));
	db_die(w->d, "cannot write");
}

/* Inserts the row whose n columns are bound. */
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
	if (sqlite3_step(w->insert) != SQLITE_DONE)
		refuse_row(w);
	sqlite3_reset(w->insert);
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

static void
bind_known(struct table_writer *w, int at, enum column_kind kind, struct str v)
{
	if (v.p && (kind == C_REAL || kind == C_INT || kind == C_ID))
		sqlite3_bind_double(w->insert, at, num_parse(v));
	else if (v.p && kind == C_BYTES)
		sqlite3_bind_blob64(w->insert, at, v.p, v.n, SQLITE_STATIC);
	else
		db_bind_text(w->d, w->insert, at, v);
}

void
table_add_known(struct table_writer *w, const struct str *column,
    struct str doc, struct str created, struct str updated)
{
	const struct column *c = w->t->col;
	int n = 0;

	for (; c->name; c++, column++)
		bind_known(w, ++n, c->kind, *column);
	insert_row(w, n, doc, created, updated);
}

int64_t
table_end(struct table_writer *w)
{
	sqlite3_finalize(w->insert);
	buf_free(&w->scratch);
	free(w->names);
	free(w->value);
	buf_free(&w->json);
	if (w->t->index && !w->indexed)
		db_exec(w->d, w->t->index);
	return w->rows;
}
