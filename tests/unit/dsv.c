/* lib/dsv.c: every rule of the CSV reader, in one block and byte by byte. */
#include <stdlib.h>

#include "format/dsv.h"
#include "tap.h"

#define RELAXED .delimiter = ';', .trim = true, .relax = true
static const struct dsv_options acce = { RELAXED, .quoted = true,
	.encoding = DSV_LATIN1 };
static const struct dsv_options fc = { RELAXED, .quoted = true };
static const struct dsv_options kit = {
	.delimiter = ';', .quoted = true, .trim = true
};
static const struct dsv_options bcn = { RELAXED, .encoding = DSV_LATIN1,
	.nul = true };
static const struct dsv_options windows = { RELAXED,
	.encoding = DSV_WINDOWS_1252 };
static const struct dsv_options utf16 = { RELAXED, .encoding = DSV_UTF16 };
static const struct dsv_options plain = { .delimiter = ',', .quoted = true };
static const struct dsv_options beyond = { RELAXED, .quoted = true,
	.beyond = true };
static size_t repaired;
static const struct dsv_options repairing = { RELAXED, .quoted = true,
	.repaired = &repaired };
static const struct dsv_options repairing16 = { RELAXED, .encoding = DSV_UTF16,
	.repaired = &repaired };

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

#define DIFFER(n)                                                              \
#n " cells, but the header has 2, and a carriage return (CR) among "   \
	   "them: line ends differ"

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
	CHECK(fc, "a;b\r\n1;2\n3;4\r\n5;6\n", "<a|b>1<1|2>2<3|4>3<5|6>",
	    "CRLF, then LF and CRLF");
	CHECK(fc, "a;b\n1;2\r\n3;\"4\"\r\n5;6\n", "<a|b>1<1|2>2<3|4>3<5|6>",
	    "LF, then CRLF and LF");
	CHECK(plain, "a,b\n1,2\r\n3, 4 \r\n", "<a|b>1<1|2>2<3| 4 >",
	    "the CR of a CRLF is no data, trimmed or not");
	CHECK(fc, "a;b\r\n1;2\r3\r\n", "<a|b>1<1|2\r3>",
	    "CRLF: a lone CR is data");
	CHECK(fc, "a;b\r\n1;2\r\r\n\n3;\r\n", "<a|b>1<1|2>2<3|>",
	    "CRLF: a lone CR at the end is trimmed");
	CHECK(fc, "a;b\r\n1;2\r", "<a|b>1<1|2>", "CRLF: a CR at the end");
	CHECK(plain, "a,b\n1,2\r", "<a|b>1<1|2>", "LF: a CR at the end");
	CHECK(fc, "a;b\n1;2\r\n3\r4;\r\n", "<a|b>1<1|2>2<3\r4|>",
	    "LF: a lone CR is data");
	CHECK(fc, "a;b\r1;2\n\r3;4\r\n5;6\r",
	    "!line ends differ: a carriage "
	    "return (CR) before the first line feed (LF)",
	    "CR, then LF");
	CHECK(fc, "a\rb;c\r\n1;2\r\n",
	    "!line ends differ: a carriage "
	    "return (CR) before the first line feed (LF)",
	    "a CR in the header, then CRLF");
	CHECK(fc, "a;b\n1;2\r3;4\r5;6\r", "<a|b>!record 1 (line 2): " DIFFER(4),
	    "LF, then CR");
	CHECK(fc, "a;b\n1;2\n\n3;4\r5;6\n7;8\n",
	    "<a|b>1<1|2>!record 2 "
	    "(line 4): " DIFFER(3),
	    "LF, one CR");
	CHECK(kit, "a;b\r\n\"1\";2\r\"3\";4\r\n",
	    "<a|b>!record 1 (line 2): b: "
	    "a quote inside an unquoted cell",
	    "CRLF, one CR before a quote");
	CHECK(kit, "a;b\r\n1;2\r3;4\r\n", "<a|b>!record 1 (line 2): " DIFFER(3),
	    "the same, not relaxed");
	CHECK(fc, "a;b\n1;\"2\r3\";4\n", "<a|b>1<1|2\r3>",
	    "a CR within quotes is data");
	CHECK(fc, "\"a\nx\";b\r\n1;2\n3\r\n", "<a\nx|b>1<1|2>2<3|>",
	    "a line feed within quotes is data");
	CHECK(fc, "\"a\r\"\"\n\";b\r1;2", "<a\r\"\n|b>1<1|2>",
	    "a doubled quote does not close");
	CHECK(fc, "a;b\n\"1\r\n2\";\"3\r4\"\n", "<a|b>1<1\r\n2|3\r4>",
	    "quoted line breaks are kept in an LF file");
	CHECK(fc, "a;b\r\n\"1\r\n2\";\"3\n\r4\"\r\n", "<a|b>1<1\r\n2|3\n\r4>",
	    "quoted line breaks are kept in a CRLF file");
	CHECK(plain, "a,b\r\n\r1,\r2\r\n", "<a|b>1<\r1|\r2>",
	    "without trim, lone CRs are kept at the ends");
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
	    "a lone CR behind quotes is a blank");
	CHECK(plain, "a,b\n x , \"y\n",
	    "<a|b>!record 1 (line 2): b: a quote inside an "
	    "unquoted cell",
	    "without trim, no blank before a quote");
	CHECK(plain, "a,b\n\"x\" ,y\n",
	    "<a|b>!record 1 (line 2): a: text after a closing "
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
	    "<a|b>1<1|2>!record 2 (line 3): b: a quote inside an "
	    "unquoted cell",
	    "a stray quote");
	CHECK(fc, "a;b\n\"x\"y;2\n",
	    "<a|b>!record 1 (line 2): a: text after a closing quote",
	    "text behind quotes");
	CHECK(fc, "a;b\n\"x\" \"y\";2\n",
	    "<a|b>!record 1 (line 2): a: text after a closing "
	    "quote",
	    "a quote behind quotes");
	CHECK(fc, "a;b\n1;\"x\n",
	    "<a|b>!record 1 (line 2): b: this quote is never closed",
	    "an unterminated quote");
	CHECK(fc, "a;\"b", "!header: this quote is never closed",
	    "an unterminated quote in the header");
	CHECK(bcn, "a;b\n\"x;y\"z\"\n", "<a|b>1<\"x|y\"z\">",
	    "quoting off: an ordinary byte");
	CHECK(bcn, "a;b\nx\0y;\xFB\n\rz;\r\n", "<a|b>1<x\0y|\u00FB>2<z|>",
	    "quoting off: NUL, if it is allowed, and any byte");
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
	CHECK(fc,
	    "\xFF\xFE"
	    "a\0\n\0\xE9\0\x3D\xD8\x00\xDE\n\0",
	    "<a>1<\u00E9\U0001F600>", "UTF-16LE");
	CHECK(utf16,
	    "\xFE\xFF"
	    "\0a\0\n\0\xE9\xD8\x3D\xDE\x00\0\n",
	    "<a>1<\u00E9\U0001F600>", "UTF-16BE");
	CHECK(utf16,
	    "\xEF\xBB\xBF"
	    "a\n\u00E9\n",
	    "<a>1<\u00E9>", "a UTF-8 mark overrides UTF-16");
	CHECK(utf16,
	    "a\0\n\0"
	    "1\0\n\0",
	    "!UTF-16 without a byte order mark", "UTF-16 without a mark");
	CHECK(fc,
	    "a\0\n\0"
	    "1\0\n\0",
	    "!line 1: a NUL byte: binary data, or "
	    "UTF-16 without a byte order mark",
	    "the same, as UTF-8");
	CHECK(acce, "a;b\n1;2\n3;\0\n",
	    "!line 3: a NUL byte: binary "
	    "data, or UTF-16 without a byte order mark",
	    "NUL");
	CHECK(utf16,
	    "\xFF\xFE"
	    "a\0\n\0\xE9\0\n\0\x3D\xD8\n\0",
	    "!line 3: byte 11 (0x3D): not UTF-16LE", "half a pair");
	CHECK(utf16,
	    "\xFF\xFE"
	    "a\0\n\0\xE9\0\n",
	    "!line 2: byte 9 (0x0A): "
	    "not UTF-16LE",
	    "half a unit");
	CHECK(repairing16,
	    "\xFF\xFE"
	    "a\0\n\0\xE9\0\x3D\xD8\n\0\n",
	    "<a>1<\u00E9\uFFFD>2<\uFFFD>", "both, repaired");
	tap_ok(repaired == 2, "and counted");
	CHECK(repairing,
	    "a;b\n\xC3;\xE2\x82\n\xF0\x9F\x98\x80;\xFF\xC3\n"
	    "\uFFFD;\n",
	    "<a|b>1<\uFFFD|\uFFFD>2<\U0001F600|\uFFFD\uFFFD>"
	    "3<\uFFFD|>",
	    "ill-formed UTF-8, repaired");
	tap_ok(repaired == 4, "and counted");
	CHECK(fc, "a;b\n1;\u00E9\n2;\xE9\n",
	    "!line 3: byte 12 "
	    "(0xE9): not UTF-8",
	    "ISO 8859-1 as UTF-8");
	CHECK(fc, "a;b\n\"1\n\n\";\xC3\xA9\xE2\x82\n",
	    "!line 4: byte 13 "
	    "(0xE2): not UTF-8",
	    "a character cut short");
	CHECK(fc, "\xEF\xBB", "!line 1: byte 1 (0xEF): not UTF-8",
	    "two bytes are no mark");
	CHECK(windows, "a\n\x92\x9C\x80\xE9\xA0.\n",
	    "<a>1<\u2019\u0153\u20AC\u00E9\u00A0.>", "Windows-1252");
	CHECK(windows, "a\nxx\x81\n",
	    "!line 2: byte 5 (0x81): not "
	    "Windows-1252",
	    "a byte that it has not");
	CHECK(bcn, "a\n\u00E9\u2019\n",
	    "<a>1<\xC3\x83\xC2\xA9\xC3\xA2\xC2\x80"
	    "\xC2\x99>!UTF-8, not ISO 8859-1",
	    "UTF-8 as ISO 8859-1");
	CHECK(windows, "a\n\u00E9\n",
	    "<a>1<\xC3\x83\xC2\xA9>!UTF-8, not "
	    "Windows-1252",
	    "UTF-8 as Windows-1252");
	CHECK(bcn, "a\n\u00E9\n\xE9\n", "<a>1<\xC3\x83\xC2\xA9>2<\u00E9>",
	    "some of it is not UTF-8");
	CHECK(bcn, "a\n\uFFFD\n", "<a>1<\xC3\xAF\xC2\xBF\xC2\xBD>",
	    "what somebody else could not decode");
	CHECK(bcn, "a\n\xC3", "<a>1<\xC3\x83>", "half a character at the end");
}

static void
others(void)
{
	CHECK(fc, "\x1F\x8B\x08\0", "!a gzip file, not CSV", "gzip");
	CHECK(bcn, "PK\3\4\x14", "!a ZIP archive, not CSV", "ZIP");
	CHECK(utf16, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
	    "!an old (.xls) or an encrypted workbook, not CSV", "OLE");
	CHECK(fc, "%PDF-1.7\n", "!a PDF document, not CSV", "PDF");
	CHECK(fc, "\xEF\xBB\xBF\n <!DOCTYPE html>\n<html>",
	    "!a page of HTML, not CSV", "HTML");
	CHECK(fc, "<HTML lang=\"fr\">\n", "!a page of HTML, not CSV",
	    "HTML without doctype");
	CHECK(fc, "BZ;a\n1;2\n", "<BZ|a>1<1|2>", "but not all that looks so");
}

static void
shapes(void)
{
	CHECK(fc, "a;b\n1\n1;2;3\n", "<a|b>1<1|>2<1|2>", "relaxed rows");
	CHECK(kit, "a;b\n1;2\n1;2;3\n",
	    "<a|b>1<1|2>!record 2 (line 3): 3 cells, but the header has 2",
	    "strict rows: one too many");
	CHECK(kit, "a;b\n1\n",
	    "<a|b>!record 1 (line 2): 1 cell, but the header has 2",
	    "strict rows: one missing");
	CHECK(beyond, "a;b\n1\n1;2;3;4\n1;2;\"3\n\"\n;;\n",
	    "<a|b>1<1|>2<1|2|3|4>3<1|2|3\n>4<||>", "cells beyond the header");
	CHECK(kit, "a;b\n\"1\n\";\"\"\"2\n\"\n\n\n\"1\n\n\";\"2\"\"\n\";3\n",
	    "<a|b>1<1\n|\"2\n>!record 2 (line 7): 3 cells, but the header has "
	    "2",
	    "the line of a record after some of several lines");
	CHECK(fc, "a;b\n1;2\nSTOP;2\n1;2\n",
	    "<a|b>1<1|2>!record 2 (line 3): told to", "the handler stops");
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
	tap_is(got.p,
	    "<a|b>1<1|2>!record 2 (line 3): b: a record larger than 64 MiB",
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
	others();
	shapes();
	columns();
	sizes();
	return tap_done();
}
