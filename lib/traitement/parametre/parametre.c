#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/parametre/parametre.h"
#include "traitement/parametre/parametre_members.h"

bool
js_same(struct js a, struct js b)
{
	struct buf x = { 0 }, y = { 0 };
	struct js key, value;
	bool same = a.type == b.type;

	if (same && a.type == JS_STRING) {
		same = str_eq(js_text(a, &x), js_text(b, &y));
	} else if (same && a.type == JS_NUMBER) {
		same = js_number(a) == js_number(b);
	} else if (same && a.type == JS_ARRAY) {
		struct js_walk v = js_walk(a), w = js_walk(b);

		same = js_count(a) == js_count(b);
		while (same && js_item(&v, &key) && js_item(&w, &value))
			same = js_same(key, value);
	} else if (same && a.type == JS_OBJECT) {
		size_t members = 0, others = 0;

		for (struct js_walk w = js_walk(b);
		     js_member(&w, &key, &value);)
			others++;
		for (struct js_walk w = js_walk(a);
		     same && js_member(&w, &key, &value); members++) {
			char *name;
			struct str text;

			x.n = 0;
			text = js_text(key, &x);
			name = xstrndup(text.p, text.n);
			same = js_same(value, js_get(b, name));
			free(name);
		}
		same &= members == others;
	}
	buf_free(&x);
	buf_free(&y);
	return same;
}

struct str
parametre_text(const struct parametre *p, const char *member, struct buf *b)
{
	const struct membre *m = membres[p->sorte].membre;
	struct js v;

	b->n = 0;
	for (size_t i = 0; m[i].name; i++)
		if (!strcmp(m[i].name, member)) {
			v = js_of(p->value[i]);
			buf_reserve(b, v.n);
			return v.type == JS_STRING ? js_text(v, b)
			       : js_is_null(v)     ? STR_NULL
						   : p->value[i];
		}
	return STR_NULL;
}

static void
bind(struct db *d, sqlite3_stmt *s, int at, enum membre_kind kind,
    struct str value, struct buf *scratch)
{
	struct js v = js_of(value);

	if (js_is_null(v))
		sqlite3_bind_null(s, at);
	else if (v.type == JS_TRUE || v.type == JS_FALSE)
		db_bind_int(d, s, at, v.type == JS_TRUE);
	else if (kind == M_JSON)
		db_bind_text(d, s, at, value);
	else if (kind == M_WHOLE)
		db_bind_int(d, s, at, (int64_t)js_number(v));
	else if (v.type == JS_NUMBER)
		sqlite3_bind_double(s, at, js_number(v));
	else
		db_bind_text(d, s, at, js_text(v, scratch));
}

/* Binds the members for which keys is their own flag, from `at` on; the number
 * of the next parameter. Texts stand in scratch, which must not move. */
static int
bind_members(const struct parametre *p, struct db *d, sqlite3_stmt *s,
    bool keys, int at, struct buf *scratch)
{
	const struct membre *m = membres[p->sorte].membre;

	for (size_t i = 0; m[i].name; i++)
		if (m[i].kind != M_APART && m[i].key == keys)
			bind(d, s, at++, m[i].kind, p->value[i], scratch);
	return at;
}

/* " WHERE key = ?1 AND ..." and what the rows in use have in common. */
static void
put_where(struct buf *b, const struct parametre *p)
{
	const struct membre *m = membres[p->sorte].membre;
	int at = 1;

	buf_str(b, " WHERE ");
	for (size_t i = 0; m[i].name; i++)
		if (m[i].key) {
			buf_fmt(b, "%s%s = ?%d", at > 1 ? " AND " : "",
			    m[i].name, at);
			at++;
		}
	buf_str(b, membres[p->sorte].in_use);
}

/* Column i of the row as JSON. */
static void
put_column(struct buf *b, sqlite3_stmt *s, int i, enum membre_kind kind)
{
	if (sqlite3_column_type(s, i) == SQLITE_NULL)
		buf_str(b, "null");
	else if (kind == M_BOOL)
		js_put_bool(b, sqlite3_column_int(s, i));
	else if (kind == M_NUMBER || kind == M_WHOLE)
		js_put_number(b, sqlite3_column_double(s, i));
	else if (kind == M_JSON)
		buf_add(b, db_text(s, i).p, db_text(s, i).n);
	else
		js_put_text(b, db_text(s, i));
}

static void
compare_columns(const struct parametre *p, sqlite3_stmt *s, struct change *c)
{
	const struct membre *m = membres[p->sorte].membre;
	struct buf had = { 0 };
	int column = 0;

	buf_byte(&c->set, '{');
	for (size_t i = 0; m[i].name; i++) {
		if (m[i].kind == M_APART)
			continue;
		had.n = 0;
		if (c->exists)
			put_column(&had, s, column++, m[i].kind);
		if (c->exists &&
		    js_same(js_of(buf_view(&had)), js_of(p->value[i])))
			continue;
		c->differs = true;
		js_put_key(&c->set, m[i].name);
		buf_add(&c->set, p->value[i].p, p->value[i].n);
	}
	buf_byte(&c->set, '}');
	buf_free(&had);
}

void
parametre_compare(const struct parametre *p, struct db *d, struct change *c)
{
	const struct membre *m = membres[p->sorte].membre;
	struct buf sql = { 0 }, scratch = { 0 };
	sqlite3_stmt *s;

	buf_str(&sql, "SELECT ");
	for (size_t i = 0; m[i].name; i++)
		if (m[i].kind != M_APART)
			buf_fmt(&sql, "%s%s", i ? ", " : "", m[i].name);
	buf_fmt(&sql, " FROM %s", membres[p->sorte].table);
	put_where(&sql, p);
	s = db_prepare(d, buf_view(&sql).p);
	buf_reserve(&scratch, p->text.n);
	bind_members(p, d, s, true, 1, &scratch);
	c->exists = db_step(d, s);
	c->differs = false;
	c->set.n = 0;
	compare_columns(p, s, c);
	sqlite3_finalize(s);
	buf_free(&sql);
	buf_free(&scratch);
}

void
parametre_insert(const struct parametre *p, struct db *d)
{
	const struct membre *m = membres[p->sorte].membre;
	struct buf sql = { 0 }, values = { 0 }, scratch = { 0 };
	sqlite3_stmt *s;
	int at = 1;

	buf_fmt(&sql, "INSERT INTO %s(", membres[p->sorte].table);
	for (int keys = 1; keys >= 0; keys--)
		for (size_t i = 0; m[i].name; i++)
			if (m[i].kind != M_APART && m[i].key == keys) {
				buf_fmt(&sql, "%s%s", at > 1 ? ", " : "",
				    m[i].name);
				buf_fmt(
				    &values, "%s?%d", at > 1 ? ", " : "", at);
				at++;
			}
	buf_fmt(&sql, "%s) VALUES (%s%s)", membres[p->sorte].loaded,
	    buf_view(&values).p, *membres[p->sorte].loaded ? ", ?" : "");
	s = db_prepare(d, buf_view(&sql).p);
	buf_reserve(&scratch, p->text.n);
	at = bind_members(p, d, s, true, 1, &scratch);
	at = bind_members(p, d, s, false, at, &scratch);
	if (*membres[p->sorte].loaded)
		db_bind_text(d, s, at, str_of(parametre_now()));
	db_step(d, s);
	sqlite3_finalize(s);
	buf_free(&sql);
	buf_free(&values);
	buf_free(&scratch);
}

void
parametre_update(const struct parametre *p, struct db *d)
{
	const struct membre *m = membres[p->sorte].membre;
	struct buf sql = { 0 }, scratch = { 0 };
	sqlite3_stmt *s;
	int at = 1;

	for (size_t i = 0; m[i].name; i++)
		at += m[i].key;
	buf_fmt(&sql, "UPDATE %s SET ", membres[p->sorte].table);
	for (size_t i = 0, n = 0; m[i].name; i++)
		if (m[i].kind != M_APART && !m[i].key)
			buf_fmt(&sql, "%s%s = ?%d", n++ ? ", " : "", m[i].name,
			    at++);
	put_where(&sql, p);
	s = db_prepare(d, buf_view(&sql).p);
	buf_reserve(&scratch, p->text.n);
	at = bind_members(p, d, s, true, 1, &scratch);
	bind_members(p, d, s, false, at, &scratch);
	db_step(d, s);
	sqlite3_finalize(s);
	buf_free(&sql);
	buf_free(&scratch);
}
