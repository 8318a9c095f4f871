/* The Europe/Paris clock. */
#include <stdlib.h>
#include <time.h>

#include "base/day_parts.h"
#include "base/err.h"

long
day_zone_offset(int64_t s)
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
	if (day_zone_offset(in_1900) != 561 || day_zone_offset(in_1940) != 7200)
		die("no full time zone data for Europe/Paris on this machine "
		    "(install tzdata)");
}

/* If the offset is the same at both ends of a day, it holds all day; so the
 * zone is rarely consulted. */
long
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
		c->offset = (int)day_zone_offset(day * DAY_SECONDS);
		c->mixed =
		    day_zone_offset((day + 1) * DAY_SECONDS) != c->offset;
		c->known = true;
	}
	return c->mixed ? day_zone_offset(s) : c->offset;
}

/* Winter time is tried first, so that of two occurrences the second is taken
 * and a skipped time moves forward. */
int64_t
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
	if (!civil_is_real(year, month, day))
		return DAY_BAD;
	return paris_instant(civil_days(year, month, day) * DAY_SECONDS) *
	       SECOND;
}
