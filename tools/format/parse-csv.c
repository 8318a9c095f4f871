/*
 * parse-csv: CSV to NDJSON.
 *
 * Record in: CSV with a header line, from a file or standard input, read as
 * lib/dsv.h says. Record out: an object a record, in order, with a string per
 * column under the column's name; of columns of the same name the last one
 * counts. With -c only the columns named, in that order.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/text.h"
#include "format/dsv.h"
#include "json/js.h"

static const struct opt opts[] = {
	{ 'd', "delimiter", "C", "the byte between cells (default ;)" },
	{ 'e', "encoding", "NAME", "utf-8 (default) or latin1" },
	{ 'Q', "no-quote", NULL, "a quote is an ordinary byte" },
	{ 't', "trim", NULL, "trim cells that are not quoted" },
	{ 'r', "relax", NULL, "accept records of another length" },
	{ 'c', "columns", "A,B,...", "keep these columns, in this order" },
	{ 'N', "null", NULL, "trim every value, and make empty ones null" },
	{ 'F', "frame", "NAME", "begin with a #file mark; implies -E" },
	{ 'E', "end", NULL, "finish with an #end mark" },
	{ 'o', "output", "FILE", "write to FILE instead of standard output" },
	{ 0 },
};

static struct {
	struct dsv_options csv;
	bool null, end;
	const char *frame, *output, *input;
	char *columns;
} cl = { .csv = { .delimiter = ';', .quoted = true } };

/* What a record prints for one column: `{"name":` or `,"name":`, then cell
 * number at. */
struct member {
	struct buf key;
	int at;
};

static struct member *members;
static size_t n_members;
static size_t n_records;
static struct out out;

static void
add_member(struct str name, int at)
{
	struct member m = { .at = at };

	buf_byte(&m.key, n_members ? ',' : '{');
	js_put_text(&m.key, name);
	buf_byte(&m.key, ':');
	members = xrealloc2(members, n_members + 1, sizeof(*members));
	members[n_members++] = m;
}

static int
select_columns(const struct str *name, size_t n, struct err *e)
{
	char *rest = cl.columns;
	const char *want;
	int at;

	while ((want = strsep(&rest, ","))) {
		if (dsv_columns(name, n, &want, 1, &at))
			return err_set(e, "column '%s' is missing",
			    err_quote(want, strlen(want)));
		add_member(str_of(want), at);
	}
	return 0;
}

/* A name that comes again stands where it came first, as in JavaScript. */
static void
all_columns(const struct str *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t first = 0, last = i;

		while (!str_eq(name[first], name[i]))
			first++;
		if (first < i)
			continue;
		for (size_t j = i + 1; j < n; j++)
			if (str_eq(name[j], name[i]))
				last = j;
		add_member(name[i], (int)last);
	}
}

static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)ctx;
	if (cl.columns)
		return select_columns(name, n, e);
	all_columns(name, n);
	return 0;
}

static int
on_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	(void)ctx, (void)n, (void)e;
	for (size_t i = 0; i < n_members; i++) {
		const struct member *m = &members[i];
		struct str s = cell[m->at];

		buf_add(&out.buf, m->key.p, m->key.n);
		js_put_text(&out.buf, cl.null ? js_trim_null(s) : s);
	}
	buf_add(&out.buf, "}\n", 2);
	out_record(&out);
	n_records = number;
	progress((int64_t)number, "records");
	return 0;
}

static void
convert(void)
{
	static const struct dsv_handler handler = { on_header, on_record,
		NULL };
	struct err e;

	out_open(&out, cl.output);
	if (cl.frame) {
		buf_str(&out.buf, "{\"#file\":");
		js_put_text(&out.buf, str_of(cl.frame));
		buf_str(&out.buf, "}\n");
	}
	if (dsv_read_file(cl.input, &cl.csv, &handler, &e))
		die("%s", e.msg);
	if (cl.end)
		buf_fmt(&out.buf, "{\"#end\":%zu}\n", n_records);
	out_close(&out);
}

static void
set_delimiter(const char *s)
{
	if (!*s || s[1] || *s == '"' || *s == '\n' || *s == '\r' ||
	    (unsigned char)*s > 127)
		opt_wrong("--delimiter takes one ASCII character, not '%s'", s);
	cl.csv.delimiter = *s;
}

static void
set_encoding(const char *s)
{
	if (!strcmp(s, "latin1"))
		cl.csv.encoding = DSV_LATIN1;
	else if (strcmp(s, "utf-8") != 0)
		opt_wrong("--encoding is utf-8 or latin1, not '%s'", s);
}

static void
set_option(int c)
{
	switch (c) {
	case 'd':
		set_delimiter(opt_arg);
		break;
	case 'e':
		set_encoding(opt_arg);
		break;
	case 'Q':
		cl.csv.quoted = false;
		break;
	case 't':
		cl.csv.trim = true;
		break;
	case 'r':
		cl.csv.relax = true;
		break;
	case 'c':
		cl.columns = xstrdup(opt_arg);
		break;
	case 'N':
		cl.null = true;
		break;
	case 'F':
		cl.frame = opt_arg;
		cl.end = true;
		break;
	case 'E':
		cl.end = true;
		break;
	case 'o':
		cl.output = opt_arg;
		break;
	}
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "turn CSV into NDJSON", "[FILE]", opts);
	while ((c = opt_next()) >= 0)
		set_option(c);
	opt_count(0, 1);
	cl.input = opt_operands[0];
	convert();
	return 0;
}
