/*
 * parse-json: JSON documents to NDJSON, one element a line.
 *
 * Input: a top-level array, or (-m) a member of a top-level object that holds
 * one, or objects one after the other (JSON lines). Output: the elements in
 * order, which must be objects, without white space but otherwise as they
 * were written. Memory is bounded by the longest element.
 */
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "format/magic.h"
#include "scan/scan.h"
#include "scan/simd.h"
#include "json/js.h"
#include "json/values.h"

static const struct opt opts[] = {
	{ 'm', "member", "NAME", "the array is the member NAME of an object" },
	{ 'E', "end", NULL, "write an end mark behind the records" },
	{ 'F', "frame", "NAME", "write the mark of a file before them" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

static struct {
	const char *member, *frame, *output;
	bool end;
} cl;

static struct {
	struct values in;
	struct out out;
	size_t records;
	struct buf rest; /* the members around the array, as an object */
} my;

/* What follows the string whose opening quote is at p. */
static const char *
skip_string(const char *p, const char *end)
{
	for (p = simd_find2(p + 1, end, '"', '\\'); *p == '\\';
	     p = simd_find2(p + 2, end, '"', '\\'))
		;
	return p + 1;
}

/* Appends checked JSON text without the white space outside strings: the runs
 * between white space, most texts whole. */
static void
put_compact(struct buf *b, struct str v)
{
	const char *end = v.p + v.n, *from = v.p;
	const char *p = from + scan_best()->blank(v.p, v.n);

	while (p < end)
		if (*p == '"') {
			p = skip_string(p, end);
		} else if (*p > ' ') {
			p++;
		} else {
			buf_add(b, from, (size_t)(p - from));
			while (p < end && (unsigned char)*p <= ' ')
				p++;
			from = p;
		}
	buf_add(b, from, (size_t)(p - from));
}

static void
emit(struct str v)
{
	struct err e;

	progress((int64_t)++my.records, "records");
	if (js_check(v.p, v.n, &e))
		die("%s:%zu: %s", my.in.in.name, my.records, e.msg);
	if (*v.p != '{')
		die("%s:%zu: an object is expected, not '%s'", my.in.in.name,
		    my.records, err_quote(v.p, v.n));
	put_compact(&my.out.buf, v);
	buf_byte(&my.out.buf, '\n');
	out_record(&my.out);
}

static void
read_array(void)
{
	values_skip(&my.in, 1);
	if (values_peek(&my.in) == ']') {
		values_skip(&my.in, 1);
		return;
	}
	for (;;) {
		if (values_peek(&my.in) < 0)
			values_wrong(&my.in, "the array has no end");
		emit(values_take(&my.in));
		if (values_peek(&my.in) == ']')
			break;
		values_expect(&my.in, ',', "',' or ']' is expected");
	}
	values_skip(&my.in, 1);
}

static void
keep_member(struct js key)
{
	struct str v;
	struct err e;

	js_put_comma(&my.rest);
	js_put_raw(&my.rest, key);
	buf_byte(&my.rest, ':');
	values_peek(&my.in);
	v = values_take(&my.in);
	if (js_check(v.p, v.n, &e))
		values_wrong(&my.in, e.msg);
	put_compact(&my.rest, v);
}

static bool
read_member(void)
{
	struct buf name = { 0 };
	struct str text;
	struct err e;
	struct js key;
	bool found = false;

	if (values_peek(&my.in) != '"')
		values_wrong(&my.in, "a member name is expected");
	text = values_take(&my.in);
	if (js_check(text.p, text.n, &e))
		values_wrong(&my.in, e.msg);
	buf_add(&name, text.p, text.n);
	key = js_of(buf_view(&name));
	values_expect(&my.in, ':', "':' is expected");
	if (js_is(key, cl.member) && values_peek(&my.in) == '[') {
		read_array();
		found = true;
	} else {
		keep_member(key);
	}
	buf_free(&name);
	return found;
}

static void
read_object(void)
{
	bool found = false;

	values_expect(&my.in, '{', "an object is expected");
	while (values_peek(&my.in) != '}') {
		if (read_member()) {
			if (found)
				values_wrong(&my.in, "the member stands twice");
			found = true;
		}
		if (values_peek(&my.in) == '}')
			break;
		values_expect(&my.in, ',', "',' or '}' is expected");
		if (values_peek(&my.in) == '}')
			values_wrong(&my.in, "a member name is expected");
	}
	values_skip(&my.in, 1);
	if (!found)
		die("%s: no member '%s' that is an array", my.in.in.name,
		    cl.member);
}

static void
read_lines(void)
{
	while (values_peek(&my.in) >= 0)
		emit(values_take(&my.in));
}

/* What is no JSON at all is named by its first bytes. */
static void
refuse_others(void)
{
	const struct in *i = &my.in.in;
	const char *what = NULL;

	if (values_peek(&my.in) >= 0)
		what = magic_name(i->buf.p + i->at, i->buf.n - i->at);
	if (what)
		die("%s: %s, not JSON", i->name, what);
}

static void
read_document(void)
{
	refuse_others();
	if (values_peek(&my.in) < 0)
		values_wrong(&my.in, "no JSON document: the input is empty");
	if (cl.member)
		read_object();
	else if (values_peek(&my.in) == '[')
		read_array();
	else if (values_peek(&my.in) == '{')
		read_lines();
	else
		values_wrong(&my.in, "an array or objects are expected");
	if (values_peek(&my.in) >= 0)
		values_wrong(&my.in, "text behind the document");
}

static void
put_end(void)
{
	buf_fmt(&my.out.buf, "{\"#end\":%zu", my.records);
	if (cl.member) {
		buf_str(&my.out.buf, ",\"rest\":");
		buf_add(&my.out.buf, my.rest.p, my.rest.n);
		buf_byte(&my.out.buf, '}');
	}
	buf_str(&my.out.buf, "}\n");
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "turn JSON documents into NDJSON", "[FILE]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'm')
			cl.member = opt_arg;
		else if (c == 'E')
			cl.end = true;
		else if (c == 'F')
			cl.frame = opt_arg;
		else
			cl.output = opt_arg;
	opt_count(0, 1);
	values_open(&my.in, opt_operands[0]);
	out_open(&my.out, cl.output);
	buf_byte(&my.rest, '{');
	if (cl.frame) {
		buf_str(&my.out.buf, "{\"#file\":");
		js_put_text(&my.out.buf, str_of(cl.frame));
		buf_str(&my.out.buf, "}\n");
	}
	read_document();
	if (cl.end)
		put_end();
	values_close(&my.in);
	out_close(&my.out);
	buf_free(&my.rest);
	return 0;
}
