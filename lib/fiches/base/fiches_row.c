#include <stdlib.h>

#include "fiches/base/fiches_db.h"
#include "json/python.h"

sqlite3_stmt *
fiches_select(struct db *d, const char *rest)
{
	sqlite3_stmt *s = db_prepare(d, "SELECT group_concat(name) FROM"
					" pragma_table_info('fiches_metiers')");
	struct buf sql = { 0 }, there = { 0 };
	struct str names;

	db_step(d, s);
	names = db_text(s, 0);
	buf_fmt(&there, ",%.*s,", (int)names.n, names.p ? names.p : "");
	sqlite3_finalize(s);
	buf_str(&sql, "SELECT ");
	for (unsigned i = 0; i < FICHE_COLUMNS; i++) {
		char *name = xasprintf(",%s,", fiche_fields[i].name);

		if (strstr(buf_view(&there).p, name))
			buf_fmt(
			    &sql, "%s%s", i ? ", " : "", fiche_fields[i].name);
		else
			buf_fmt(&sql, "%sNULL", i ? ", " : "");
		free(name);
	}
	buf_fmt(&sql, " FROM fiches_metiers %s", rest);
	s = db_prepare(d, buf_view(&sql).p);
	buf_free(&sql);
	buf_free(&there);
	return s;
}

static void
put_column(struct buf *b, sqlite3_stmt *s, unsigned i)
{
	struct str text;

	switch (sqlite3_column_type(s, (int)i)) {
	case SQLITE_NULL:
		buf_str(b, "null");
		break;
	case SQLITE_INTEGER:
		js_put_int(b, sqlite3_column_int64(s, (int)i));
		break;
	default:
		text = db_text(s, (int)i);
		if (fiche_is_json((enum fiche_column)i) &&
		    !js_check(text.p, text.n, NULL))
			buf_add(b, text.p, text.n);
		else
			js_put_text(b, text);
	}
}

void
fiches_row(struct fiche *f, sqlite3_stmt *s, struct buf *row)
{
	row->n = 0;
	buf_byte(row, '{');
	for (unsigned i = 0; i < FICHE_COLUMNS; i++) {
		js_put_key(row, fiche_fields[i].name);
		put_column(row, s, i);
	}
	buf_byte(row, '}');
	fiche_borrow(f, js_of(buf_view(row)));
}

static void
bind(struct db *d, sqlite3_stmt *s, int at, const struct fiche *f,
    enum fiche_column i)
{
	struct buf text = { 0 };
	struct js v = f->col[i];

	if (fiche_is_json(i))
		python_put(&text, v, PYTHON_DUMPS);
	else if (fiche_fields[i].kind == FICHE_INT && v.type == JS_NUMBER)
		db_bind_int(d, s, at, (int64_t)js_number(v));
	else if (v.type == JS_STRING) {
		struct buf scratch = { 0 };
		struct str plain = js_text(v, &scratch);

		buf_add(&text, plain.p, plain.n);
		buf_free(&scratch);
	} else
		db_bind_text(d, s, at, STR_NULL);
	if (text.p) /* a copy, which SQLite frees */
		sqlite3_bind_text64(s, at, text.p, text.n, free, SQLITE_UTF8);
}

void
fiches_bind(struct db *d, sqlite3_stmt *s, const struct fiche *f,
    const enum fiche_column *columns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bind(d, s, (int)i + 1, f, columns[i]);
}
