/* The two texts of a line that are parsed: the instant and the number. */
#include <math.h>
#include <stdlib.h>

#include "traitement/lot/lot.h"

/* n decimal digits at p, or -1. */
static int
digits(const char *p, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned char)p[i] - (unsigned)'0';

		if (d > 9)
			return -1;
		v = v * 10 + (int)d;
	}
	return v;
}

/* Skips "." and digits; the first three are ms. False if no digit follows. */
static bool
skip_fraction(const char **p, const char *end, int *ms)
{
	int scale = 100, n = 0;

	*ms = 0;
	if (*p == end || **p != '.')
		return true;
	for (++*p; *p < end && (unsigned)**p - '0' < 10; ++*p, n++) {
		*ms += (**p - '0') * scale;
		scale /= 10;
	}
	return n > 0;
}

/* Z, or an offset in minutes. */
static bool
read_zone(const char *p, const char *end, int *minutes)
{
	int h, m;

	*minutes = 0;
	if (end - p == 1)
		return *p == 'Z';
	if (end - p != 6 || (*p != '+' && *p != '-') || p[3] != ':')
		return false;
	h = digits(p + 1, 2);
	m = digits(p + 4, 2);
	*minutes = (h * 60 + m) * (*p == '-' ? -1 : 1);
	return h >= 0 && h < 24 && m >= 0 && m < 60;
}

msec
lot_instant(struct str s)
{
	struct civil c;
	const char *p = s.p + 19, *end = s.p + s.n;
	int minutes;

	if (s.n < 20 || s.p[4] != '-' || s.p[7] != '-' || s.p[10] != 'T' ||
	    s.p[13] != ':' || s.p[16] != ':')
		return DAY_BAD;
	c = (struct civil){ .year = digits(s.p, 4),
		.month = digits(s.p + 5, 2),
		.day = digits(s.p + 8, 2),
		.hour = digits(s.p + 11, 2),
		.minute = digits(s.p + 14, 2),
		.second = digits(s.p + 17, 2) };
	if (c.year < 1 || c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.day > day_month_length(c.year, c.month) || c.hour < 0 ||
	    c.hour > 23 || c.minute < 0 || c.minute > 59 || c.second < 0 ||
	    c.second > 59)
		return DAY_BAD;
	if (!skip_fraction(&p, end, &c.ms) || !read_zone(p, end, &minutes))
		return DAY_BAD;
	return day_utc(c) - (msec)minutes * 60000;
}

/* A number by the grammar: sign, digits, point or comma with digits, exponent.
 * Up to 15 digits and powers of ten up to 22 are exact in a double, so that one
 * operation rounds as strtod would. */
static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
	1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
	1e21, 1e22 };

struct scan {
	int64_t mantissa;
	int digits, after;
};

static const char *
scan_digits(const char *p, const char *end, struct scan *n)
{
	for (; p < end && (unsigned)*p - '0' < 10; p++) {
		if (n->digits < 15)
			n->mantissa = n->mantissa * 10 + (*p - '0');
		if (n->mantissa || n->digits)
			n->digits++;
	}
	return p;
}

static double
read_slowly(struct str s)
{
	char *text = xstrndup(s.p, s.n), *comma = strchr(text, ',');
	double v;

	if (comma)
		*comma = '.';
	v = strtod(text, NULL);
	free(text);
	return isfinite(v) ? v : NAN;
}

/* The exponent of p, which must end at end. */
static bool
is_exponent(const char *p, const char *end)
{
	const char *first;

	p++;
	p += p < end && (*p == '+' || *p == '-');
	for (first = p; p < end && (unsigned)*p - '0' < 10;)
		p++;
	return p == end && p > first;
}

double
lot_number(struct str s)
{
	const char *p = s.p, *end = p + s.n, *first, *point;
	bool negative = s.n && *p == '-';
	struct scan n = { 0 };
	double v;

	p += s.n && (*p == '-' || *p == '+');
	first = p;
	p = scan_digits(p, end, &n);
	if (p == first)
		return NAN;
	if (p < end && (*p == '.' || *p == ',')) {
		point = ++p;
		p = scan_digits(p, end, &n);
		n.after = (int)(p - point > 1000 ? 1000 : p - point);
	}
	if (p < end && (*p | 0x20) == 'e')
		return is_exponent(p, end) ? read_slowly(s) : NAN;
	if (p < end)
		return NAN;
	if (n.digits > 15 || n.after > 22)
		return read_slowly(s);
	v = (double)n.mantissa / powers[n.after];
	return negative ? -v : v;
}
