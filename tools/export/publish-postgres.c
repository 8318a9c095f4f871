/*
 * publish-postgres: bring the tables of a PostgreSQL server to the published
 * ones.
 *
 * The flat tables of the databases in DBDIR go into a schema, all in one
 * transaction, and only rows that differ are sent. Prints {"table", "rows",
 * "insert", "update", "delete"} for each table, then {"counts"}: before the
 * transaction ends, so that nothing is published of which nobody is told.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "export/postgres/publish.h"
#include "json/counts.h"
#include "json/js.h"

enum { OPT_PUBLIC = 256 };

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where the databases are" },
	{ 'f', "force", NULL, "even if a table loses most of its rows" },
	{ 'n', "dry-run", NULL, "do all of it, then roll it back" },
	{ 's', "schema", "NAME", "of the tables (alternance)" },
	{ OPT_PUBLIC, "public", NULL, "no contacts, no whole records" },
	{ 0 },
};

static const char *dir;
static bool trial;

/* Is t among the names? They are all of them if there is none. */
static bool
is_wanted(const struct flat_table *t, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(*names, t->name))
			return true;
	return false;
}

/* The database of m, which an earlier merge may have open. */
static struct db *
database(const struct merge *m, size_t n, const char *name, bool needed)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(m[i].t->database, name))
			return m[i].d;
	return needed ? db_need(dir, name) : db_open_in(dir, name);
}

/* Fills m with the tables that are named, or with those whose database is
 * there; returns how many they are. */
static size_t
choose(struct merge *m, char **names)
{
	size_t n = 0;

	for (char **name = names; *name; name++)
		if (!flat_find(*name))
			die("%s: no flat form", *name);
	for (const struct flat_table *t = flat_tables; t->name; t++) {
		struct db *d;

		if (!is_wanted(t, names))
			continue;
		d = database(m, n, t->database, *names);
		if (d)
			m[n++] = (struct merge){ .t = t, .d = d };
	}
	if (!n)
		die("%s: no database of a published table", dir);
	return n;
}

static void
close_databases(struct merge *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!i || m[i].d != m[i - 1].d)
			db_close(m[i].d);
}

/* Prints what was done; returns the last line, without its end: the caller's
 * to free. */
static char *
report(const struct merge *m, size_t n)
{
	int64_t inserted = 0, updated = 0, deleted = 0;
	struct out out;
	struct buf counts = { 0 };

	out_open(&out, NULL);
	for (size_t i = 0; i < n; i++) {
		inserted += m[i].inserted;
		updated += m[i].updated;
		deleted += m[i].deleted;
		if (opt_quiet)
			continue;
		buf_fmt(&out.buf, "{\"table\":\"%s\"", m[i].t->name);
		counts_add(&out.buf, { "rows", m[i].rows },
		    { "insert", m[i].inserted }, { "update", m[i].updated },
		    { "delete", m[i].deleted });
		buf_str(&out.buf, "}\n");
	}
	js_open(&counts, NULL);
	js_open(&counts, "counts");
	counts_add(&counts, { "insert", inserted }, { "update", updated },
	    { "delete", deleted });
	js_close(&counts, 2);
	buf_fmt(&out.buf, "%s\n", buf_view(&counts).p);
	out_close(&out);
	return counts.p;
}

static void
options(struct publish *p)
{
	int c;

	while ((c = opt_next()) >= 0)
		switch (c) {
		case 'd':
			dir = opt_arg;
			break;
		case 'f':
			p->force = true;
			break;
		case 'n':
			trial = true;
			break;
		case 's':
			if (!publish_is_schema(opt_arg))
				opt_wrong("-s takes a-z, 0-9 and _, 63 at most,"
					  " no digit first, not '%s'",
				    err_quote(opt_arg, strlen(opt_arg)));
			p->schema = opt_arg;
			break;
		case OPT_PUBLIC:
			p->public = true;
			break;
		}
}

int
main(int argc, char **argv)
{
	struct publish p = { .schema = "alternance" };
	struct merge *m;
	size_t n = 0;
	char *counts;

	opt_init(argc, argv,
	    "bring the tables of a PostgreSQL server to the published ones",
	    "[TABLE...]", opts);
	options(&p);
	while (flat_tables[n].name)
		n++;
	m = xcalloc(n, sizeof(*m));
	n = choose(m, opt_operands);
	publish_begin(&p);
	publish_tables(&p, m, n);
	counts = report(m, n);
	publish_end(&p, counts, trial);
	close_databases(m, n);
	free(counts);
	free(m);
	return 0;
}
