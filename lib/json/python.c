#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/num.h"
#include "base/text.h"
#include "json/python.h"

/* repr() changes to an exponent outside these powers of ten. */
#define POWER_MIN (-4)
#define POWER_MAX 15

/* The significant digits of v, which is positive, and its power of ten. */
static size_t
take_digits(double v, char digits[NUM_TEXT_MAX], int *power)
{
	char text[NUM_TEXT_MAX];
	size_t n = 0;
	int point = -1, seen = 0;

	num_print(v, text);
	*power = 0;
	for (const char *p = text; *p; p++)
		if (*p == '.') {
			point = seen;
		} else if (*p == 'e') {
			*power = (int)strtol(p + 1, NULL, 10);
			break;
		} else {
			seen++;
			if (n || *p != '0')
				digits[n++] = *p;
		}
	*power += (point < 0 ? seen : point) - 1 - (seen - (int)n);
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return n;
}

static void
put_plain(struct buf *b, const char *digits, size_t n, int power)
{
	if (power < 0)
		buf_str(b, "0.");
	for (int i = power + 1; i < 0; i++)
		buf_byte(b, '0');
	for (int i = 0; i < (int)n || i <= power; i++) {
		if (i && i == power + 1)
			buf_byte(b, '.');
		buf_byte(b, i < (int)n ? digits[i] : '0');
	}
	if ((int)n <= power + 1)
		buf_str(b, ".0");
}

void
python_put_float(struct buf *b, double v)
{
	char digits[NUM_TEXT_MAX];
	int power;
	size_t n;

	if (signbit(v))
		buf_byte(b, '-');
	if (v == 0) {
		buf_str(b, "0.0");
		return;
	}
	n = take_digits(fabs(v), digits, &power);
	if (power >= POWER_MIN && power <= POWER_MAX) {
		put_plain(b, digits, n, power);
		return;
	}
	buf_byte(b, *digits);
	if (n > 1)
		buf_byte(b, '.');
	buf_add(b, digits + 1, n - 1);
	buf_fmt(b, "e%c%02d", power < 0 ? '-' : '+', abs(power));
}

static void
put_number(struct buf *b, struct js v)
{
	bool is_float = memchr(v.p, '.', v.n) || memchr(v.p, 'e', v.n) ||
			memchr(v.p, 'E', v.n);
	double number = is_float ? js_number(v) : 0;

	if (!isfinite(number))
		buf_str(b, "null");
	else if (is_float)
		python_put_float(b, number);
	else if (v.n == 2 && !memcmp(v.p, "-0", 2))
		buf_byte(b, '0'); /* there is one integer 0 */
	else
		buf_add(b, v.p, v.n);
}

static const char *
short_escape(char c)
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\b':
		return "\\b";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

/* A character as \uXXXX, two of them above U+FFFF. */
static void
put_unicode(struct buf *b, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		buf_fmt(b, "\\u%04x", 0xd800 | c >> 10);
		c = 0xdc00 | (c & 0x3ff);
	}
	buf_fmt(b, "\\u%04x", c);
}

void
python_put_text(struct buf *b, struct str s, enum python_form form)
{
	buf_byte(b, '"');
	for (size_t i = 0, n; i < s.n; i += n) {
		unsigned char c = (unsigned char)s.p[i];
		const char *escape = short_escape(s.p[i]);
		bool stays = c >= 0x20 && (form != PYTHON_DUMPS || c < 0x7f);

		n = c < 0x80 ? 1 : utf8_len(s.p + i, s.n - i);
		n = n ? n : 1;
		if (escape)
			buf_str(b, escape);
		else if (stays)
			buf_add(b, s.p + i, n);
		else
			put_unicode(b, c < 0x80 ? c : utf8_get(s.p + i, n));
	}
	buf_byte(b, '"');
}

static void
put_string(struct buf *b, struct js v, enum python_form form)
{
	struct buf scratch = { 0 };

	python_put_text(b, js_text(v, &scratch), form);
	buf_free(&scratch);
}

static void
put_array(struct buf *b, struct js v, enum python_form form)
{
	struct js_walk w = js_walk(v);
	struct js item;
	bool first = true;

	buf_byte(b, '[');
	for (; js_item(&w, &item); first = false) {
		if (!first)
			buf_str(b, form == PYTHON_COMPACT ? "," : ", ");
		python_put(b, item, form);
	}
	buf_byte(b, ']');
}

/* The members of an object: their names, and the last value of each. */
struct members {
	struct hash names;
	struct js *value;
	size_t cap;
};

static void
take_members(struct members *m, struct js v)
{
	struct js_walk w = js_walk(v);
	struct js key, value;
	struct buf scratch = { 0 };

	while (js_member(&w, &key, &value)) {
		uint32_t n = m->names.n, i;

		scratch.n = 0;
		i = hash_put(&m->names, js_text(key, &scratch));
		if (i == n)
			m->value =
			    xroom(m->value, n, &m->cap, sizeof(*m->value));
		m->value[i] = value;
	}
	buf_free(&scratch);
}

static void
put_object(struct buf *b, struct js v, enum python_form form)
{
	struct members m = { 0 };
	bool compact = form == PYTHON_COMPACT;

	take_members(&m, v);
	buf_byte(b, '{');
	for (uint32_t i = 0; i < m.names.n; i++) {
		if (i)
			buf_str(b, compact ? "," : ", ");
		python_put_text(b, hash_text(&m.names, i), form);
		buf_str(b, compact ? ":" : ": ");
		python_put(b, m.value[i], form);
	}
	buf_byte(b, '}');
	hash_free(&m.names);
	free(m.value);
}

void
python_put(struct buf *b, struct js v, enum python_form form)
{
	switch (v.type) {
	case JS_NUMBER:
		put_number(b, v);
		break;
	case JS_STRING:
		put_string(b, v, form);
		break;
	case JS_ARRAY:
		put_array(b, v, form);
		break;
	case JS_OBJECT:
		put_object(b, v, form);
		break;
	case JS_TRUE:
	case JS_FALSE:
		js_put_bool(b, v.type == JS_TRUE);
		break;
	default:
		buf_str(b, "null");
	}
}
