/* flat.c: which tables have a flat form, and which of them a tool means. */
#include <stdlib.h>

#include "apprentissage/records/tables.h"
#include "base/err.h"
#include "base/opt.h"
#include "export/flat.h"
#include "store/table_parts.h"

const struct flat_table *
flat_find(const char *name)
{
	for (const struct flat_table *t = flat_tables; t->name; t++)
		if (!strcmp(t->name, name))
			return t;
	return NULL;
}

bool
flat_has_place(const struct flat_table *t)
{
	for (const struct flat_column *c = t->col; c->name; c++)
		if (c->flags & FLAT_LON)
			return true;
	return false;
}

const char *
flat_type_name(enum flat_type type)
{
	static const char *const names[] = { "text", "list", "bool", "int",
		"num", "date", "instant" };

	return names[type];
}

/* True for a table of a source that keeps a column per field, not documents. */
static bool
is_flat_source(const char *name)
{
	for (const struct table *const *t = tables_apprentissage; *t; t++)
		if (!strcmp((*t)->name, name))
			return !((*t)->flags & (TABLE_DOC | TABLE_STATE));
	return false;
}

/* The columns of a source table as the database has them, each beside a
 * document that does not exist. */
static struct flat_column *
source_columns(struct db *d, const char *name)
{
	sqlite3_stmt *s = db_prepare(
	    d, "SELECT name, type = 'INTEGER' FROM pragma_table_info(?1)");
	struct flat_column *col = NULL;
	size_t n = 0, cap = 0;

	db_bind_text(d, s, 1, str_of(name));
	while (db_step(d, s)) {
		char *path = xasprintf("@%s", db_text(s, 0).p);

		col = xroom(col, n, &cap, sizeof(*col));
		col[n++] = (struct flat_column){ .name = path + 1,
			.type = sqlite3_column_int(s, 1) ? FLAT_INT : FLAT_TEXT,
			.path = path,
			.description = "" };
	}
	sqlite3_finalize(s);
	col = xroom(col, n, &cap, sizeof(*col));
	col[n] = (struct flat_column){ 0 };
	return col;
}

/* Source tables that were asked for, for the life of the process. */
static struct made_table {
	struct flat_table t;
	struct made_table *next;
} * made_tables;

static const struct flat_table *
source_table(struct db *d, const char *name)
{
	struct made_table *made = xcalloc(1, sizeof(*made));
	char *own = xstrdup(name);

	made->t = (struct flat_table){ .name = own,
		.database = "",
		.table = own,
		.title = own,
		.description = "",
		.col = source_columns(d, name) };
	made->next = made_tables;
	made_tables = made;
	return &made->t;
}

static const struct flat_table *
named(struct db *d, const char *name)
{
	const struct flat_table *t = flat_find(name);

	if (!db_has_table(d, t ? t->table : name))
		die("%s: no table '%s' (cat-table -l lists the tables)",
		    d->path, name);
	if (t)
		return t;
	if (!is_flat_source(name))
		die("%s: %s: no flat form; cat-table prints its records",
		    d->path, name);
	return source_table(d, name);
}

static bool
is_name_of_file(const char *path, const char *table)
{
	const char *slash = strrchr(path, '/'),
		   *base = slash ? slash + 1 : path;
	size_t n = strlen(table);

	return !strncmp(base, table, n) && base[n] == '.';
}

/* The tables of a database; those with a flat form are candidates. */
struct choice {
	struct buf candidates, others; /* names: ", a, b" */
	size_t n;                      /* candidates */
	char *first;                   /* of them */
	bool file;                     /* first is called like the file */
};

static void
consider(struct choice *c, const char *path, const char *name)
{
	const struct flat_table *t = flat_find(name);

	if (!(t ? !t->items : is_flat_source(name))) {
		buf_fmt(&c->others, ", %s", name);
		return;
	}
	buf_fmt(&c->candidates, ", %s", name);
	c->n++;
	if (c->first && (c->file || !is_name_of_file(path, name)))
		return;
	c->file = is_name_of_file(path, name);
	free(c->first);
	c->first = xstrdup(name);
}

const struct flat_table *
flat_choose(struct db *d, const char *name)
{
	const struct flat_table *t;
	struct choice c = { 0 };
	sqlite3_stmt *s;

	if (name)
		return named(d, name);
	s = db_prepare(d, table_names);
	while (db_step(d, s)) {
		char *table = xstrdup(db_text(s, 0).p);

		consider(&c, d->path, table);
		free(table);
	}
	sqlite3_finalize(s);
	if (!c.n)
		opt_wrong("%s: no table with a flat form (there is%s)", d->path,
		    c.others.n ? buf_view(&c.others).p + 1 : " none");
	if (c.n > 1 && !c.file)
		opt_wrong("%s: several tables have a flat form, name one: %s",
		    d->path, buf_view(&c.candidates).p + 2);
	t = named(d, c.first);
	free(c.first);
	buf_free(&c.candidates);
	buf_free(&c.others);
	return t;
}
