/*
 * describe-tables: describe the published tables and their columns.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "export/describe.h"

enum { OPT_CONTACTS = 256 };

static const struct opt opts[] = {
	{ 'f', "format", "FORMAT",
	    "columns, schema, datapackage, datasette or duckdb" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 'e', "exports", "DIR", "the directory of CSV files; . by default" },
	{ 'd', "databases", "DIR",
	    "with -v, report which databases are missing from DIR" },
	{ OPT_CONTACTS, "contacts", NULL,
	    "with persons' addresses and telephone numbers" },
	{ 0 },
};

static const struct format {
	const char *name;
	void (*put)(struct buf *b, const struct description *d);
} formats[] = {
	{ "columns", describe_columns },
	{ "schema", describe_schema },
	{ "datapackage", describe_package },
	{ "datasette", describe_datasette },
	{ "duckdb", describe_duckdb },
	{ 0 },
};

static struct {
	const struct format *format;
	const char *output, *databases;
	struct description d;
} cl = { .format = formats, .d.exports = "." };

static const struct format *
format_called(const char *name)
{
	for (const struct format *f = formats; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	opt_wrong("-f: unknown format '%s': columns, schema, datapackage, "
		  "datasette or duckdb",
	    err_quote(name, strlen(name)));
}

static void
take_options(void)
{
	int c;

	while ((c = opt_next()) >= 0)
		if (c == 'f')
			cl.format = format_called(opt_arg);
		else if (c == 'o')
			cl.output = opt_arg;
		else if (c == 'e')
			cl.d.exports = opt_arg;
		else if (c == 'd')
			cl.databases = opt_arg;
		else
			cl.d.contacts = true;
}

/* Adds a table unless it was added before. */
static void
add(const struct flat_table *t, size_t *cap)
{
	for (size_t i = 0; i < cl.d.n; i++)
		if (cl.d.t[i] == t)
			return;
	cl.d.t = xroom(cl.d.t, cl.d.n, cap, sizeof(const struct flat_table *));
	cl.d.t[cl.d.n++] = t;
}

/* The tables that are named, or all. */
static void
choose(char **names)
{
	size_t cap = 0;

	for (char **name = names; *name; name++) {
		const struct flat_table *t = flat_find(*name);

		if (!t)
			die("%s: no flat form (describe-tables without a name "
			    "describes the tables that have one)",
			    err_quote(*name, strlen(*name)));
		add(t, &cap);
	}
	if (!*names)
		for (const struct flat_table *t = flat_tables; t->name; t++)
			add(t, &cap);
}

/* Says of which tables the database is missing. */
static void
note_missing(void)
{
	for (size_t i = 0; i < cl.d.n; i++) {
		const struct flat_table *t = cl.d.t[i];
		char *path = xasprintf("%s/%s.db", cl.databases, t->database);

		if (access(path, F_OK) != 0)
			note("%s: no database %s", t->name, path);
		free(path);
	}
}

int
main(int argc, char **argv)
{
	struct out out;

	opt_init(
	    argc, argv, "describe the published tables", "[TABLE...]", opts);
	take_options();
	choose(opt_operands);
	if (cl.databases)
		note_missing();
	out_open(&out, cl.output);
	cl.format->put(&out.buf, &cl.d);
	out_close(&out);
	free(cl.d.t);
	return 0;
}
