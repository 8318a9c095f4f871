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
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "xlsx/sheetrec.h"
#include "xlsx/sheetrule.h"

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
	struct hash names;
	uint32_t *key;   /* a column's number in names, HASH_NONE: none yet */
	uint32_t *times; /* how often a name of names was wanted */
	size_t columns;
} at;

static void
end_record(void)
{
	buf_byte(&out.buf, '\n');
	progress((int64_t)++records, "records");
	out_record(&out);
}

/* Adds a name that is new. */
static uint32_t
add_name(struct str name)
{
	uint32_t i = hash_put(&at.names, name);

	at.times = xrealloc2(at.times, at.names.n, sizeof(*at.times));
	at.times[i] = 1;
	return i;
}

/* Adds the name, or if it is there the first of NAME_2, NAME_3 ... that is
 * not. */
static uint32_t
add_other_name(struct str name)
{
	uint32_t first = hash_find(&at.names, name);
	struct buf b = { 0 };

	if (first == HASH_NONE)
		return add_name(name);
	do {
		b.n = 0;
		buf_add(&b, name.p, name.n);
		buf_fmt(&b, "_%u", (unsigned)++at.times[first]);
	} while (hash_find(&at.names, buf_view(&b)) != HASH_NONE);
	first = add_name(buf_view(&b));
	buf_free(&b);
	return first;
}

/* The names that occur once keep their place, whatever the others become. */
static int
take_header(const struct sheet_row *row, struct err *e)
{
	const struct sheet_header *h = &at.header;

	at.has_header = true;
	if (sheetrule_match(&at.header, NULL, row, e) < 0)
		return -1;
	hash_free(&at.names);
	at.columns = h->n;
	at.key = xrealloc2(at.key, h->n, sizeof(*at.key));
	for (size_t i = 0; i < h->n; i++)
		at.key[i] = hash_find(&at.names, h->name[i]) == HASH_NONE
				? add_name(h->name[i])
				: HASH_NONE;
	for (size_t i = 0; i < h->n; i++)
		if (at.key[i] == HASH_NONE)
			at.key[i] = add_other_name(h->name[i]);
	return 0;
}

/* The name of a column right of the header. */
static uint32_t
key_beyond(size_t i)
{
	char name[64];

	for (; at.columns <= i; at.columns++) {
		at.key = xrealloc2(at.key, at.columns + 1, sizeof(*at.key));
		at.key[at.columns] = HASH_NONE;
	}
	if (at.key[i] == HASH_NONE) {
		snprintf(name, sizeof(name), "__excel_parsed_column_%zu", i);
		at.key[i] = add_other_name(str_of(name));
	}
	return at.key[i];
}

static void
put_cell(uint32_t key, const struct sheet_cell *c)
{
	js_put_comma(&out.buf);
	js_put_text(&out.buf, hash_text(&at.names, key));
	buf_byte(&out.buf, ':');
	sheetrec_put_cell(&out.buf, c);
}

static void
put_by_name(const struct sheet_row *row)
{
	buf_byte(&out.buf, '{');
	for (size_t i = 0; i < at.header.n; i++) {
		struct sheet_cell c = sheet_cell(row, i);

		put_cell(at.key[i], &c);
	}
	for (size_t i = at.header.n; i < row->n; i++)
		if (row->cell[i].kind > SHEET_NULL)
			put_cell(key_beyond(i), &row->cell[i]);
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
	hash_free(&at.names);
	free(at.key);
	free(at.times);
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
