/*
 * parse-xlsx: the rows of a workbook to NDJSON.
 *
 * A row that has a value is a record {"sheet":...,"row":...,"cells":[...]}
 * (sheetrec.h lists the forms of a cell). With --header each sheet's first row
 * gives the names, and the others are records by name: a name that occurs again
 * gets _2, _3 ..., and a column without name is called by its number, so that
 * no value is lost. Sheets come in the order of the workbook, hidden ones too,
 * rows in that of the file. Memory is bounded by the shared strings and the
 * longest row.
 */
#include <stdlib.h>

#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "xlsx/sheetrec.h"
#include "xlsx/sheetrule.h"
#include "json/member_names.h"

enum { HEADER = 256, SKIP, EMPTY_NULL };

static const struct opt opts[] = {
	{ 'a', "all", NULL, "print where sheets begin and rows without value" },
	{ HEADER, "header", NULL,
	    "print records by the names of a header row" },
	{ SKIP, "skip", "N", "skip the rows numbered 1 to N" },
	{ EMPTY_NULL, "empty-null", NULL,
	    "print an empty shared string as null" },
	{ 's', "sheet", "NAME", "read the sheet NAME only" },
	{ 'l', "list", NULL, "list the sheets" },
	{ 'E', "end", NULL, "write an end mark behind the records" },
	{ 'F', "frame", "NAME", "write the mark of a file before them" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

static struct {
	bool all, header, list, end, empty_null;
	const char *sheet, *frame, *output, *path;
	long skip;
} cl;

static struct out out;
static size_t records;

/* The sheet being read. */
static struct {
	const char *name;
	bool has_header;
	struct sheet_header header;
	struct member_names names;
} at;

static void
end_record(void)
{
	buf_byte(&out.buf, '\n');
	progress((int64_t)++records, "records");
	out_record(&out);
}

static int
take_header(const struct sheet_row *row, struct err *e)
{
	at.has_header = true;
	if (sheetrule_match(&at.header, NULL, row, e) < 0)
		return -1;
	member_names_set(&at.names, at.header.name, at.header.n);
	return 0;
}

static void
put_cell(size_t column, const struct sheet_cell *c)
{
	js_put_comma(&out.buf);
	js_put_text(&out.buf, member_names_get(&at.names, column,
				  "__excel_parsed_column_", column));
	buf_byte(&out.buf, ':');
	sheetrec_put_cell(&out.buf, c);
}

static void
put_by_name(const struct sheet_row *row)
{
	buf_byte(&out.buf, '{');
	for (size_t i = 0; i < at.header.n; i++) {
		struct sheet_cell c = sheet_cell(row, i);

		put_cell(i, &c);
	}
	for (size_t i = at.header.n; i < row->n; i++)
		if (row->cell[i].kind > SHEET_NULL)
			put_cell(i, &row->cell[i]);
	buf_byte(&out.buf, '}');
}

static int
on_row(void *ctx, const struct sheet_row *row, struct err *e)
{
	size_t start = out.buf.n;

	(void)ctx;
	if (row->number <= cl.skip)
		return 0;
	if (cl.header && !at.has_header)
		return take_header(row, e);
	if (!row->valued && !cl.all)
		return 0;
	if (cl.header)
		put_by_name(row);
	else
		sheetrec_put(&out.buf, at.name, row);
	if (out.buf.n - start > IN_LINE_MAX)
		return err_set(e,
		    "%s: %s: row %lld: a record longer than 64 MiB", cl.path,
		    at.name, (long long)row->number);
	end_record();
	return 0;
}

static void
put_sheet(const char *name)
{
	buf_str(&out.buf, "{\"sheet\":");
	js_put_text(&out.buf, str_of(name));
	buf_byte(&out.buf, '}');
	end_record();
}

static void
read_sheet(struct sheet_book *b, size_t i)
{
	struct err e;

	at.name = sheet_name(b, i);
	at.has_header = false;
	if (cl.all || cl.list)
		put_sheet(at.name);
	if (!cl.list && sheet_read(b, i, on_row, NULL, &e) < 0)
		die("%s", e.msg);
}

static void
read_book(const char *path)
{
	struct err e;
	struct sheet_book *b = sheet_open(path, &e);
	bool found = !cl.sheet;

	if (!b)
		die("%s", e.msg);
	if (cl.empty_null)
		sheet_read_empty_as_null(b);
	for (size_t i = 0; i < sheet_count(b); i++)
		if (!cl.sheet || !strcmp(sheet_name(b, i), cl.sheet)) {
			read_sheet(b, i);
			found = true;
		}
	if (!found)
		die("%s: no sheet '%s' (--list shows the sheets)", path,
		    err_quote(cl.sheet, strlen(cl.sheet)));
	sheet_close(b);
	sheetrule_free_header(&at.header);
	member_names_free(&at.names);
}

static void
take_option(int c)
{
	switch (c) {
	case 'a':
		cl.all = true;
		break;
	case HEADER:
		cl.header = true;
		break;
	case SKIP:
		cl.skip = opt_number("--skip", opt_arg, 0, 1048576);
		break;
	case EMPTY_NULL:
		cl.empty_null = true;
		break;
	case 's':
		cl.sheet = opt_arg;
		break;
	case 'l':
		cl.list = true;
		break;
	case 'E':
		cl.end = true;
		break;
	case 'F':
		cl.frame = opt_arg;
		break;
	case 'o':
		cl.output = opt_arg;
	}
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "turn the rows of an XLSX workbook into NDJSON",
	    "FILE", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	cl.path = opt_operands[opt_count(1, 1) - 1];
	if (!strcmp(cl.path, "-"))
		opt_wrong("standard input cannot be read: a workbook must be"
			  " a file");
	if (cl.all + cl.header + cl.list > 1)
		opt_wrong("--all, --header and --list exclude each other");
	out_open(&out, cl.output);
	if (cl.frame) {
		buf_str(&out.buf, "{\"#file\":");
		js_put_text(&out.buf, str_of(cl.frame));
		buf_str(&out.buf, "}\n");
	}
	read_book(cl.path);
	if (cl.end)
		buf_fmt(&out.buf, "{\"#end\":%zu}\n", records);
	out_close(&out);
	return 0;
}
