/* The full check of JSON text (RFC 8259): what the scanner then trusts, and
 * the places of the values that it passes. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "scan/scan.h"
#include "json/js.h"
#include "json/js_mark.h"

/* A longer text is not indexed: its index might be eight times as long. */
#define INDEXED_MAX ((size_t)16 << 20)

struct checker {
	const char *start, *p, *end;
	struct err *e;
	struct js_index *x;  /* NULL: none is wanted */
	bool escaped, canon; /* of the last string: as in struct js_mark */
	bool utf8;           /* the text is, from its start to its end */
	/* a mask (scan/scan.h) of the bytes that a string cannot hold as they
	 * are, and of one behind the text, where every search stops */
	const uint64_t *special;
	/* the containers around p: how each closes, and its mark */
	size_t depth;
	char close[JS_DEPTH_MAX];
	size_t mark[JS_DEPTH_MAX];
};

static inline void
mark_scalar(struct checker *c, const char *from)
{
	if (!c->x)
		return;
	js_mark_add(c->x, from, (size_t)(c->p - from), c->escaped);
	c->x->at[c->x->n - 1].canon = c->canon;
}

static void
mark_open(struct checker *c, char close)
{
	c->close[c->depth] = close;
	c->mark[c->depth++] = c->x ? c->x->n : 0;
	c->escaped = false;
	mark_scalar(c, c->p);
}

/* c->p is behind the bracket that closes the innermost container. */
static void
mark_close(struct checker *c)
{
	struct js_mark *m;

	c->depth--;
	if (!c->x)
		return;
	m = &c->x->at[c->mark[c->depth]];
	m->n = (uint32_t)(c->p - m->p);
	m->size = (uint32_t)(c->x->n - c->mark[c->depth]) & JS_MARK_SIZE_MAX;
}

static int
wrong(struct checker *c, const char *what)
{
	return err_set(c->e, "not JSON at byte %zu: %s",
	    (size_t)(c->p - c->start) + 1, what);
}

static void
skip_space(struct checker *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\n' ||
				    *c->p == '\r' || *c->p == '\t'))
		c->p++;
}

/* The value of the four digits that follow "\u", or -1. */
static int32_t
unit_at(const char *p, const char *end)
{
	int32_t unit = 0;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (int i = 2; i < 6; i++) {
		int d = hex_value(p[i]);

		if (d < 0)
			return -1;
		unit = unit * 16 + d;
	}
	return unit;
}

static bool
is_escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return true;
	default:
		return false;
	}
}

static int
check_escape(struct checker *c)
{
	int32_t unit, low;

	if (c->end - c->p < 2)
		return wrong(c, "string without an end");
	if (c->p[1] != 'u') {
		if (!is_escape(c->p[1]))
			return wrong(c, "unknown escape");
		c->canon &= c->p[1] != '/';
		c->p += 2;
		return 0;
	}
	c->canon = false;
	unit = unit_at(c->p, c->end);
	if (unit < 0)
		return wrong(c, "bad \\u escape");
	if ((unit & 0xF800) != 0xD800) {
		c->p += 6;
		return 0;
	}
	low = unit_at(c->p + 6, c->end);
	if (unit >= 0xDC00 || low < 0xDC00 || low > 0xDFFF)
		return wrong(c, "half of a surrogate pair");
	c->p += 12;
	return 0;
}

/* The first special byte from p on, or the end. */
static inline const char *
find_special(const struct checker *c, const char *p)
{
	size_t at = (size_t)(p - c->start), i = at / 64;
	uint64_t left = c->special[i] & ~(uint64_t)0 << at % 64;

	while (!left)
		left = c->special[++i];
	at = 64 * i + (size_t)__builtin_ctzll(left);
	return at < (size_t)(c->end - c->start) ? c->start + at : c->end;
}

/* Is the text from c->p to stop UTF-8? Moves c->p up to what is not. */
static int
check_utf8(struct checker *c, const char *stop)
{
	size_t n;

	for (; c->p < stop; c->p += n)
		if (!(n = utf8_len(c->p, (size_t)(c->end - c->p))))
			return wrong(c, "not UTF-8");
	return 0;
}

/* c->p is at the opening quote. */
static int
check_string(struct checker *c)
{
	const char *from = c->p++;

	c->escaped = false;
	c->canon = true;
	for (;;) {
		const char *p = find_special(c, c->p);

		if (!c->utf8 && check_utf8(c, p))
			return -1;
		c->p = p;
		if (p == c->end)
			return wrong(c, "string without an end");
		if (*p == '"') {
			c->p++;
			mark_scalar(c, from);
			return 0;
		}
		if (*p != '\\')
			return wrong(c, "control character in a string");
		c->escaped = true;
		if (check_escape(c))
			return -1;
	}
}

static size_t
digits(struct checker *c)
{
	const char *from = c->p;

	while (c->p < c->end && *c->p >= '0' && *c->p <= '9')
		c->p++;
	return (size_t)(c->p - from);
}

static int
check_number(struct checker *c)
{
	const char *from = c->p;

	if (c->p < c->end && *c->p == '-')
		c->p++;
	if (c->p < c->end && *c->p == '0')
		c->p++;
	else if (!digits(c))
		return wrong(c, "a value is expected");
	if (c->p < c->end && *c->p == '.') {
		c->p++;
		if (!digits(c))
			return wrong(c, "digits are expected");
	}
	if (c->p < c->end && (*c->p | 0x20) == 'e') {
		c->p++;
		if (c->p < c->end && (*c->p == '+' || *c->p == '-'))
			c->p++;
		if (!digits(c))
			return wrong(c, "digits are expected");
	}
	mark_scalar(c, from);
	return 0;
}

static int
check_scalar(struct checker *c)
{
	static const char *const words[] = { "true", "false", "null" };

	if (c->p >= c->end)
		return wrong(c, "unexpected end");
	if (*c->p == '"')
		return check_string(c);
	c->escaped = false;
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(c->end - c->p) >= n &&
		    !memcmp(c->p, words[i], n)) {
			c->p += n;
			mark_scalar(c, c->p - n);
			return 0;
		}
	}
	return check_number(c);
}

static int
check_key(struct checker *c)
{
	skip_space(c);
	if (c->p >= c->end || *c->p != '"')
		return wrong(c, "a member name is expected");
	if (check_string(c))
		return -1;
	skip_space(c);
	if (c->p >= c->end || *c->p != ':')
		return wrong(c, "':' is expected");
	c->p++;
	return 0;
}

/* Opens containers until a scalar or an empty container has been read. */
static int
descend(struct checker *c)
{
	for (;;) {
		char close;

		skip_space(c);
		if (c->p >= c->end || (*c->p != '{' && *c->p != '['))
			return check_scalar(c);
		if (c->depth == JS_DEPTH_MAX)
			return wrong(c, "nested too deep");
		close = *c->p == '{' ? '}' : ']';
		mark_open(c, close);
		c->p++;
		skip_space(c);
		if (c->p < c->end && *c->p == close) {
			c->p++;
			mark_close(c);
			return 0;
		}
		if (close == '}' && check_key(c))
			return -1;
	}
}

static int
check(struct checker *c)
{
	if (descend(c))
		return -1;
	for (;;) {
		skip_space(c);
		if (!c->depth)
			return c->p == c->end
				   ? 0
				   : wrong(c, "text behind the value");
		if (c->p >= c->end)
			return wrong(c, "unexpected end");
		if (*c->p == ',') {
			c->p++;
			if (c->close[c->depth - 1] == '}' && check_key(c))
				return -1;
			if (descend(c))
				return -1;
		} else if (*c->p == c->close[c->depth - 1]) {
			c->p++;
			mark_close(c);
		} else {
			return wrong(c, "',' or a closing bracket is expected");
		}
	}
}

/* Looks at all bytes of the text, then checks its grammar. */
static int
scan_and_check(struct checker *c, struct js_index *x)
{
	size_t n = (size_t)(c->end - c->start), words = SCAN_WORDS(n);

	if (x->words <= words) {
		x->words = words + 1;
		x->special =
		    xrealloc2(x->special, x->words, sizeof(*x->special));
	}
	c->utf8 = scan_best()->json(c->start, n, x->special);
	x->special[words] = 1;
	c->special = x->special;
	return check(c);
}

int
js_check(const char *p, size_t n, struct err *e)
{
	struct checker c = { .start = p, .p = p, .end = p + n, .e = e };
	struct js_index x = { 0 };
	int rc = scan_and_check(&c, &x);

	js_index_free(&x);
	return rc;
}

int
js_index(struct js_index *x, struct str text, struct js *v, struct err *e)
{
	struct checker c = { .start = text.p,
		.p = text.p,
		.end = text.p + text.n,
		.e = e,
		.x = text.n > INDEXED_MAX ? NULL : x };

	x->n = 0;
	if (scan_and_check(&c, x))
		return -1;
	*v = c.x ? js_of_mark(x->at) : js_of(text);
	return 0;
}

void
js_index_free(struct js_index *x)
{
	free(x->at);
	free(x->special);
	*x = (struct js_index){ 0 };
}
