/*
 * parse-json: JSON documents to NDJSON, one element a line.
 *
 * Input: a top-level array, or (-m) a member of a top-level object that holds
 * one, or objects one after the other (JSON lines). Output: the elements in
 * order, which must be objects, without white space but otherwise as they
 * were written. Memory is bounded by the longest element.
 */
#include "base/err.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "base/progress.h"
#include "base/simd.h"
#include "json/js.h"

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

static struct in in;
static struct out out;
static size_t records;
static off_t offset;    /* of the unread bytes in the input */
static struct buf rest; /* the members around the array, as an object */

static void
consume(size_t n)
{
	in.at += n;
	offset += (off_t)n;
}

static _Noreturn void
wrong(const char *what)
{
	die("%s: byte %lld: %s", in.name, (long long)offset + 1, what);
}

/* The next byte that is not white space, unread; -1 at the end. */
static int
peek(void)
{
	for (;;) {
		while (in.at < in.buf.n && strchr(" \n\r\t", in.buf.p[in.at]) &&
		       in.buf.p[in.at])
			consume(1);
		if (in.at < in.buf.n)
			return (unsigned char)in.buf.p[in.at];
		if (!in_more(&in))
			return -1;
	}
}

static void
expect(char c, const char *what)
{
	if (peek() != c)
		wrong(what);
	consume(1);
}

/* One value seen as brackets and strings only: where a scan stands. */
struct span {
	size_t n; /* bytes seen */
	size_t depth;
	bool in_string, done;
};

static const char *
scan_string(struct span *s, const char *p, const char *end)
{
	p = simd_find2(p, end, '"', '\\');
	if (p >= end)
		return end;
	if (*p == '\\') /* the escaped byte may not have been read yet */
		return end - p < 2 ? NULL : p + 2;
	s->in_string = false;
	s->done = s->depth == 0;
	return p + 1;
}

static const char *
scan_structure(struct span *s, const char *p, const char *end)
{
	if (s->depth)
		p = simd_find_bracket(p, end);
	if (p >= end)
		return end;
	switch (*p) {
	case '"':
		s->in_string = true;
		break;
	case '{':
	case '[':
		s->depth++;
		break;
	case '}':
	case ']':
		if (!s->depth) /* closes what the value stands in */
			return s->done = true, p;
		s->done = --s->depth == 0;
		break;
	case ',':
	case ' ':
	case '\n':
	case '\r':
	case '\t':
		if (!s->depth)
			return s->done = true, p;
	}
	return p + 1;
}

/* The value at hand, whole; it holds until the next read. Not yet checked. */
static struct str
take_value(void)
{
	struct span s = { 0 };
	struct str v;

	while (!s.done) {
		const char *start = in.buf.p + in.at, *p = start + s.n;
		const char *end = in.buf.p + in.buf.n;

		while (p && p < end && !s.done) {
			s.n = (size_t)(p - start);
			p = s.in_string ? scan_string(&s, p, end)
					: scan_structure(&s, p, end);
		}
		if (p)
			s.n = (size_t)(p - start);
		if (s.n > IN_LINE_MAX)
			wrong("a value longer than 64 MiB");
		if (!s.done && !in_more(&in)) {
			if (s.depth || s.in_string || !s.n)
				wrong("the document stops in a value");
			break;
		}
	}
	v = (struct str){ in.buf.p + in.at, s.n };
	consume(s.n);
	return v;
}

/* Appends checked JSON text without the white space outside strings. */
static void
put_compact(struct buf *b, struct str v)
{
	const char *p = v.p, *end = v.p + v.n;

	buf_reserve(b, v.n);
	while (p < end) {
		const char *from = p;

		while (p<end && * p> ' ' && *p != '"')
			p++;
		if (p < end && *p == '"') {
			for (p = simd_find2(p + 1, end, '"', '\\'); *p == '\\';
			     p = simd_find2(p + 2, end, '"', '\\'))
				;
			p++;
		}
		buf_add(b, from, (size_t)(p - from));
		while (p < end && (unsigned char)*p <= ' ')
			p++;
	}
}

static void
emit(struct str v)
{
	struct err e;

	progress((int64_t)++records, "records");
	if (js_check(v.p, v.n, &e))
		die("%s:%zu: %s", in.name, records, e.msg);
	if (*v.p != '{')
		die("%s:%zu: an object is expected, not '%s'", in.name, records,
		    err_quote(v.p, v.n));
	put_compact(&out.buf, v);
	buf_byte(&out.buf, '\n');
	out_record(&out);
}

static void
read_array(void)
{
	consume(1);
	if (peek() == ']') {
		consume(1);
		return;
	}
	for (;;) {
		if (peek() < 0)
			wrong("the array has no end");
		emit(take_value());
		if (peek() == ']')
			break;
		expect(',', "',' or ']' is expected");
	}
	consume(1);
}

static void
keep_member(struct js key)
{
	struct str v;
	struct err e;

	js_put_comma(&rest);
	js_put_raw(&rest, key);
	buf_byte(&rest, ':');
	peek();
	v = take_value();
	if (js_check(v.p, v.n, &e))
		wrong(e.msg);
	put_compact(&rest, v);
}

static bool
read_member(void)
{
	struct buf name = { 0 };
	struct str text;
	struct err e;
	struct js key;
	bool found = false;

	if (peek() != '"')
		wrong("a member name is expected");
	text = take_value();
	if (js_check(text.p, text.n, &e))
		wrong(e.msg);
	buf_add(&name, text.p, text.n);
	key = js_of(buf_view(&name));
	expect(':', "':' is expected");
	if (js_is(key, cl.member) && peek() == '[') {
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

	expect('{', "an object is expected");
	while (peek() != '}') {
		if (read_member()) {
			if (found)
				wrong("the member stands twice");
			found = true;
		}
		if (peek() == '}')
			break;
		expect(',', "',' or '}' is expected");
		if (peek() == '}')
			wrong("a member name is expected");
	}
	consume(1);
	if (!found)
		die("%s: no member '%s' that is an array", in.name, cl.member);
}

static void
read_lines(void)
{
	while (peek() >= 0)
		emit(take_value());
}

static void
read_document(void)
{
	in_more(&in);
	if (in.buf.n >= 3 && !memcmp(in.buf.p, "\xEF\xBB\xBF", 3))
		consume(3);
	if (peek() < 0)
		wrong("no JSON document: the input is empty");
	if (cl.member)
		read_object();
	else if (peek() == '[')
		read_array();
	else if (peek() == '{')
		read_lines();
	else
		wrong("an array or objects are expected");
	if (peek() >= 0)
		wrong("text behind the document");
}

static void
put_end(void)
{
	buf_fmt(&out.buf, "{\"#end\":%zu", records);
	if (cl.member) {
		buf_str(&out.buf, ",\"rest\":");
		buf_add(&out.buf, rest.p, rest.n);
		buf_byte(&out.buf, '}');
	}
	buf_str(&out.buf, "}\n");
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
	in_open(&in, opt_operands[0]);
	out_open(&out, cl.output);
	buf_byte(&rest, '{');
	if (cl.frame) {
		buf_str(&out.buf, "{\"#file\":");
		js_put_text(&out.buf, str_of(cl.frame));
		buf_str(&out.buf, "}\n");
	}
	read_document();
	if (cl.end)
		put_end();
	in_close(&in);
	out_close(&out);
	buf_free(&rest);
	return 0;
}
