/*
 * export-xlsx: write tables of a database into one XLSX workbook.
 */
#include <limits.h>

#include "base/err.h"
#include "base/opt.h"
#include "export/flat.h"
#include "export/xlsx/xlsx.h"

enum { CONTACTS = 256 };

static const struct opt opts[] = {
	{ 'c', "columns", "COLUMN,...", "these columns, in this order" },
	{ CONTACTS, "contacts", NULL, "with e-mail addresses and telephones" },
	{ 'o' | OPT_NEEDED, "output", "FILE", "workbook to write" },
	{ 0 },
};

static struct {
	bool contacts;
	const char *columns, *output;
} cl;

static void
add_table(struct xlsx *x, struct db *d, const char *name)
{
	const struct flat_table *t = flat_choose(d, name);
	struct flat_reader r;

	flat_open(&r, d, t, cl.contacts);
	if (cl.columns)
		flat_keep(&r, cl.columns);
	note("%s: %lld rows", t->name, xlsx_add(x, d, &r));
	flat_close(&r);
}

static void
check_twice(char **names)
{
	for (char **name = names; *name; name++)
		for (char **other = names; other < name; other++)
			if (!strcmp(*other, *name))
				opt_wrong("table %s is named twice", *name);
}

int
main(int argc, char **argv)
{
	struct xlsx *x;
	struct db *d;
	char **table;
	int c;

	opt_init(argc, argv,
	    "write tables into an XLSX workbook, one per sheet",
	    "DATABASE [TABLE...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'c')
			cl.columns = opt_arg;
		else if (c == CONTACTS)
			cl.contacts = true;
		else
			cl.output = opt_arg;
	opt_count(1, INT_MAX);
	table = opt_operands + 1;
	check_twice(table);
	d = db_open(opt_operands[0]);
	if (!d)
		die("%s:", opt_operands[0]);
	x = xlsx_create(cl.output);
	do
		add_table(x, d, *table);
	while (*table && *++table);
	db_close(d);
	xlsx_publish(x);
	return 0;
}
