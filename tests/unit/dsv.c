/* lib/dsv.c: every rule of the CSV reader, in one block and byte by byte. */
#include <stdlib.h>

#include "format/dsv.h"
#include "tap.h"

static const struct dsv_options acce = { ';', true, true, true, DSV_LATIN1 };
static const struct dsv_options fc = { ';', true, true, true, DSV_UTF8 };
static const struct dsv_options kit = { ';', true, true, false, DSV_UTF8 };
static const struct dsv_options bcn = { ';', false, true, true, DSV_LATIN1 };
static const struct dsv_options plain = { ',', true, false, false, DSV_UTF8 };

static int
add(void *ctx, const struct str *cell, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_byte(ctx, i ? '|' : '<');
		buf_add(ctx, cell[i].p, cell[i].n);
	}
	buf_byte(ctx, '>');
	return 0;
}

static int
on_header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)e;
	return add(ctx, name, n);
}

static int
on_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(cell[i], "STOP"))
			return err_set(e, "told to");
	buf_fmt(ctx, "%zu", number);
	return add(ctx, cell, n);
}

static struct str
reads(struct buf *b, const struct dsv_options *o, const char *p, size_t n,
    size_t block)
{
	struct dsv_handler h = { on_header, on_record, b };
	struct dsv *d = dsv_new(o, &h);
	struct err e;
	int rc = 0;

	b->n = 0;
	for (size_t i = 0; i < n && !rc; i += block) {
		char *copy = malloc(block);
		size_t k = n - i < block ? n - i : block;

		memcpy(copy, p + i, k); /* for the sanitizers */
		rc = dsv_feed(d, copy, k, &e);
		free(copy);
	}
	if (rc || dsv_end(d, &e))
		buf_fmt(b, "!%s", e.msg);
	dsv_free(d);
	return buf_view(b);
}

static void
check(const struct dsv_options *o, struct str text, struct str want,
    const char *name)
{
	static const size_t block[] = { 1, 2, 3, 7, 1 << 20 };
	struct buf b = { 0 };
	struct str got = { 0 };
	size_t i;

	for (i = 0; i < sizeof(block) / sizeof(*block); i++) {
		got = reads(&b, o, text.p, text.n, block[i]);
		if (!str_eq(got, want))
			break;
	}
	tap_ok(got.n == want.n && str_eq(got, want), name);
	if (!str_eq(got, want))
		printf("# blocks of %zu: %s\n", block[i], got.p);
	buf_free(&b);
}

#define CHECK(o, text, want, name) check(&(o), STR(text), STR(want), name)

static void
line_ends(void)
{
	CHECK(fc, "a;b\n1;2\n", "<a|b>1<1|2>", "LF");
	CHECK(fc, "a;b\r\n1;2\r\n", "<a|b>1<1|2>", "CRLF");
	CHECK(fc, "a;b\r1;2\r", "<a|b>1<1|2>", "CR");
	CHECK(fc, "a;b\n1;2", "<a|b>1<1|2>", "no final line end");
	CHECK(fc, "a;b", "<a|b>", "a header alone, without line end");
	CHECK(fc, "a;b\r", "<a|b>", "a header alone, CR");
	CHECK(fc, "", "", "nothing");
	CHECK(fc, "a;b\r\n1;2\n3\r\n", "<a|b>1<1|2\n3>",
	    "CRLF: a lone LF is data");
	CHECK(fc, "a;b\r\n1;2\r3\r\n", "<a|b>1<1|2\r3>",
	    "CRLF: a lone CR is data");
	CHECK(fc, "a;b\r\n1;2\r\r\n\n3;\r\n", "<a|b>1<1|2>2<3|>",
	    "CRLF: lone ones at the ends are trimmed");
	CHECK(fc, "a;b\r\n1;2\r", "<a|b>1<1|2>", "CRLF: a CR at the end");
	CHECK(fc, "a;b\n1;2\r\n3\r4;\r\n", "<a|b>1<1|2>2<3\r4|>",
	    "LF: CR before LF is trimmed, inside it is data");
	CHECK(
	    fc, "a;b\r1;2\n\r3\n4;\r", "<a|b>1<1|2>2<3\n4|>", "CR: LF is data");
	CHECK(fc, "\"a\nx\";b\r\n1;2\n3\r\n", "<a\nx|b>1<1|2\n3>",
	    "the first line end outside quotes decides");
	CHECK(fc, "\"a\r\"\"\n\";b\r1;2", "<a\r\"\n|b>1<1|2>",
	    "a doubled quote does not close");
	CHECK(fc, "a;b\n\"1\r\n2\";\"3\r4\"\n", "<a|b>1<1\r\n2|3\r4>",
	    "quoted line breaks are kept in an LF file");
	CHECK(fc, "a;b\r\n\"1\r\n2\";\"3\n\r4\"\r\n", "<a|b>1<1\r\n2|3\n\r4>",
	    "quoted line breaks are kept in a CRLF file");
	CHECK(plain, "a,b\r\n1\n,\r2\r\n", "<a|b>1<1\n|\r2>",
	    "without trim, lone ones are kept at the ends");
}

static void
blanks(void)
{
	CHECK(fc, "a;b\n\t \f x y \t;\v z\v\n", "<a|b>1<x y|\v z>",
	    "trim: ASCII on the left, JavaScript on the right");
	CHECK(acce, "a;b\n\xA0x\xA0;\x85y\x85\n",
	    "<a|b>1<\u00A0x|\xC2\x85"
	    "y\xC2\x85>",
	    "NBSP is trimmed, NEL is not");
	CHECK(fc, " a \u2003; b\n1;2\n", "<a|b>1<1|2>", "the header too");
	CHECK(fc, "a;b\n \f\"x \" \f;\"\u00A0y\u00A0\"\n",
	    "<a|b>1<x |\u00A0y\u00A0>", "quoted cells are not trimmed");
	CHECK(fc, " \f a;\f\"b\"\n1;2\n", "<a|b>1<1|2>",
	    "form feeds in the header");
	CHECK(fc, "a;b\n\"x\"\"\" ;z\u00A0\n\"\";y \u3000\n",
	    "<a|b>1<x\"|z>2<|y>", "quoted or not is told cell by cell");
	CHECK(fc, "a;b\r\n\n\"x\"\r;\"y\"\n\r\n", "<a|b>1<x|y>",
	    "lone line breaks around quotes are blanks");
	CHECK(plain, "a,b\n x , \"y\n",
	    "<a|b>!1: b: a quote inside an "
	    "unquoted cell",
	    "without trim, no blank before a quote");
	CHECK(plain, "a,b\n\"x\" ,y\n",
	    "<a|b>!1: a: text after a closing "
	    "quote",
	    "without trim, no blank behind a quote");
	CHECK(plain, "a,b\n x ,y \n", "<a|b>1< x |y >", "without trim");
	CHECK(fc, "\n\na;b\n\n1;2\n \t\n\f\n\n3;4\n\n \n", "<a|b>1<1|2>2<3|4>",
	    "blank lines are skipped");
	CHECK(fc, "a;b\n1;2\n\r\n\n", "<a|b>1<1|2>", "CR before LF is blank");
	CHECK(fc, "a;b\r\n\r\n1;2\r\n\r\n  ", "<a|b>1<1|2>",
	    "blank lines are skipped, CRLF");
	CHECK(fc, "a;b\n;\n\"\"\n", "<a|b>1<|>2<|>",
	    "records of empty cells are not");
}

static void
quotes(void)
{
	CHECK(fc, "a;b\n\"x;\"\"y\"\"\";\"\"\n", "<a|b>1<x;\"y\"|>",
	    "delimiters and doubled quotes are data");
	CHECK(fc, "a;b\n1;2\n3;x\"y\n",
	    "<a|b>1<1|2>!2: b: a quote inside an "
	    "unquoted cell",
	    "a stray quote");
	CHECK(fc, "a;b\n\"x\"y;2\n", "<a|b>!1: a: text after a closing quote",
	    "text behind quotes");
	CHECK(fc, "a;b\n\"x\" \"y\";2\n",
	    "<a|b>!1: a: text after a closing "
	    "quote",
	    "a quote behind quotes");
	CHECK(fc, "a;b\n1;\"x\n", "<a|b>!1: b: the closing quote is missing",
	    "an unterminated quote");
	CHECK(fc, "a;\"b", "!header: the closing quote is missing",
	    "an unterminated quote in the header");
	CHECK(bcn, "a;b\n\"x;y\"z\"\n", "<a|b>1<\"x|y\"z\">",
	    "quoting off: an ordinary byte");
	CHECK(bcn, "a;b\nx\0y;\xFB\n\rz;\r\n", "<a|b>1<x\0y|\u00FB>2<z|>",
	    "quoting off: NUL and any byte");
	CHECK(fc, "a;b\nx\0;\"\0\"\n", "<a|b>1<x\0|\0>", "NUL is data");
}

static void
encodings(void)
{
	CHECK(bcn, "a\nl\x92\xE9t\xE9 \x85 \"cit\xE9\"\n",
	    "<a>1<l\xC2\x92\u00E9t\u00E9 \xC2\x85 \"cit\u00E9\">", "latin1");
	CHECK(bcn,
	    "\xEF\xBB\xBF"
	    "a\n\u00E9\n",
	    "<a>1<\u00E9>", "a UTF-8 mark overrides latin1");
	CHECK(fc, "\xEF\xBB\xBF\"a\"\n\u00E9\n", "<a>1<\u00E9>",
	    "a mark before a quote");
	CHECK(bcn,
	    "\xFF\xFE"
	    "a\0\n\0\xE9\0\x3D\xD8\x00\xDE\x00\xDC\n\0",
	    "<a>1<\u00E9\U0001F600\uFFFD>", "UTF-16LE");
	CHECK(fc, "a;b\n\xC3;\xE2\x82\n\xF0\x9F\x98\x80;\xFF\xC3\n",
	    "<a|b>1<\uFFFD|\uFFFD>2<\U0001F600|\uFFFD\uFFFD>",
	    "ill-formed UTF-8 is repaired");
	CHECK(fc, "\xEF\xBB", "<\uFFFD>", "two bytes are no mark");
}

static void
shapes(void)
{
	CHECK(fc, "a;b\n1\n1;2;3\n", "<a|b>1<1|>2<1|2>", "relaxed rows");
	CHECK(kit, "a;b\n1;2\n1;2;3\n", "<a|b>1<1|2>!2: 3 cells instead of 2",
	    "strict rows: one too many");
	CHECK(kit, "a;b\n1\n", "<a|b>!1: 1 cells instead of 2",
	    "strict rows: one missing");
	CHECK(fc, "a;b\n1;2\nSTOP;2\n1;2\n", "<a|b>1<1|2>!2: told to",
	    "the handler stops");
}

static void
columns(void)
{
	static const char *const want[] = { "b", "z", "a" };
	const struct str head[] = { STR("a"), STR("b"), STR("a") };
	int at[3];

	tap_ok(dsv_columns(head, 3, want, 3, at) == 1 && at[0] == 1 &&
		   at[1] == -1 && at[2] == 2,
	    "columns by name, the last one wins");
}

/* A cell larger than the slices the reader works by, then a record that is
 * too large to be held. */
static void
sizes(void)
{
	struct buf text = { 0 }, got = { 0 };
	size_t n = 200000, cap = (size_t)64 << 20;
	char *x = malloc(cap);

	memset(x, 'x', cap);
	buf_str(&text, "a;b\n\"");
	buf_add(&text, x, n);
	buf_str(&text, "\";2\xC2\xA0\n3;4\n");
	reads(&got, &fc, text.p, text.n, 1 << 16);
	tap_ok(got.n == n + 16 && !strcmp(got.p + got.n - 9, "|2>2<3|4>"),
	    "a long cell");
	text.n = 0;
	buf_str(&text, "a;b\n1;2\n3;\"");
	buf_add(&text, x, cap);
	reads(&got, &fc, text.p, text.n, 1 << 20);
	tap_is(got.p, "<a|b>1<1|2>!2: b: a record larger than 64 MiB",
	    "an endless cell");
	free(x);
	buf_free(&text);
	buf_free(&got);
}

int
main(void)
{
	line_ends();
	blanks();
	quotes();
	encodings();
	shapes();
	columns();
	sizes();
	return tap_done();
}
