#include "export/explain/step.h"

#include <stdlib.h>

#include "base/err.h"
#include "json/js.h"

struct db *
explain_db(struct explain *x, const char *name)
{
	char *path;

	for (size_t i = 0; i < x->n; i++)
		if (!strcmp(x->db[i].name, name))
			return x->db[i].d;
	if (x->n == sizeof(x->db) / sizeof(*x->db))
		die("%s: too many databases", name);
	path = xasprintf("%s/db/%s.db", x->dir, name);
	x->db[x->n] = (struct explain_db){ name, db_open(path) };
	free(path);
	return x->db[x->n++].d;
}

struct str
explain_keep(struct explain *x, struct str text)
{
	if (!text.n)
		return STR_NULL;
	x->kept = xroom(x->kept, x->n_kept, &x->cap_kept, sizeof(*x->kept));
	text.p = x->kept[x->n_kept++] = xstrndup(text.p, text.n);
	return text;
}

void
explain_close(struct explain *x)
{
	for (size_t i = 0; i < x->n; i++)
		db_close(x->db[i].d);
	for (size_t i = 0; i < x->n_kept; i++)
		free(x->kept[i]);
	free(x->kept);
	buf_free(&x->out);
}

void
step_begin(struct step *s, struct explain *x, const char *name, const char *db,
    const char *table)
{
	*s = (struct step){ .x = x, .name = name, .db = db, .table = table };
	s->d = explain_db(x, db);
	buf_byte(&s->rows, '[');
	js_open(&s->key, NULL);
	js_open(&s->facts, NULL);
}

void
step_key(struct step *s, const char *name, struct str value)
{
	js_put_member(&s->key, name, value);
	s->value[s->values++] = value;
}

void
step_look(struct step *s, const char *sql)
{
	sqlite3_finalize(s->look);
	s->look = NULL;
	if (!s->d || !db_has_table(s->d, s->table))
		return;
	s->look = db_prepare(s->d, sql);
	for (int i = 0; i < s->values; i++)
		db_bind_text(s->d, s->look, i + 1, s->value[i]);
}

bool
step_row(struct step *s)
{
	if (!s->look || !db_step(s->d, s->look))
		return false;
	js_put_comma(&s->rows);
	js_put_int(&s->rows, sqlite3_column_int64(s->look, 0));
	s->n++;
	return true;
}

void
step_fact(struct step *s, const char *name, enum column_kind kind, int column)
{
	js_put_key(&s->facts, name);
	table_put_value(&s->facts, kind, s->look, column);
}

static void
put_member(struct buf *b, const char *name, const char *text)
{
	js_put_member(b, name, str_of(text));
}

void
explain_put_found(struct buf *b, bool there, bool found)
{
	js_put_key(b, "found");
	if (there)
		js_put_bool(b, found);
	else
		buf_str(b, "null");
}

/* Appends the member name, an object or array that lacks its last bracket. */
static void
put_open(struct buf *b, const char *name, const struct buf *value, char close)
{
	js_put_key(b, name);
	buf_add(b, value->p, value->n);
	buf_byte(b, close);
}

bool
step_end(struct step *s)
{
	struct buf *b = &s->x->out;

	js_open(b, NULL);
	put_member(b, "step", s->name);
	put_member(b, "db", s->db);
	put_member(b, "table", s->table);
	explain_put_found(b, s->d, s->n);
	put_open(b, "rows", &s->rows, ']');
	put_open(b, "key", &s->key, '}');
	put_open(b, "facts", &s->facts, '}');
	buf_str(b, "}\n");
	s->x->steps++;
	s->x->found |= s->n > 0;
	sqlite3_finalize(s->look);
	buf_free(&s->rows);
	buf_free(&s->key);
	buf_free(&s->facts);
	return s->n;
}

void
explain_verdict(struct explain *x, const char *verdict, const char *path,
    const char *code, const char *because)
{
	struct buf *b = &x->out;

	js_open(b, NULL);
	put_member(b, "verdict", verdict);
	if (path)
		put_member(b, "path", path);
	put_member(b, "code", code);
	if (because) {
		js_put_key(b, "because");
		buf_str(b, because);
	}
	buf_str(b, "}\n");
	x->verdicts++;
}
