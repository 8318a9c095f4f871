/*
 * cat-table: print a table of a database as canonical NDJSON, in rowid order.
 *
 * A document table prints its records as they are stored (doc); a flat one
 * prints its columns. load-table reads the output back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/records/formation_doc.h"
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "store/table_choose.h"
#include "store/table_parts.h"
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

static sqlite3_stmt *
rows_of(struct db *d, const char *table, struct formation_docs **docs)
{
	char *order;
	sqlite3_stmt *s;

	if (!strcmp(table, "formation") && table_in_parts(d, table))
		return formation_rows(d, docs);
	order = table_order(d, table);
	s = db_prepare_fmt(d, "SELECT * FROM \"%w\"%s%s", table,
	    *order ? " ORDER BY " : "", order);
	free(order);
	return s;
}

static void
print_table(struct db *d, const char *table, struct out *out)
{
	const struct table *t = table_find(table);
	struct formation_docs *docs = NULL;
	struct table_reader r;
	sqlite3_stmt *s = rows_of(d, table, &docs);

	table_read(&r, t, s, cl.all);
	while (db_step(d, s)) {
		table_put(&out->buf, &r);
		buf_byte(&out->buf, '\n');
		out_record(out);
	}
	table_read_end(&r);
	sqlite3_finalize(s);
	formation_docs_free(docs);
}

static void
print_list(struct db *d, struct out *out)
{
	sqlite3_stmt *s = db_prepare(d, table_names);

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
		table = table_choose(d, opt_operands[1]);
	out_open(&out, cl.output);
	if (table)
		print_table(d, table, &out);
	else
		print_list(d, &out);
	free(table);
	db_close(d);
	out_close(&out);
	return 0;
}
