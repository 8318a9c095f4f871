/* describe_duckdb.c: the CSV files as views of DuckDB. */
#include "export/describe.h"

static const char *
duckdb_type(enum flat_type type)
{
	/* a list is text in CSV; the view splits it */
	static const char *const names[] = { "VARCHAR", "VARCHAR", "BOOLEAN",
		"BIGINT", "DOUBLE", "DATE", "TIMESTAMPTZ" };

	return names[type];
}

static void
put_selected(struct buf *b, const struct flat_column *c)
{
	if (c->type == FLAT_LIST)
		buf_fmt(b,
		    "CASE WHEN %s = '' THEN [] ELSE string_split(%s, '|') END "
		    "AS %s",
		    c->name, c->name, c->name);
	else
		buf_str(b, c->name);
}

/* Appends what is behind FROM. */
static void
put_file(struct buf *b, const struct description *d, const struct flat_table *t)
{
	const char *comma = "";

	buf_fmt(b,
	    "read_csv('%s.csv', header=true, delim=',', quote='\"', "
	    "escape='\"', nullstr='', allow_quoted_nulls=false, columns={",
	    t->name);
	for (const struct flat_column *c = t->col; c->name; c++)
		if (describe_has(d, c)) {
			buf_fmt(b, "%s'%s': '%s'", comma, c->name,
			    duckdb_type(c->type));
			comma = ", ";
		}
	buf_str(b, "});\n");
}

void
describe_duckdb(struct buf *b, const struct description *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const char *comma = "";

		buf_fmt(
		    b, "CREATE OR REPLACE VIEW %s AS SELECT ", d->t[i]->name);
		for (const struct flat_column *c = d->t[i]->col; c->name; c++)
			if (describe_has(d, c)) {
				buf_str(b, comma);
				put_selected(b, c);
				comma = ", ";
			}
		buf_str(b, " FROM ");
		put_file(b, d, d->t[i]);
	}
}
