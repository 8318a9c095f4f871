/* The full check of JSON text (RFC 8259): what the scanner then trusts. */
#include <stdint.h>

#include "base/simd.h"
#include "base/text.h"
#include "json/js.h"

struct checker {
	const char *start, *p, *end;
	struct err *e;
};

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

static int
check_escape(struct checker *c)
{
	int32_t unit, low;

	if (c->end - c->p < 2)
		return wrong(c, "string without an end");
	if (c->p[1] != 'u') {
		if (!c->p[1] || !strchr("\"\\/bfnrt", c->p[1]))
			return wrong(c, "unknown escape");
		c->p += 2;
		return 0;
	}
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

/* c->p is at the opening quote. */
static int
check_string(struct checker *c)
{
	c->p++;
	for (;;) {
		c->p = simd_find_special(c->p, c->end);
		if (c->p >= c->end)
			return wrong(c, "string without an end");
		if (*c->p == '"') {
			c->p++;
			return 0;
		}
		if (*c->p == '\\') {
			if (check_escape(c))
				return -1;
			continue;
		}
		if ((unsigned char)*c->p < 0x20)
			return wrong(c, "control character in a string");
		do {
			size_t n = utf8_len(c->p, (size_t)(c->end - c->p));

			if (!n)
				return wrong(c, "not UTF-8");
			c->p += n;
		} while (c->p < c->end && (signed char)*c->p < 0);
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
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(c->end - c->p) >= n &&
		    !memcmp(c->p, words[i], n)) {
			c->p += n;
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
descend(struct checker *c, char stack[JS_DEPTH_MAX], size_t *depth)
{
	for (;;) {
		char close;

		skip_space(c);
		if (c->p >= c->end || (*c->p != '{' && *c->p != '['))
			return check_scalar(c);
		if (*depth == JS_DEPTH_MAX)
			return wrong(c, "nested too deep");
		close = *c->p++ == '{' ? '}' : ']';
		skip_space(c);
		if (c->p < c->end && *c->p == close) {
			c->p++;
			return 0;
		}
		stack[(*depth)++] = close;
		if (close == '}' && check_key(c))
			return -1;
	}
}

int
js_check(const char *p, size_t n, struct err *e)
{
	struct checker c = { p, p, p + n, e };
	char stack[JS_DEPTH_MAX];
	size_t depth = 0;

	if (descend(&c, stack, &depth))
		return -1;
	for (;;) {
		skip_space(&c);
		if (!depth)
			return c.p == c.end
				   ? 0
				   : wrong(&c, "text behind the value");
		if (c.p >= c.end)
			return wrong(&c, "unexpected end");
		if (*c.p == ',') {
			c.p++;
			if (stack[depth - 1] == '}' && check_key(&c))
				return -1;
			if (descend(&c, stack, &depth))
				return -1;
		} else if (*c.p == stack[depth - 1]) {
			c.p++;
			depth--;
		} else {
			return wrong(
			    &c, "',' or a closing bracket is expected");
		}
	}
}
