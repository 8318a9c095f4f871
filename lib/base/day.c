#include <stdlib.h>
#include <time.h>

#include "base/day_parts.h"
#include "base/err.h"

int64_t
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

int64_t
civil_days(int64_t year, int month, int day)
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
	int64_t s = civil_days(c.year, c.month, c.day) * DAY_SECONDS +
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

bool
civil_is_real(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= day_month_length(year, month);
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
