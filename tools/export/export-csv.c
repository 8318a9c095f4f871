/*
 * export-csv: print a table as flat rows of CSV.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "export/csv.h"
#include "export/flat.h"

enum { OPT_BOM = 256, OPT_CONTACTS, OPT_NO_HEADER };

static const struct opt opts[] = {
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 's', "separator", "SEP",
	    "separate values by this byte, or by tab; ',' by default" },
	{ 'c', "columns", "COLUMN,...", "only these columns, in this order" },
	{ OPT_BOM, "bom", NULL, "begin with a byte order mark, for Excel" },
	{ OPT_CONTACTS, "contacts", NULL,
	    "with persons' addresses and telephone numbers" },
	{ OPT_NO_HEADER, "no-header", NULL, "without the line of names" },
	{ 0 },
};

static struct {
	const char *output, *columns;
	char separator;
	bool bom, contacts, no_header;
} cl = { .separator = ',' };

static char
separator_of(const char *s)
{
	if (!strcmp(s, "tab"))
		return '\t';
	if (strlen(s) != 1 || (unsigned char)*s > 127 || strchr("\"\r\n", *s))
		opt_wrong("-s: '%s' is not a separator: one ASCII byte except "
			  "a quote, CR and LF, or tab",
		    err_quote(s, strlen(s)));
	return *s;
}

static void
put_header(struct buf *b, const struct flat_reader *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (i)
			buf_byte(b, cl.separator);
		csv_put(b, str_of(r->col[i]->name), cl.separator);
	}
	buf_byte(b, '\n');
}

static void
put_row(struct buf *b, struct flat_reader *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (i)
			buf_byte(b, cl.separator);
		csv_put(b, flat_cell(r, i).text, cl.separator);
	}
	buf_byte(b, '\n');
}

static void
take_options(void)
{
	int c;

	while ((c = opt_next()) >= 0)
		if (c == 'o')
			cl.output = opt_arg;
		else if (c == 's')
			cl.separator = separator_of(opt_arg);
		else if (c == 'c')
			cl.columns = opt_arg;
		else if (c == OPT_BOM)
			cl.bom = true;
		else if (c == OPT_CONTACTS)
			cl.contacts = true;
		else
			cl.no_header = true;
}

int
main(int argc, char **argv)
{
	struct flat_reader r;
	struct out out;
	struct db *d;
	long long rows = 0;

	opt_init(argc, argv, "print a table as CSV", "DATABASE [TABLE]", opts);
	take_options();
	opt_count(1, 2);
	d = db_open(opt_operands[0]);
	if (!d)
		die("%s:", opt_operands[0]);
	flat_open(&r, d, flat_choose(d, opt_operands[1]), cl.contacts);
	if (cl.columns)
		flat_keep(&r, cl.columns);
	out_open(&out, cl.output);
	if (cl.bom)
		buf_str(&out.buf, "\xEF\xBB\xBF");
	if (!cl.no_header)
		put_header(&out.buf, &r);
	for (; flat_next(&r); rows++) {
		put_row(&out.buf, &r);
		out_record(&out);
	}
	note("%s: %lld rows", r.t->name, rows);
	flat_close(&r);
	db_close(d);
	out_close(&out);
	return 0;
}
