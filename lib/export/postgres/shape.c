#include <stdlib.h>

#include "base/err.h"
#include "export/postgres/shape.h"

static const char *const types[FLAT_TYPES] = {
	[FLAT_TEXT] = "text",
	[FLAT_LIST] = "text[]",
	[FLAT_BOOL] = "boolean",
	[FLAT_INT] = "bigint",
	[FLAT_NUM] = "double precision",
	[FLAT_DATE] = "date",
	[FLAT_INSTANT] = "timestamp with time zone",
};

static const struct {
	const char *table, *columns[3]; /* what is looked for by */
} indexes[] = {
	{ "formation", { "cfd", "rncp" } },
	{ "formation", { "code_commune" } },
	{ "formation", { "formateur_siret" } },
	{ "formation_session", { "cle_ministere_educatif" } },
	{ "certifications", { "cfd", "rncp" } },
	{ "certifications", { "rncp", "cfd" } },
	{ "organisme", { "siret" } },
	{ "commune", { "code_departement" } },
	{ "npec_normalized", { "rncp" } },
};

bool
shape_has_doc(const struct flat_table *t, bool public)
{
	return !t->items && !public;
}

struct shape
shape_of(const char *schema, const struct flat_table *t, bool public)
{
	struct shape shape = { schema, t->name, t->description, NULL };
	size_t n = 0;

	while (t->col[n].name)
		n++;
	shape.column = xcalloc(n + 4, sizeof(*shape.column));
	n = 0;
	shape.column[n++] =
	    (struct shape_column){ "_id", "text", "PRIMARY KEY", NULL };
	for (const struct flat_column *c = t->col; c->name; c++)
		if (!public || !(c->flags & FLAT_PRIVATE))
			shape.column[n++] = (struct shape_column){ c->name,
				types[c->type], NULL, c->description };
	if (shape_has_doc(t, public))
		shape.column[n++] =
		    (struct shape_column){ "doc", "jsonb", NULL, NULL };
	shape.column[n] =
	    (struct shape_column){ "_hash", "bytea", "NOT NULL", NULL };
	return shape;
}

void
shape_schema(struct server *s, const char *schema)
{
	if (!server_ask_int(s,
		"SELECT count(*) FROM pg_catalog.pg_namespace "
		"WHERE nspname = $1",
		1, &schema))
		server_run_fmt(s, "CREATE SCHEMA \"%s\"", schema);
}

/* The columns of the table as it is: name, type, comment. No row: there is no
 * such table. */
static PGresult *
columns_of(struct server *s, const struct shape *shape)
{
	const char *const values[] = { shape->schema, shape->table };

	return server_ask(s,
	    "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),"
	    " pg_catalog.col_description(c.oid, a.attnum)"
	    " FROM pg_catalog.pg_class c"
	    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
	    " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid"
	    " WHERE n.nspname = $1 AND c.relname = $2"
	    " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
	    2, values);
}

static const struct shape_column *
column_named(const struct shape *shape, const char *name)
{
	for (const struct shape_column *c = shape->column; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

static int
row_named(const PGresult *have, const char *name)
{
	for (int i = 0; i < PQntuples(have); i++)
		if (!strcmp(PQgetvalue(have, i, 0), name))
			return i;
	return -1;
}

/* Refuses columns that are not ours, or not of our type. */
static void
check_columns(const struct shape *shape, const PGresult *have)
{
	for (int i = 0; i < PQntuples(have); i++) {
		const char *name = PQgetvalue(have, i, 0);
		const char *type = PQgetvalue(have, i, 1);
		const struct shape_column *c = column_named(shape, name);

		if (!c)
			die_code(EXIT_GUARD,
			    "%s.%s: %s: a column that is not published: "
			    "drop it first",
			    shape->schema, shape->table, name);
		else if (strcmp(type, c->type) != 0)
			die_code(EXIT_GUARD,
			    "%s.%s: %s: type %s, not %s: drop it first",
			    shape->schema, shape->table, name, type, c->type);
	}
}

static void
add_column(
    struct server *s, const struct shape *shape, const struct shape_column *c)
{
	server_run_fmt(s, "ALTER TABLE \"%s\".\"%s\" ADD \"%s\" %s %s",
	    shape->schema, shape->table, c->name, c->type,
	    c->rest ? c->rest : "");
}

static void
create_table(struct server *s, const struct shape *shape)
{
	struct buf sql = { 0 };

	buf_fmt(
	    &sql, "CREATE TABLE \"%s\".\"%s\" ", shape->schema, shape->table);
	for (const struct shape_column *c = shape->column; c->name; c++)
		buf_fmt(&sql, "%c\"%s\" %s %s", c == shape->column ? '(' : ',',
		    c->name, c->type, c->rest ? c->rest : "");
	buf_byte(&sql, ')');
	server_run(s, buf_view(&sql).p);
	buf_free(&sql);
}

/* Sets a comment: of is what it is on, in SQL. */
static void
comment(struct server *s, const char *of, const char *text)
{
	struct buf sql = { 0 };

	buf_fmt(&sql, "COMMENT ON %s IS ", of);
	server_put_literal(s, &sql, text);
	server_run(s, buf_view(&sql).p);
	buf_free(&sql);
}

/* Sets the comments that are absent or other ones: whoever publishes without
 * owning the table cannot set one. */
static void
comment_columns(
    struct server *s, const struct shape *shape, const PGresult *have)
{
	for (const struct shape_column *c = shape->column; c->name; c++) {
		int i = row_named(have, c->name);
		char *of;

		if (!c->description ||
		    (i >= 0 && !strcmp(PQgetvalue(have, i, 2), c->description)))
			continue;
		of = xasprintf("COLUMN \"%s\".\"%s\".\"%s\"", shape->schema,
		    shape->table, c->name);
		comment(s, of, c->description);
		free(of);
	}
}

static void
comment_table(struct server *s, const struct shape *shape)
{
	char *name = xasprintf("\"%s\".\"%s\"", shape->schema, shape->table);
	const char *const values[] = { name, shape->description };
	char *of;

	if (shape->description &&
	    !server_ask_int(s,
		"SELECT count(*) FROM (SELECT pg_catalog.obj_description("
		"$1::regclass, 'pg_class')) AS d(text) WHERE text = $2",
		2, values)) {
		of = xasprintf("TABLE %s", name);
		comment(s, of, shape->description);
		free(of);
	}
	free(name);
}

bool
shape_table(struct server *s, const struct shape *shape)
{
	PGresult *have = columns_of(s, shape);
	bool added = false;

	check_columns(shape, have);
	if (!PQntuples(have))
		create_table(s, shape);
	else
		for (const struct shape_column *c = shape->column; c->name; c++)
			if (row_named(have, c->name) < 0) {
				add_column(s, shape, c);
				added = true;
			}
	comment_columns(s, shape, have);
	comment_table(s, shape);
	PQclear(have);
	return added;
}

/* The name that PostgreSQL itself would give: formation_cfd_rncp_idx. */
static char *
index_name(size_t i)
{
	const char *const *c = indexes[i].columns;

	return xasprintf("%s_%s%s%s_idx", indexes[i].table, c[0],
	    c[1] ? "_" : "", c[1] ? c[1] : "");
}

void
shape_indexes(struct server *s, const struct shape *shape)
{
	for (size_t i = 0; i < sizeof(indexes) / sizeof(*indexes); i++) {
		const char *const *c = indexes[i].columns;
		const char *values[2] = { shape->schema, NULL };
		char *name;

		if (strcmp(indexes[i].table, shape->table) != 0)
			continue;
		values[1] = name = index_name(i);
		if (!server_ask_int(s,
			"SELECT count(*) FROM pg_catalog.pg_indexes "
			"WHERE schemaname = $1 AND indexname = $2",
			2, values))
			server_run_fmt(s,
			    "CREATE INDEX \"%s\" ON \"%s\".\"%s\" "
			    "(\"%s\"%s%s%s)",
			    name, shape->schema, shape->table, c[0],
			    c[1] ? ", \"" : "", c[1] ? c[1] : "",
			    c[1] ? "\"" : "");
		free(name);
	}
}
