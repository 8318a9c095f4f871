#include <stdlib.h>

#include "base/err.h"
#include "suite/ops.h"
#include "json/js.h"

/*
 * A temporary table "before T" holds, for each row that a trigger saw change,
 * its rowid, whether it was new, its key, and its former values.
 */

static bool
is_listed(const char *list, const char *name)
{
	size_t n = strlen(name);
	const char *p = list;

	if (!list)
		return true;
	for (; (p = strstr(p, name)); p += n)
		if ((p == list || p[-1] == ',') && (!p[n] || p[n] == ','))
			return true;
	return false;
}

static bool
is_watched(const struct column *c, const char *columns)
{
	return c->kind != C_SIDE && is_listed(columns, c->name);
}

/* Appends the watched columns, each as prefix and name, between commas. */
static void
put_names(struct buf *b, const struct table *t, const char *columns,
    const char *prefix)
{
	for (const struct column *c = t->col; c->name; c++)
		if (is_watched(c, columns))
			buf_fmt(b, ",%s\"%s\"", prefix, c->name);
}

static void
put_trigger(
    struct buf *b, const struct table *t, const char *event, const char *row)
{
	buf_fmt(b,
	    ";CREATE TEMP TRIGGER \"%c %s\" AFTER %s ON main.\"%s\" WHEN NOT"
	    " EXISTS (SELECT 1 FROM temp.\"before %s\" WHERE id = %s.rowid)"
	    " BEGIN INSERT INTO \"before %s\" ",
	    *event, t->name, event, t->name, t->name, row, t->name);
}

void
ops_watch(
    struct ops *o, struct db *d, const struct table *t, const char *columns)
{
	struct buf b = { 0 };

	if (o->n == OPS_TABLES_MAX)
		die("too many tables are watched");
	o->d = d;
	o->watched[o->n++] = t;
	buf_fmt(&b,
	    "CREATE TEMP TABLE \"before %s\"(id INTEGER PRIMARY KEY, new, key",
	    t->name);
	put_names(&b, t, columns, "");
	buf_str(&b, ")");
	put_trigger(&b, t, "UPDATE", "OLD");
	buf_fmt(&b, "SELECT OLD.rowid, 0, OLD.\"%s\"", t->col[0].name);
	put_names(&b, t, columns, "OLD.");
	buf_str(&b, "; END");
	put_trigger(&b, t, "DELETE", "OLD");
	buf_fmt(&b, "SELECT OLD.rowid, 0, OLD.\"%s\"", t->col[0].name);
	put_names(&b, t, columns, "OLD.");
	buf_str(&b, "; END");
	put_trigger(&b, t, "INSERT", "NEW");
	buf_fmt(&b, "(id, new, key) SELECT NEW.rowid, 1, NEW.\"%s\"; END",
	    t->col[0].name);
	db_exec(d, buf_view(&b).p);
	buf_free(&b);
}

/* A watched table while its changes are printed. */
struct look {
	struct ops *o;
	const struct table *t;
	sqlite3_stmt *before, *now;
	const struct column **column; /* as the statements have them, from 1 */
	struct buf id, set;
};

static void
put_column(struct look *l, const struct column *c, sqlite3_stmt *s, int i)
{
	js_put_key(&l->set, c->name);
	table_put_value(&l->set, c->kind, s, i);
}

static bool
differs(sqlite3_stmt *a, int i, sqlite3_stmt *b, int k)
{
	int type = sqlite3_column_type(a, i);

	if (type != sqlite3_column_type(b, k))
		return true;
	switch (type) {
	case SQLITE_NULL:
		return false;
	case SQLITE_INTEGER:
		return sqlite3_column_int64(a, i) != sqlite3_column_int64(b, k);
	case SQLITE_FLOAT:
		return sqlite3_column_double(a, i) !=
		       sqlite3_column_double(b, k);
	default:
		return !str_eq(db_text(a, i), db_text(b, k));
	}
}

/* The row is there now: what was inserted, or what differs. */
static void
look_at_row(struct look *l, bool new)
{
	struct ops *o = l->o;
	int n = sqlite3_column_count(l->now);

	l->set.n = 0;
	buf_byte(&l->set, '{');
	/* column 1 of a new row is its key */
	for (int i = 1 + new; i < n; i++)
		if (new ? sqlite3_column_type(l->now, i) != SQLITE_NULL
			: differs(l->before, i, l->now, i))
			put_column(l, l->column[i - 1], l->now, i);
	if (l->set.n == 1 && !new)
		return;
	buf_byte(&l->set, '}');
	*(new ? &o->inserted : &o->updated) += 1;
	ops_line(o, new ? "insert" : "update", l->t->name, buf_view(&l->id),
	    buf_view(&l->set));
}

static void
look_at(struct look *l, int64_t id, bool new)
{
	struct ops *o = l->o;

	db_bind_int(o->d, l->before, 1, id);
	db_bind_int(o->d, l->now, 1, id);
	db_step(o->d, l->before);
	l->id.n = 0;
	table_put_value(&l->id, l->t->col[0].kind, l->before, 0);
	if (db_step(o->d, l->now)) {
		look_at_row(l, new);
	} else if (!new) {
		o->deleted++;
		ops_line(o, "delete", l->t->name, buf_view(&l->id), STR_NULL);
	}
	sqlite3_reset(l->before);
	sqlite3_reset(l->now);
}

#define BEFORE "temp.\"before "

/* SELECT what, and the columns if any are given, FROM the table, which prefix
 * and the name make, and the rest. */
static sqlite3_stmt *
prepare_row(struct look *l, const char *what, const char *columns,
    const char *prefix, const char *rest)
{
	struct buf b = { 0 };
	sqlite3_stmt *s;

	buf_fmt(&b, "SELECT %s", what);
	put_names(&b, l->t, columns, "");
	buf_fmt(&b, " FROM %s%s\"%s", prefix, l->t->name, rest);
	s = db_prepare(l->o->d, buf_view(&b).p);
	buf_free(&b);
	return s;
}

/* The columns of the temporary table after its own three. */
static void
find_columns(struct look *l, struct buf *list)
{
	sqlite3_stmt *s = prepare_row(l, "*", "", BEFORE, "");
	int n = sqlite3_column_count(s), k = 0;

	for (int i = 3; i < n; i++) {
		const char *name = sqlite3_column_name(s, i);
		const struct column *c = l->t->col;

		while (strcmp(c->name, name) != 0)
			c++;
		l->column[k++] = c;
		buf_fmt(list, "%s%s", list->n ? "," : "", name);
	}
	sqlite3_finalize(s);
}

static void
print_changes(struct ops *o, const struct table *t)
{
	struct look l = { .o = o, .t = t };
	struct buf list = { 0 };
	sqlite3_stmt *walk;

	l.column = xcalloc(table_columns(t), sizeof(struct column *));
	find_columns(&l, &list);
	l.before =
	    prepare_row(&l, "key", buf_view(&list).p, BEFORE, " WHERE id = ?");
	l.now = prepare_row(&l, "NULL", list.p, "main.\"", " WHERE rowid = ?");
	walk = prepare_row(&l, "id, new", "", BEFORE, " ORDER BY key");
	while (db_step(o->d, walk))
		look_at(&l, sqlite3_column_int64(walk, 0),
		    sqlite3_column_int(walk, 1));
	sqlite3_finalize(walk);
	sqlite3_finalize(l.before);
	sqlite3_finalize(l.now);
	free(l.column);
	buf_free(&list);
	buf_free(&l.id);
	buf_free(&l.set);
}

void
ops_changes(struct ops *o)
{
	ops_print_kept(o);
	for (size_t i = 0; i < o->n; i++)
		print_changes(o, o->watched[i]);
	o->n = 0;
}
