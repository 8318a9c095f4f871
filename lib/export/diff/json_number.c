#include <limits.h>
#include <stdlib.h>

#include "export/diff/json_number.h"

/* The value is 0.DIGITS times ten to the power of exponent. */
struct decimal {
	bool negative;
	struct str digits; /* without zeros at either end; zero has none */
	long exponent;
};

/* An exponent beyond those of doubles is cut, so that it can be added to. */
#define EXPONENT_MAX (LONG_MAX / 4)

static long
read_exponent(struct str s, size_t i)
{
	char text[24];
	size_t n = s.n - i < sizeof(text) - 1 ? s.n - i : sizeof(text) - 1;
	long e;

	memcpy(text, s.p + i, n);
	text[n] = '\0';
	e = strtol(text, NULL, 10);
	return e > EXPONENT_MAX    ? EXPONENT_MAX
	       : e < -EXPONENT_MAX ? -EXPONENT_MAX
				   : e;
}

/* Reads s. The digits are put into b, which they borrow. */
static struct decimal
read_decimal(struct str s, struct buf *b)
{
	struct decimal d = { .negative = s.n && s.p[0] == '-' };
	size_t i = d.negative, first = 0;
	bool point = false;

	for (; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++)
		if (s.p[i] == '.') {
			point = true;
		} else {
			buf_byte(b, s.p[i]);
			d.exponent += !point;
		}
	if (i < s.n)
		d.exponent += read_exponent(s, i + 1);
	while (first < b->n && b->p[first] == '0')
		first++;
	d.exponent -= (long)first;
	while (b->n > first && b->p[b->n - 1] == '0')
		b->n--;
	d.digits = (struct str){ b->p + first, b->n - first };
	if (!d.digits.n)
		return (struct decimal){ .digits = STR("") };
	return d;
}

bool
json_number_same(struct str a, struct str b)
{
	struct buf da = { 0 }, db = { 0 };
	struct decimal x = read_decimal(a, &da), y = read_decimal(b, &db);
	bool same = x.negative == y.negative && x.exponent == y.exponent &&
		    str_eq(x.digits, y.digits);

	buf_free(&da);
	buf_free(&db);
	return same;
}
