#include <ctype.h>
#include <stdio.h>

#include "offres/calendar.h"
#include "json/js.h"

/* How far the zone's clocks are ahead of UTC at t. */
static msec
offset_at(msec t, bool paris)
{
	char text[DAY_TEXT_MAX];
	int hours, minutes;
	size_t n;

	if (!paris)
		return 0;
	n = day_print_paris(t, text);
	if (sscanf(text + n - 6, "+%2d:%2d", &hours, &minutes) != 2)
		return 0;
	return hours * CALENDAR_HOUR + minutes * CALENDAR_MINUTE;
}

msec
calendar_wall(msec t, bool paris)
{
	return t + offset_at(t, paris);
}

/* The offset before a change of the clock gives the first of two instants; and
 * moves a time that is skipped forward. */
msec
calendar_of_wall(msec wall, bool paris)
{
	msec before = offset_at(wall - CALENDAR_DAY, paris);
	msec after = offset_at(wall + CALENDAR_DAY, paris);

	if (offset_at(wall - before, paris) != before &&
	    offset_at(wall - after, paris) == after)
		return wall - after;
	return wall - before;
}

msec
calendar_add_days(msec t, int n, bool paris)
{
	return calendar_of_wall(
	    calendar_wall(t, paris) + n * CALENDAR_DAY, paris);
}

msec
calendar_add_months(msec t, int n, bool paris)
{
	struct civil c = day_civil(calendar_wall(t, paris));
	int month = c.year * 12 + c.month - 1 + n, length;

	c.year = month / 12;
	c.month = month % 12 + 1;
	length = day_month_length(c.year, c.month);
	if (c.day > length)
		c.day = length;
	return calendar_of_wall(day_utc(c), paris);
}

msec
calendar_day_start(msec t, bool paris)
{
	struct civil c = day_civil(calendar_wall(t, paris));

	c.hour = c.minute = c.second = c.ms = 0;
	return calendar_of_wall(day_utc(c), paris);
}

msec
calendar_read(struct str s)
{
	char text[DAY_TEXT_MAX];
	msec t = s.p && s.n == 24 ? day_read_utc(s) : DAY_BAD;

	if (t == DAY_BAD || t == DAY_NULL || day_print_utc(t, text) != 24 ||
	    memcmp(text, s.p, 24) != 0)
		return DAY_BAD;
	return t;
}

/* Text that is read from left to right; once bad it stays bad. */
struct scan {
	const char *p, *end;
	bool bad;
};

static int
digits(struct scan *s, int n)
{
	int v = 0;

	while (n-- > 0)
		if (s->p < s->end && isdigit((unsigned char)*s->p)) {
			v = v * 10 + *s->p++ - '0';
		} else {
			s->bad = true;
			return 0;
		}
	return v;
}

static bool
take(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static void
want(struct scan *s, char c)
{
	if (!take(s, c))
		s->bad = true;
}

/* More digits than milliseconds have are cut. */
static int
fraction(struct scan *s)
{
	int ms = 0, n = 0;

	for (; s->p < s->end && isdigit((unsigned char)*s->p); s->p++, n++)
		if (n < 3)
			ms = ms * 10 + *s->p - '0';
	if (!n)
		s->bad = true;
	for (; n < 3; n++)
		ms *= 10;
	return ms;
}

static void
time_of_day(struct scan *s, struct civil *c)
{
	c->hour = digits(s, 2);
	want(s, ':');
	c->minute = digits(s, 2);
	if (take(s, ':')) {
		c->second = digits(s, 2);
		if (take(s, '.'))
			c->ms = fraction(s);
	}
	if (c->hour > 23 || c->minute > 59 || c->second > 59)
		s->bad = true;
}

/* Z, an offset, or nothing; t is what clocks show. */
static msec
with_zone(struct scan *s, msec t, bool paris)
{
	bool minus = s->p < s->end && *s->p == '-';
	int hours, minutes;
	msec offset;

	if (take(s, 'Z'))
		return t;
	if (s->p == s->end)
		return calendar_of_wall(t, paris);
	if (!take(s, '+'))
		want(s, '-');
	hours = digits(s, 2);
	take(s, ':');
	minutes = digits(s, 2);
	if (hours > 23 || minutes > 59)
		s->bad = true;
	offset = hours * CALENDAR_HOUR + minutes * CALENDAR_MINUTE;
	return minus ? t + offset : t - offset;
}

msec
calendar_parse(struct str text, bool paris)
{
	struct scan s = { text.p, text.p + text.n, false };
	struct civil c = { 0 };
	msec t;

	c.year = digits(&s, 4);
	want(&s, '-');
	c.month = digits(&s, 2);
	want(&s, '-');
	c.day = digits(&s, 2);
	if (s.bad || c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.day > day_month_length(c.year, c.month))
		return DAY_BAD;
	if (s.p == s.end)
		return day_utc(c);
	if (!take(&s, 'T'))
		want(&s, ' ');
	time_of_day(&s, &c);
	t = with_zone(&s, day_utc(c), paris);
	return s.bad || s.p != s.end ? DAY_BAD : t;
}

void
calendar_put_day(struct buf *b, struct str date, bool paris)
{
	msec t = calendar_read(date);
	struct civil c;

	if (t == DAY_BAD) {
		buf_str(b, "null");
		return;
	}
	c = day_civil(calendar_wall(t, paris));
	buf_fmt(b, "\"%02d/%02d/%04d\"", c.day, c.month, c.year);
}
