#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/num.h"
#include "base/text.h"

/* Significant digits without zeros at the end; the decimal point comes after
 * the first `point` of them (which may be negative or beyond the last). */
struct decimal {
	char digit[18];
	int n, point;
};

static void
strip_zeros(struct decimal *d)
{
	while (d->n > 1 && d->digit[d->n - 1] == '0')
		d->n--;
}

/* The n digits nearest to v > 0. */
static void
nearest(struct decimal *d, double v, int n)
{
	char text[32];

	snprintf(text, sizeof text, "%.*e", n - 1, v);
	d->digit[0] = text[0];
	if (n > 1)
		memcpy(d->digit + 1, text + 2, (size_t)n - 1);
	d->n = n;
	d->point = atoi(text + (n > 1 ? n + 1 : 1) + 1) + 1;
}

/* Adds one to the last digit. */
static void
bump(struct decimal *d)
{
	int i = d->n - 1;

	while (i >= 0 && d->digit[i] == '9')
		d->digit[i--] = '0';
	if (i >= 0) {
		d->digit[i]++;
	} else {
		d->digit[0] = '1';
		d->point++;
	}
}

static bool
reads_back(const struct decimal *d, double v)
{
	char text[32];

	snprintf(text, sizeof text, "0.%.*se%d", d->n, d->digit, d->point);
	return strtod(text, NULL) == v;
}

static void
shortest(struct decimal *d, double v)
{
	/* 15 digits survive a way through a normal double, so that a shorter
	 * text shows as zeros at the end; subnormal ones hold fewer. */
	int n = v < DBL_MIN ? 1 : 15, e;
	bool power = frexp(v, &e) == 0.5;

	for (;; n++) {
		nearest(d, v, n);
		if (n == 17 || reads_back(d, v))
			break;
		/* Below a power of two doubles are twice as dense as above:
		 * the nearest text may be too far and the next one do. */
		if (power) {
			bump(d);
			if (reads_back(d, v))
				break;
		}
	}
	strip_zeros(d);
}

static void
integer_digits(struct decimal *d, uint64_t v, int scale)
{
	char text[24];
	int n = 0, i = 0;

	do
		text[n++] = (char)('0' + v % 10);
	while (v /= 10);
	do
		d->digit[i] = text[n - 1 - i];
	while (++i < n);
	d->n = n;
	d->point = n - scale;
	strip_zeros(d);
}

/* Numbers of at most 15 digits, 9 of them after the point: m / 10^9 is
 * rounded once, as reading its text would be, and 15 digits name one double. */
static bool
few_digits(struct decimal *d, double v)
{
	double m;

	if (v < 1e15 && v == floor(v)) {
		integer_digits(d, (uint64_t)v, 0);
		return true;
	}
	if (v < 1e-6 || v >= 1e6)
		return false;
	m = nearbyint(v * 1e9);
	if (m < 1 || m / 1e9 != v)
		return false;
	integer_digits(d, (uint64_t)m, 9);
	return true;
}

static char *
zeros(char *t, int n)
{
	while (n-- > 0)
		*t++ = '0';
	return t;
}

static char *
digits(char *t, const struct decimal *d, int from, int to)
{
	memcpy(t, d->digit + from, (size_t)(to - from));
	return t + (to - from);
}

static char *
lay_out(char *t, const struct decimal *d)
{
	int n = d->n, point = d->point;

	if (point > 0 && point <= 21) {
		t = digits(t, d, 0, n < point ? n : point);
		t = zeros(t, point - n);
		if (n > point) {
			*t++ = '.';
			t = digits(t, d, point, n);
		}
		return t;
	}
	if (point > -6 && point <= 0) {
		*t++ = '0';
		*t++ = '.';
		return digits(zeros(t, -point), d, 0, n);
	}
	*t++ = d->digit[0];
	if (n > 1) {
		*t++ = '.';
		t = digits(t, d, 1, n);
	}
	return t + sprintf(t, "e%+d", point - 1);
}

size_t
num_print(double v, char text[NUM_TEXT_MAX])
{
	struct decimal d;
	char *t = text;

	if (isnan(v)) {
		memcpy(text, "NaN", 4);
		return 3;
	}
	if (v == 0) {
		memcpy(text, "0", 2);
		return 1;
	}
	if (v < 0) {
		*t++ = '-';
		v = -v;
	}
	if (isinf(v)) {
		memcpy(t, "Infinity", 8);
		t += 8;
	} else {
		if (!few_digits(&d, v))
			shortest(&d, v);
		t = lay_out(t, &d);
	}
	*t = '\0';
	return (size_t)(t - text);
}

static size_t
digit_run(const char *p, size_t n)
{
	size_t i = 0;

	while (i < n && p[i] >= '0' && p[i] <= '9')
		i++;
	return i;
}

/* Length of the longest [+-](digits[.digits]|.digits)[e[+-]digits] at p, 0 if
 * there is none. */
static size_t
decimal_length(const char *p, size_t n)
{
	size_t at = n && (*p == '+' || *p == '-'), whole, part = 0, e;

	whole = digit_run(p + at, n - at);
	at += whole;
	if (at < n && p[at] == '.')
		part = digit_run(p + at + 1, n - at - 1);
	if (!whole && !part)
		return 0;
	if (at < n && p[at] == '.')
		at += 1 + part;
	if (at < n && (p[at] | 0x20) == 'e') {
		e = at + 1;
		if (e < n && (p[e] == '+' || p[e] == '-'))
			e++;
		if (digit_run(p + e, n - e))
			at = e + digit_run(p + e, n - e);
	}
	return at;
}

/* strtod for text without a terminating NUL. */
static double
decimal_slow(const char *p, size_t n)
{
	char small[64], *copy = n < sizeof small ? small : xmalloc(n + 1);
	double v;

	memcpy(copy, p, n);
	copy[n] = '\0';
	v = strtod(copy, NULL);
	if (copy != small)
		free(copy);
	return v;
}

/* The decimal p[0..n), already checked. Both m and 10^scale are exact below,
 * so that their quotient is rounded once. */
static double
decimal_value(const char *p, size_t n)
{
	static const double ten[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
		1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	size_t i = n && (*p == '+' || *p == '-'), scale = 0;
	bool point = false;
	uint64_t m = 0;

	if (n > 17)
		return decimal_slow(p, n);
	for (; i < n; i++) {
		if (p[i] == '.') {
			point = true;
		} else if (p[i] >= '0' && p[i] <= '9') {
			m = m * 10 + (uint64_t)(p[i] - '0');
			scale += point;
		} else {
			return decimal_slow(p, n);
		}
	}
	if (m >> 53 || scale > 15)
		return decimal_slow(p, n);
	return (*p == '-' ? -(double)m : (double)m) / ten[scale];
}

double
num_json(const char *p, size_t n)
{
	return n ? decimal_value(p, n) : (double)NAN;
}

/* 0x, 0b and 0o: the digits after the prefix, rounded once. */
static double
radix_value(const char *p, size_t n, unsigned bits)
{
	uint64_t m = 0, lost = 0;
	unsigned digit;
	int shift = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (p[i] >= '0' && p[i] <= '9')
			digit = (unsigned)(p[i] - '0');
		else if ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f')
			digit = (unsigned)((p[i] | 0x20) - 'a' + 10);
		else
			return (double)NAN;
		if (digit >> bits)
			return (double)NAN;
		if (m >> 58) {
			lost |= digit;
			if (shift < 5000) /* far beyond infinity */
				shift += (int)bits;
		} else {
			m = m << bits | digit;
		}
	}
	return n ? ldexp((double)(m | (lost != 0)), shift) : (double)NAN;
}

/* Length of [+-]Infinity at p, or 0. */
static size_t
infinity_length(const char *p, size_t n)
{
	size_t at = n && (*p == '+' || *p == '-');

	return n - at >= 8 && !memcmp(p + at, "Infinity", 8) ? at + 8 : 0;
}

double
num_parse(struct str s)
{
	s = js_trim(s);
	if (!s.n)
		return 0;
	if (s.n > 1 && s.p[0] == '0' && (s.p[1] | 0x20) >= 'a') {
		switch (s.p[1] | 0x20) {
		case 'x':
			return radix_value(s.p + 2, s.n - 2, 4);
		case 'o':
			return radix_value(s.p + 2, s.n - 2, 3);
		case 'b':
			return radix_value(s.p + 2, s.n - 2, 1);
		}
	}
	if (infinity_length(s.p, s.n) == s.n)
		return *s.p == '-' ? (double)-INFINITY : (double)INFINITY;
	if (decimal_length(s.p, s.n) == s.n)
		return decimal_value(s.p, s.n);
	return (double)NAN;
}

double
num_prefix(struct str s)
{
	size_t n;

	s = js_trim(s);
	if (infinity_length(s.p, s.n))
		return *s.p == '-' ? (double)-INFINITY : (double)INFINITY;
	n = decimal_length(s.p, s.n);
	return n ? decimal_value(s.p, n) : (double)NAN;
}
