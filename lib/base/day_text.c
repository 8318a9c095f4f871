/* Instants as text: written, then read. */
#include <stdlib.h>

#include "base/day_parts.h"
#include "base/text.h"

static char *
put2(char *t, int v)
{
	t[0] = (char)('0' + v / 10);
	t[1] = (char)('0' + v % 10);
	return t + 2;
}

static char *
put_year(char *t, int year)
{
	if (year < 0 || year > 9999) { /* as ECMAScript's expanded years */
		*t++ = year < 0 ? '-' : '+';
		year = abs(year);
		t = put2(t, year / 10000);
	}
	return put2(put2(t, year / 100 % 100), year % 100);
}

/* Date and time without offset. */
static char *
put_civil(char *t, const struct civil *c)
{
	t = put_year(t, c->year);
	*t++ = '-';
	t = put2(t, c->month);
	*t++ = '-';
	t = put2(t, c->day);
	*t++ = 'T';
	t = put2(t, c->hour);
	*t++ = ':';
	t = put2(t, c->minute);
	*t++ = ':';
	t = put2(t, c->second);
	*t++ = '.';
	*t++ = (char)('0' + c->ms / 100);
	return put2(t, c->ms % 100);
}

size_t
day_print_utc(msec t, char text[DAY_TEXT_MAX])
{
	struct civil c = day_civil(t);
	char *end = put_civil(text, &c);

	*end++ = 'Z';
	*end = '\0';
	return (size_t)(end - text);
}

size_t
day_print_paris(msec t, char text[DAY_TEXT_MAX])
{
	int offset = (int)paris_offset(floor_div(t, SECOND));
	struct civil c = day_civil(t + (msec)offset * SECOND);
	char *end = put_civil(text, &c);

	/* Never negative; the mean time's seconds are cut. */
	*end++ = '+';
	end = put2(end, offset / 3600);
	*end++ = ':';
	end = put2(end, offset / 60 % 60);
	*end = '\0';
	return (size_t)(end - text);
}

static void
put_instant(struct buf *b, msec t, size_t (*print)(msec, char *))
{
	char text[DAY_TEXT_MAX];

	if (t == DAY_NULL) {
		buf_str(b, "null");
		return;
	}
	buf_byte(b, '"');
	buf_add(b, text, print(t, text));
	buf_byte(b, '"');
}

void
day_put_paris(struct buf *b, msec t)
{
	put_instant(b, t, day_print_paris);
}

void
day_put_utc(struct buf *b, msec t)
{
	put_instant(b, t, day_print_utc);
}

/* The functions take_* read from the front of s and return false, or -1, when
 * it holds something else. */

msec
day_paris_local(struct str s, bool end)
{
	int day, month, year;
	int64_t l;

	if (!s.p)
		return DAY_NULL;
	day = text_digits(&s, 2);
	if (!text_byte(&s, '/'))
		return DAY_BAD;
	month = text_digits(&s, 2);
	if (!text_byte(&s, '/'))
		return DAY_BAD;
	year = text_digits(&s, 4);
	if (year < 0 || s.n || !civil_is_real(year, month, day))
		return DAY_BAD;
	l = civil_days(year, month, day) * DAY_SECONDS;
	return paris_instant(end ? l + DAY_SECONDS - 1 : l) * SECOND;
}

static bool
take_month_day(struct str *s, struct civil *c)
{
	if (!text_byte(s, '-'))
		return false;
	c->month = text_digits(s, 2);
	if (!text_byte(s, '-'))
		return false;
	c->day = text_digits(s, 2);
	return civil_is_real(c->year, c->month, c->day);
}

static bool
take_date(struct str *s, struct civil *c)
{
	c->year = text_digits(s, 4);
	return c->year >= 0 && take_month_day(s, c);
}

/* Digits of a fraction of a second, cut to milliseconds. */
static int
take_fraction(struct str *s)
{
	int unit = 100, digit = text_digits(s, 1), ms = 0;

	if (digit < 0)
		return -1;
	do {
		ms += digit * unit;
		unit /= 10;
	} while ((digit = text_digits(s, 1)) >= 0);
	return ms;
}

/* THH:MM[:SS[.fraction]] */
static bool
take_time(struct str *s, struct civil *c)
{
	if (!text_byte(s, 'T'))
		return false;
	c->hour = text_digits(s, 2);
	if (!text_byte(s, ':'))
		return false;
	c->minute = text_digits(s, 2);
	if (text_byte(s, ':')) {
		c->second = text_digits(s, 2);
		if (text_byte(s, '.'))
			c->ms = take_fraction(s);
	}
	return c->hour >= 0 && c->hour < 24 && c->minute >= 0 &&
	       c->minute < 60 && c->second >= 0 && c->second < 60 && c->ms >= 0;
}

/* Z or +HH:MM, the whole of s; seconds east of UTC. */
static bool
take_offset(struct str s, int *seconds)
{
	int sign, hour, minute;

	*seconds = 0;
	if (text_byte(&s, 'Z'))
		return !s.n;
	sign = s.n && *s.p == '-' ? -1 : 1;
	if (!text_byte(&s, '+') && !text_byte(&s, '-'))
		return false;
	hour = text_digits(&s, 2);
	if (!text_byte(&s, ':'))
		return false;
	minute = text_digits(&s, 2);
	*seconds = sign * (hour * 3600 + minute * 60);
	return !s.n && hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

static msec
parse(struct str s, bool utc)
{
	struct civil c = { 0 };
	int offset = 0;

	if (!s.p)
		return DAY_NULL;
	if (!take_date(&s, &c))
		return DAY_BAD;
	if (!s.n && !utc)
		return day_paris_midnight(c.year, c.month, c.day);
	if (!s.n)
		return day_utc(c);
	if (!take_time(&s, &c))
		return DAY_BAD;
	if ((s.n || !utc) && !take_offset(s, &offset))
		return DAY_BAD;
	if (!utc && offset == 540) /* printed so: see day_print_paris */
		offset = 561;
	return day_utc(c) - (msec)offset * SECOND;
}

msec
day_parse(struct str s)
{
	return parse(s, false);
}

msec
day_parse_utc(struct str s)
{
	return parse(s, true);
}

msec
day_read_utc(struct str s)
{
	bool minus = text_byte(&s, '-'), wide = minus || text_byte(&s, '+');
	struct civil c = { .year = text_digits(&s, wide ? 6 : 4) };
	int offset;

	if (c.year < 0)
		return DAY_BAD;
	if (minus)
		c.year = -c.year;
	if (!take_month_day(&s, &c) || !take_time(&s, &c) ||
	    !take_offset(s, &offset) || offset)
		return DAY_BAD;
	return day_utc(c);
}
