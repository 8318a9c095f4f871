/*
 * parse-csv: CSV to NDJSON.
 *
 * Record in: CSV with a header line, from a file or standard input, read as
 * format/dsv.h says. Record out: one object per record, in order, with a string
 * per column under the column's name. A name that occurs again gets _2, _3 ...
 * and a cell beyond the header, which --relax accepts, is called column_N, so
 * that no value is lost; with --last the last column of a name is printed
 * alone, and no cell beyond the header. With -c only the columns named, in that
 * order.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/text.h"
#include "format/dsv.h"
#include "json/js.h"
#include "json/member_names.h"

enum { LAST = 256, REPAIR, NUL };

static const struct opt opts[] = {
	{ 'd', "delimiter", "C", "the byte between cells (default ;)" },
	{ 'e', "encoding", "NAME",
	    "utf-8 (default), latin1, windows-1252 or utf-16" },
	{ REPAIR, "repair", NULL, "replace bytes that cannot be decoded" },
	{ 'Q', "no-quote", NULL, "a quote is an ordinary byte" },
	{ 't', "trim", NULL, "trim cells that are not quoted" },
	{ 'r', "relax", NULL, "accept records of another length" },
	{ NUL, "nul", NULL, "accept NUL characters" },
	{ LAST, "last", NULL, "of equal names, print the last column alone" },
	{ 'c', "columns", "A,B,...", "keep these columns, in this order" },
	{ 'N', "null", NULL, "trim every value, and make empty ones null" },
	{ 'F', "frame", "NAME", "begin with a #file mark; implies -E" },
	{ 'E', "end", NULL, "finish with an #end mark" },
	{ 'o', "output", "FILE", "write to FILE instead of standard output" },
	{ 0 },
};

static struct {
	struct dsv_options csv;
	bool null, end, last;
	const char *frame, *output, *input;
	char *columns;
} cl = { .csv = { .delimiter = ';',
	     .quoted = true,
	     .beyond = true,
	     .hints = true } };

/* What a record prints for one column: `{"name":` or `,"name":`, then cell
 * number at. KEY bytes may be read at key.p. */
struct member {
	struct buf key;
	int at;
};

#define KEY ((size_t)32)

static struct member *members;
static size_t n_members;
static struct member_names names;
static size_t width; /* of the header */
static size_t n_records, repaired;
static struct out out;

static void
add_member(struct str name, int at)
{
	struct member m = { .at = at };

	buf_byte(&m.key, n_members ? ',' : '{');
	js_put_text(&m.key, name);
	buf_byte(&m.key, ':');
	buf_reserve(&m.key, KEY);
	members = xrealloc2(members, n_members + 1, sizeof(*members));
	members[n_members++] = m;
}

static int
no_column(const char *want, const struct str *name, size_t n, struct err *e)
{
	struct buf known = { 0 };

	for (size_t i = 0; i < n && known.n < 200; i++) {
		buf_str(&known, i ? ", " : "");
		buf_str(&known, err_quote(name[i].p, name[i].n));
	}
	err_set(e, "no column '%s' (the header has %s)",
	    err_quote(want, strlen(want)), buf_view(&known).p);
	buf_free(&known);
	return -1;
}

static int
select_columns(const struct str *name, size_t n, struct err *e)
{
	char *rest = cl.columns;
	const char *want;
	int at;

	while ((want = strsep(&rest, ","))) {
		if (dsv_columns(name, n, &want, 1, &at))
			return no_column(want, name, n, e);
		add_member(str_of(want), at);
	}
	return 0;
}

/* A name that comes again stands where it came first, as in JavaScript. */
static void
last_columns(const struct str *name, size_t n)
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

/* The names of the header, told apart; the caller frees the array. */
static struct str *
told_apart(const struct str *name, size_t n)
{
	struct str *apart = xcalloc(n, sizeof(*apart));

	member_names_set(&names, name, n);
	for (size_t i = 0; i < n; i++)
		apart[i] = member_names_get(&names, i, "", 0);
	return apart;
}

static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	struct str *apart;
	int rc = 0;

	(void)ctx;
	width = n;
	if (cl.last && cl.columns)
		return select_columns(name, n, e);
	if (cl.last) {
		last_columns(name, n);
		return 0;
	}
	apart = told_apart(name, n);
	if (cl.columns)
		rc = select_columns(apart, n, e);
	else
		for (size_t i = 0; i < n; i++)
			add_member(apart[i], (int)i);
	free(apart);
	return rc;
}

/* Most names are shorter than KEY: so many bytes are copied without a loop. */
static inline void
put_key(const struct buf *key)
{
	struct buf *b = &out.buf;

	if (key->n > KEY) {
		buf_add(b, key->p, key->n);
		return;
	}
	buf_reserve(b, KEY);
	memcpy(b->p + b->n, key->p, KEY);
	b->n += key->n;
}

static void
put_value(struct str s)
{
	js_put_padded(&out.buf, cl.null ? js_trim_null(s) : s);
}

static void
put_beyond(size_t i, struct str s)
{
	buf_byte(&out.buf, ',');
	js_put_text(&out.buf, member_names_get(&names, i, "column_", i + 1));
	buf_byte(&out.buf, ':');
	put_value(s);
}

static int
on_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	(void)ctx, (void)e;
	for (size_t i = 0; i < n_members; i++) {
		const struct member *m = &members[i];

		put_key(&m->key);
		put_value(cell[m->at]);
	}
	for (size_t i = width; i < n; i++)
		put_beyond(i, cell[i]);
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
	if (repaired)
		warn("%s: %zu undecodable byte%s replaced by U+FFFD",
		    cl.input ? cl.input : "stdin", repaired,
		    repaired == 1 ? "" : "s");
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
	static const struct {
		const char *name;
		enum dsv_encoding encoding;
	} known[] = { { "utf-8", DSV_UTF8 }, { "latin1", DSV_LATIN1 },
		{ "windows-1252", DSV_WINDOWS_1252 },
		{ "cp1252", DSV_WINDOWS_1252 }, { "utf-16", DSV_UTF16 } };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcasecmp(s, known[i].name)) {
			cl.csv.encoding = known[i].encoding;
			return;
		}
	opt_wrong("--encoding is utf-8, latin1, windows-1252 or utf-16, not"
		  " '%s'",
	    s);
}

/* Options of the format; returns false for others. */
static bool
set_format(int c)
{
	switch (c) {
	case 'd':
		set_delimiter(opt_arg);
		return true;
	case 'e':
		set_encoding(opt_arg);
		return true;
	case REPAIR:
		cl.csv.repaired = &repaired;
		return true;
	case NUL:
		cl.csv.nul = true;
		return true;
	case 'Q':
		cl.csv.quoted = false;
		return true;
	case 't':
		cl.csv.trim = true;
		return true;
	case 'r':
		cl.csv.relax = true;
		return true;
	}
	return false;
}

static void
set_option(int c)
{
	switch (c) {
	case LAST:
		cl.last = true;
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
		if (!set_format(c))
			set_option(c);
	opt_count(0, 1);
	cl.input = opt_operands[0];
	cl.csv.beyond = !cl.last && !cl.columns;
	convert();
	return 0;
}
