#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/day.h"
#include "base/err.h"

enum {
	SECOND = 1000,
	DAY_SECONDS = 86400,
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Civil calendar. Years are counted from 1 March of a year 0, so that the leap
 * day is the last of its year, and in eras of 400 years.
 */
enum {
	ERA_DAYS = 146097,
	EPOCH_SHIFT = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

static int64_t
days_of(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2), era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	       EPOCH_SHIFT;
}

static void
civil_day(int64_t days, struct civil *c)
{
	int64_t z = days + EPOCH_SHIFT, era = floor_div(z, ERA_DAYS);
	int doe = (int)(z - era * ERA_DAYS);
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153; /* months since March */

	c->day = doy - (153 * mp + 2) / 5 + 1;
	c->month = mp < 10 ? mp + 3 : mp - 9;
	c->year = (int)(yoe + era * 400) + (c->month <= 2);
}

struct civil
day_civil(msec t)
{
	int64_t days = floor_div(t, (int64_t)DAY_SECONDS * SECOND);
	int rest = (int)(t - days * DAY_SECONDS * SECOND);
	struct civil c;

	civil_day(days, &c);
	c.hour = rest / (3600 * SECOND);
	c.minute = rest / (60 * SECOND) % 60;
	c.second = rest / SECOND % 60;
	c.ms = rest % SECOND;
	return c;
}

msec
day_utc(struct civil c)
{
	int64_t s = days_of(c.year, c.month, c.day) * DAY_SECONDS +
		    c.hour * 3600 + c.minute * 60 + c.second;

	return s * SECOND + c.ms;
}

int
day_month_length(int year, int month)
{
	static const char length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return length[month - 1] + (month == 2 && leap);
}

static bool
real_day(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= day_month_length(year, month);
}

/*
 * Europe/Paris.
 */
static long
zone_offset(int64_t s)
{
	time_t t = (time_t)s;
	struct tm tm;

	if (!localtime_r(&t, &tm))
		die("%lld: no civil date", (long long)s);
	return tm.tm_gmtoff;
}

static void
zone_init(void)
{
	/* Reduced tables begin in 1970: 1900 was at local mean time, June 1940
	 * two hours ahead. */
	static const int64_t in_1900 = -2208988800, in_1940 = -931996800;

	if (setenv("TZ", "Europe/Paris", 1))
		die("TZ:");
	tzset();
	if (zone_offset(in_1900) != 561 || zone_offset(in_1940) != 7200)
		die("no full time zone data for Europe/Paris on this machine "
		    "(install tzdata)");
}

/* Offset of Europe/Paris at s, seconds east of UTC. If the offset is the same
 * at both ends of a day, it holds all day; so the zone is rarely consulted. */
static long
paris_offset(int64_t s)
{
	static struct {
		int64_t day;
		int offset;
		bool known, mixed;
	} cache[4096], *c;
	int64_t day = floor_div(s, DAY_SECONDS);
	static bool ready;

	c = &cache[(uint64_t)day % 4096];
	if (!c->known || c->day != day) {
		if (!ready)
			zone_init();
		ready = true;
		c->day = day;
		c->offset = (int)zone_offset(day * DAY_SECONDS);
		c->mixed = zone_offset((day + 1) * DAY_SECONDS) != c->offset;
		c->known = true;
	}
	return c->mixed ? zone_offset(s) : c->offset;
}

/* The instant at which Paris clocks show what UTC clocks show at l. Winter time
 * is tried first, so that of two occurrences the second is taken and a skipped
 * time moves forward. */
static int64_t
paris_instant(int64_t l)
{
	/* 1911-03-11, the day Paris left its mean time, begins twice. */
	static const int64_t end_of_mean_time = -1855958400;
	long o, o3;

	if (l == end_of_mean_time)
		return -1855957839;
	o = paris_offset(l - 3600);
	if (o == 3600)
		return l - 3600;
	o3 = paris_offset(l - o);
	return l - (o3 < o ? o3 : o);
}

msec
day_paris_wall(msec t)
{
	int64_t l = floor_div(t, SECOND);
	long o1 = paris_offset(l);
	long o2 = paris_offset(l - o1), o3 = paris_offset(l - o2);

	return t - (o2 == o1 || o2 < o3 ? o2 : o3) * SECOND;
}

msec
day_paris_midnight(int year, int month, int day)
{
	if (!real_day(year, month, day))
		return DAY_BAD;
	return paris_instant(days_of(year, month, day) * DAY_SECONDS) * SECOND;
}

/*
 * Writing.
 */
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

/*
 * Reading. take_* read from the front of s and return false, or -1, when it
 * holds something else.
 */
static int
take_digits(struct str *s, size_t n)
{
	int v = 0;
	size_t i;

	if (s->n < n)
		return -1;
	for (i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return -1;
		v = v * 10 + (s->p[i] - '0');
	}
	s->p += n;
	s->n -= n;
	return v;
}

static bool
take_byte(struct str *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

msec
day_paris_local(struct str s, bool end)
{
	int day, month, year;
	int64_t l;

	if (!s.p)
		return DAY_NULL;
	day = take_digits(&s, 2);
	if (!take_byte(&s, '/'))
		return DAY_BAD;
	month = take_digits(&s, 2);
	if (!take_byte(&s, '/'))
		return DAY_BAD;
	year = take_digits(&s, 4);
	if (year < 0 || s.n || !real_day(year, month, day))
		return DAY_BAD;
	l = days_of(year, month, day) * DAY_SECONDS;
	return paris_instant(end ? l + DAY_SECONDS - 1 : l) * SECOND;
}

static bool
take_month_day(struct str *s, struct civil *c)
{
	if (!take_byte(s, '-'))
		return false;
	c->month = take_digits(s, 2);
	if (!take_byte(s, '-'))
		return false;
	c->day = take_digits(s, 2);
	return real_day(c->year, c->month, c->day);
}

static bool
take_date(struct str *s, struct civil *c)
{
	c->year = take_digits(s, 4);
	return c->year >= 0 && take_month_day(s, c);
}

/* Digits of a fraction of a second, cut to milliseconds. */
static int
take_fraction(struct str *s)
{
	int unit = 100, digit = take_digits(s, 1), ms = 0;

	if (digit < 0)
		return -1;
	do {
		ms += digit * unit;
		unit /= 10;
	} while ((digit = take_digits(s, 1)) >= 0);
	return ms;
}

/* THH:MM[:SS[.fraction]] */
static bool
take_time(struct str *s, struct civil *c)
{
	if (!take_byte(s, 'T'))
		return false;
	c->hour = take_digits(s, 2);
	if (!take_byte(s, ':'))
		return false;
	c->minute = take_digits(s, 2);
	if (take_byte(s, ':')) {
		c->second = take_digits(s, 2);
		if (take_byte(s, '.'))
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
	if (take_byte(&s, 'Z'))
		return !s.n;
	sign = s.n && *s.p == '-' ? -1 : 1;
	if (!take_byte(&s, '+') && !take_byte(&s, '-'))
		return false;
	hour = take_digits(&s, 2);
	if (!take_byte(&s, ':'))
		return false;
	minute = take_digits(&s, 2);
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
	bool minus = take_byte(&s, '-'), wide = minus || take_byte(&s, '+');
	struct civil c = { .year = take_digits(&s, wide ? 6 : 4) };
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

msec
day_clock(void)
{
	const char *text = getenv("SUITE_NOW");
	struct timespec ts;
	msec now;

	if (text && *text) {
		now = day_parse(str_of(text));
		if (now == DAY_BAD)
			die("SUITE_NOW=%s: not a date and time such as"
			    " 2026-01-31T04:00:00Z",
			    err_quote(text, strlen(text)));
		return now;
	}
	clock_gettime(CLOCK_REALTIME, &ts);
	return (msec)ts.tv_sec * SECOND + ts.tv_nsec / 1000000;
}

msec
day_now(void)
{
	static msec now = DAY_NULL;

	if (now == DAY_NULL)
		now = day_clock();
	return now;
}
