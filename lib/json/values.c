#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "scan/scan.h"
#include "scan/simd.h"
#include "json/values.h"

void
values_open(struct values *v, const char *path)
{
	*v = (struct values){ 0 };
	in_open(&v->in, path);
	in_more(&v->in);
	if (v->in.buf.n >= 3 && !memcmp(v->in.buf.p, "\xEF\xBB\xBF", 3))
		values_skip(v, 3);
}

void
values_close(struct values *v)
{
	in_close(&v->in);
}

void
values_skip(struct values *v, size_t n)
{
	v->in.at += n;
	v->offset += (off_t)n;
}

void
values_wrong(const struct values *v, const char *what)
{
	die("%s: byte %lld: %s", v->in.name, (long long)v->offset + 1, what);
}

int
values_peek(struct values *v)
{
	struct in *in = &v->in;

	for (;;) {
		while (in->at < in->buf.n && in->buf.p[in->at] &&
		       strchr(" \n\r\t", in->buf.p[in->at])) {
			v->lines += in->buf.p[in->at] == '\n';
			values_skip(v, 1);
		}
		if (in->at < in->buf.n)
			return (unsigned char)in->buf.p[in->at];
		if (!in_more(in))
			return -1;
	}
}

void
values_expect(struct values *v, char c, const char *what)
{
	if (values_peek(v) != c)
		values_wrong(v, what);
	values_skip(v, 1);
}

/* The state of a scan that sees a value as brackets and strings only. */
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

/* The object or array at p, if all of it was read. */
static void
take_whole(struct span *s, const char *p, const char *end)
{
	if (p == end || (*p != '{' && *p != '['))
		return;
	end = scan_best()->close(p + 1, (size_t)(end - p) - 1);
	if (end)
		*s = (struct span){ .n = (size_t)(end - p), .done = true };
}

struct str
values_take(struct values *v)
{
	struct in *in = &v->in;
	struct span s = { 0 };
	struct str value;

	take_whole(&s, in->buf.p + in->at, in->buf.p + in->buf.n);
	while (!s.done) {
		const char *start = in->buf.p + in->at, *p = start + s.n;
		const char *end = in->buf.p + in->buf.n;

		while (p && p < end && !s.done) {
			s.n = (size_t)(p - start);
			p = s.in_string ? scan_string(&s, p, end)
					: scan_structure(&s, p, end);
		}
		if (p)
			s.n = (size_t)(p - start);
		if (s.n > IN_LINE_MAX)
			values_wrong(v, "a value longer than 64 MiB");
		if (!s.done && !in_more(in)) {
			if (s.depth || s.in_string || !s.n)
				values_wrong(
				    v, "the document stops in a value");
			break;
		}
	}
	value = (struct str){ in->buf.p + in->at, s.n };
	values_skip(v, s.n);
	return value;
}

/* The end of the array, or what follows a value of it. */
static bool
go_on(struct values *v)
{
	int c = values_peek(v);

	if (c == ']') {
		values_skip(v, 1);
		if (values_peek(v) >= 0)
			values_wrong(v, "text behind the document");
		return false;
	}
	if (c < 0)
		values_wrong(v, "the array has no end");
	if (v->n)
		values_expect(v, ',', "',' or ']' is expected");
	return true;
}

bool
values_next(struct values *v, struct str *value)
{
	if (!v->n && !v->array && values_peek(v) == '[') {
		v->array = true;
		values_skip(v, 1);
	}
	if (v->array ? !go_on(v) : values_peek(v) < 0)
		return false;
	if (values_peek(v) < 0)
		values_wrong(v, "the array has no end");
	*value = values_take(v);
	v->n++;
	return true;
}

const char *
values_where(const struct values *v)
{
	static char text[4096];

	snprintf(text, sizeof(text), "%s:%zu", v->in.name,
	    v->array ? v->n : v->lines + 1);
	return text;
}
