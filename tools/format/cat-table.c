/*
 * cat-table: print a table of a database as canonical NDJSON, in rowid order.
 *
 * A document table prints its records as they are stored (doc); a flat one
 * prints its columns. load-table reads the output back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "store/db.h"
#include "tables/table_find.h"

static const struct opt opts[] = {
	{ 'a', "all", NULL, "with created_at and updated_at" },
	{ 'l', "list", NULL, "list the tables and their numbers of rows" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

static struct {
	bool all, list;
	const char *output;
} cl;

static bool
base_is(const char *path, struct str table)
{
	const char *slash = strrchr(path, '/'),
		   *base = slash ? slash + 1 : path;

	return !strncmp(base, table.p, table.n) && base[table.n] == '.';
}

/* Returns the only table, or the one called like the file. */
static char *
default_table(struct db *d)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT name FROM sqlite_schema WHERE type = 'table'"
			  " AND name NOT LIKE 'sqlite_%'");
	char *name = NULL;
	int n = 0;
	bool named = false;

	while (db_step(d, s)) {
		struct str table = db_text(s, 0);

		n++;
		if (named)
			continue;
		named = base_is(d->path, table);
		free(name);
		name = xstrndup(table.p, table.n);
	}
	sqlite3_finalize(s);
	if (!n)
		die("%s: no table", d->path);
	if (n > 1 && !named)
		opt_wrong(
		    "%s has %d tables: name one (-l lists them)", d->path, n);
	return name;
}

/* The order of a table's rows: of the key if it has no rowid. A view has its
 * own. */
static char *
order_of(struct db *d, const char *table)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT CASE WHEN type = 'view' THEN '' WHEN wr THEN ' ORDER BY ' "
	    "||"
	    " (SELECT group_concat(format('\"%w\"', name)) FROM (SELECT name"
	    " FROM pragma_table_info(?1) WHERE pk ORDER BY pk))"
	    " ELSE ' ORDER BY rowid' END"
	    " FROM pragma_table_list WHERE schema = 'main' AND name = ?1");
	char *order;

	db_bind_text(d, s, 1, str_of(table));
	order = xstrdup(db_step(d, s) ? db_text(s, 0).p : "");
	sqlite3_finalize(s);
	return order;
}

static void
print_table(struct db *d, const char *table, struct out *out)
{
	const struct table *t = table_find(table);
	struct table_reader r;
	sqlite3_stmt *s;
	char *order;

	if (!db_has_table(d, table))
		die("%s: no table '%s' (-l lists the tables)", d->path, table);
	order = order_of(d, table);
	s = db_prepare_fmt(d, "SELECT * FROM \"%w\"%s", table, order);
	free(order);
	table_read(&r, t, s, cl.all);
	while (db_step(d, s)) {
		table_put(&out->buf, &r);
		buf_byte(&out->buf, '\n');
		out_record(out);
	}
	table_read_end(&r);
	sqlite3_finalize(s);
}

static void
print_list(struct db *d, struct out *out)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT name FROM sqlite_schema WHERE type = 'table'"
			  " AND name NOT LIKE 'sqlite_%' ORDER BY rowid");

	while (db_step(d, s)) {
		const char *name = db_text(s, 0).p;
		sqlite3_stmt *count =
		    db_prepare_fmt(d, "SELECT count(*) FROM \"%w\"", name);

		db_step(d, count);
		buf_fmt(&out->buf, "{\"table\":\"%s\",\"rows\":%lld}\n", name,
		    (long long)sqlite3_column_int64(count, 0));
		out_record(out);
		sqlite3_finalize(count);
	}
	sqlite3_finalize(s);
}

int
main(int argc, char **argv)
{
	struct out out;
	struct db *d;
	char *table = NULL;
	int c;

	opt_init(argc, argv, "print a table as NDJSON", "FILE [TABLE]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'a')
			cl.all = true;
		else if (c == 'l')
			cl.list = true;
		else
			cl.output = opt_arg;
	opt_count(1, 2);
	d = db_open(opt_operands[0]);
	if (!d)
		die("%s:", opt_operands[0]);
	if (!cl.list)
		table = opt_operands[1] ? xstrdup(opt_operands[1])
					: default_table(d);
	out_open(&out, cl.output);
	if (cl.list)
		print_list(d, &out);
	else
		print_table(d, table, &out);
	free(table);
	db_close(d);
	out_close(&out);
	return 0;
}
