/* Numbers, texts that are numbers, and the small parts made of them. */
#include <math.h>
#include <stdlib.h>

#include "base/num.h"
#include "fiches/fiche/fiche_normal.h"
#include "fiches/fiche/fiche_text.h"
#include "json/python.h"

const char *const fiche_levels[] = { "junior", "confirme", "senior", NULL };

bool
fiche_has(struct js v)
{
	struct js_walk w;
	struct js key, value;

	switch (v.type) {
	case JS_TRUE:
		return true;
	case JS_NUMBER:
		return js_number(v) != 0;
	case JS_STRING:
		return v.n > 2;
	case JS_ARRAY:
		return js_count(v);
	case JS_OBJECT:
		w = js_walk(v);
		return js_member(&w, &key, &value);
	default:
		return false;
	}
}

size_t
fiche_count_members(struct js v)
{
	struct js_walk w = js_walk(v);
	struct js key, value;
	size_t n = 0;

	while (v.type == JS_OBJECT && js_member(&w, &key, &value))
		n++;
	return n;
}

static size_t
span_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* Returns the text of a number, trimmed: an optional sign, digits, an optional
 * fraction. .p NULL if v is not such a text. whole: a fraction is not allowed.
 */
static struct str
number_text(struct js v, bool whole, struct buf *scratch)
{
	struct str s = fiche_trim(js_text(v, scratch)), rest = s;
	size_t n;

	if (rest.n && (*rest.p == '-' || *rest.p == '+'))
		rest = (struct str){ rest.p + 1, rest.n - 1 };
	if (!(n = span_digits(rest)))
		return STR_NULL;
	rest = (struct str){ rest.p + n, rest.n - n };
	if (!rest.n)
		return s;
	if (whole || *rest.p != '.' || rest.n == 1)
		return STR_NULL;
	rest = (struct str){ rest.p + 1, rest.n - 1 };
	return span_digits(rest) == rest.n ? s : STR_NULL;
}

double
fiche_number(struct js v)
{
	struct buf scratch = { 0 };
	double number = js_number(v);
	struct str s;

	if (v.type == JS_STRING) {
		s = number_text(v, false, &scratch);
		number = s.p ? num_parse(s) : NAN;
		buf_free(&scratch);
	}
	return isfinite(number) ? number : NAN;
}

bool
fiche_put_float(struct buf *b, struct js v)
{
	double number = fiche_number(v);

	if (isnan(number))
		return false;
	python_put_float(b, number);
	return true;
}

/* The digits of a whole number, of any length, without leading zeros. */
static void
put_digits(struct buf *b, struct str s)
{
	bool minus = *s.p == '-';

	while (s.n > 1 && (*s.p < '1' || *s.p > '9')) {
		s.p++;
		s.n--;
	}
	if (minus && *s.p != '0')
		buf_byte(b, '-');
	buf_add(b, s.p, s.n);
}

bool
fiche_put_integer(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };
	struct str s = { v.p, v.n };
	double number = js_number(v);

	if (v.type == JS_STRING)
		s = number_text(v, true, &scratch);
	else if (v.type != JS_NUMBER)
		return false;
	else if (memchr(v.p, '.', v.n) || memchr(v.p, 'e', v.n) ||
		 memchr(v.p, 'E', v.n)) {
		if (!isfinite(number) || floor(number) != number)
			return false;
		buf_fmt(&scratch, "%.0f", number);
		s = buf_view(&scratch);
	}
	if (s.p)
		put_digits(b, s);
	buf_free(&scratch);
	return s.p;
}

bool
fiche_put_level(struct buf *b, struct js v)
{
	static const char *const names[] = { "min", "max", "median" };
	struct js part[3] = { 0 };

	if (v.type == JS_OBJECT)
		js_pick(v, names, 3, part);
	else if (v.type != JS_ABSENT)
		return false;
	buf_byte(b, '{');
	for (int i = 0; i < 3; i++) {
		js_put_key(b, names[i]);
		if (js_is_null(part[i]))
			buf_str(b, "null");
		else if (!fiche_put_integer(b, part[i]))
			return false;
	}
	buf_byte(b, '}');
	return true;
}

void
fiche_put_tendance(struct buf *b, struct js v)
{
	static const char *const known[] = { "emergence", "hausse", "stable",
		"baisse", "disparition" };
	size_t i = 0, n = sizeof(known) / sizeof(*known);

	while (i < n && !js_is(v, known[i]))
		i++;
	js_put_text(b, str_of(i < n ? known[i] : "stable"));
}
