#include "queue/cron/cron.h"
#include "queue/cron/zone.h"

/*
 * The search walks over days by calendar arithmetic, then over the slots of a
 * day: stretches of time in which the wall clock shows one hour and the zone's
 * offset is constant. A day has 24 of them, and one fewer or more where the
 * clock changes.
 */
struct slot {
	int64_t start, end; /* s since the epoch */
	int64_t local;      /* what the wall clock shows at start, as UTC */
};

struct search {
	const struct cron *c;
	int64_t after; /* s: the answer is later */
	struct slot slot;
	int hour, hour_before; /* of the slot, of the one walked before; -1 */
	bool asked_here;       /* the search began in this slot */
};

enum { HOUR = 3600, DAY = 86400, YEARS = 26 };
#define LATEST INT64_C(253402300799999) /* the end of the year 9999 */

static int64_t
floor_to(int64_t v, int64_t unit)
{
	return v - ((v % unit) + unit) % unit;
}

/* The slot that holds the instant s, from s on. */
static struct slot
slot_at(int64_t s)
{
	long offset = day_zone_offset(s);
	int64_t local = s + offset, low = s, high;

	high = s + (floor_to(local, HOUR) + HOUR - local);
	if (day_zone_offset(high - 1) != offset) {
		while (high - low > 1) {
			int64_t middle = low + (high - low) / 2;

			if (day_zone_offset(middle) == offset)
				low = middle;
			else
				high = middle;
		}
	}
	return (struct slot){ s, high, local };
}

static int
hour_of(int64_t local)
{
	return (int)((local - floor_to(local, DAY)) / HOUR);
}

static bool
has(const struct cron *c, enum cron_field f, int v)
{
	return v >= 0 && c->set[f] >> v & 1;
}

static bool
day_matches(const struct cron *c, const struct civil *d, int weekday)
{
	int length = day_month_length(d->year, d->month);
	int longest = day_month_length(2000, d->month);
	bool last_week = d->day > length - 7;
	bool any_day = c->count[CRON_DAY] >= (unsigned)longest;
	bool any_weekday = c->count[CRON_WEEKDAY] == 8;
	bool day =
	    has(c, CRON_DAY, d->day) || (c->last_day && d->day == length);
	bool of_week = has(c, CRON_WEEKDAY, weekday) ||
		       (last_week && c->last_weekday >> weekday & 1);

	if (c->nth && (d->day + 6) / 7 != c->nth)
		return false;
	if (any_weekday)
		return day;
	return any_day ? of_week : day || of_week;
}

/* Is the slot's hour scheduled? An hour that the clock skips is moved to the
 * next one. Of an hour that it shows twice, the first counts, unless all hours
 * are scheduled or the question was asked in the second. */
static bool
hour_matches(const struct search *q)
{
	bool all = q->c->count[CRON_HOUR] == 24;

	if (has(q->c, CRON_HOUR, q->hour))
		return all || q->asked_here || q->hour_before != q->hour;
	return !all && q->hour_before >= 0 && q->hour - q->hour_before == 2 &&
	       has(q->c, CRON_HOUR, q->hour - 1);
}

/* The first second of the slot that matches, or -1. */
static int64_t
second_in(const struct search *q)
{
	const struct slot *s = &q->slot;
	int64_t base = s->start - (s->local - floor_to(s->local, HOUR));
	int64_t from = s->start > q->after ? s->start : q->after + 1;

	for (int64_t t = from; t < s->end;) {
		int minute = (int)((t - base) / 60);

		if (!has(q->c, CRON_MINUTE, minute))
			t = base + (minute + 1) * 60;
		else if (!has(q->c, CRON_SECOND, (int)((t - base) % 60)))
			t++;
		else
			return t;
	}
	return -1;
}

/* The day that begins at or after the wall clock's midnight l. */
static int64_t
instant_of(int64_t l)
{
	long early = day_zone_offset(l - DAY), late = day_zone_offset(l + DAY);
	int64_t s = l - (early > late ? early : late);

	/* In a gap over midnight the day begins when the gap ends. */
	while (s + day_zone_offset(s) < l) {
		int64_t end = slot_at(s).end;

		s = end < s + (l - (s + day_zone_offset(s)))
			? end
			: s + (l - (s + day_zone_offset(s)));
	}
	return s;
}

static int
weekday_of(int64_t local)
{
	int64_t days =
	    floor_to(local, DAY) / DAY + 4; /* 1970 began on Thursday */

	return (int)((days % 7 + 7) % 7);
}

/* Walks the slots from q->slot to the end of its day. */
static int64_t
search_day(struct search *q)
{
	int64_t day = floor_to(q->slot.local, DAY), found;

	while (floor_to(q->slot.local, DAY) == day) {
		q->hour = hour_of(q->slot.local);
		if (hour_matches(q)) {
			found = second_in(q);
			if (found >= 0)
				return found;
		}
		q->asked_here = false;
		q->hour_before = q->hour;
		q->slot = slot_at(q->slot.end);
	}
	return -1;
}

/* Moves to the next day that may match. */
static void
skip_day(struct search *q, struct civil d, bool month)
{
	int64_t next = floor_to(q->slot.local, DAY) + DAY;

	if (!month) {
		d.day = 1;
		d.year += d.month == 12;
		d.month = d.month % 12 + 1;
		d.hour = d.minute = d.second = d.ms = 0;
		next = day_utc(d) / 1000;
	}
	q->slot = slot_at(instant_of(next));
	q->hour_before = -1;
	q->asked_here = false;
}

static int64_t
search(struct search *q)
{
	int64_t limit = q->after + (int64_t)YEARS * 366 * DAY, found;

	while (q->slot.start < limit) {
		struct civil d = day_civil(q->slot.local * 1000);
		bool month = has(q->c, CRON_MONTH, d.month);

		if (!month ||
		    !day_matches(q->c, &d, weekday_of(q->slot.local))) {
			skip_day(q, d, month);
			continue;
		}
		found = search_day(q);
		if (found >= 0)
			return found;
	}
	return -1;
}

msec
cron_next(const struct cron *c, const char *zone, msec t)
{
	int64_t s = floor_to(t, 1000) / 1000, found;
	struct search q = {
		.c = c, .after = s, .hour_before = -1, .asked_here = true
	};

	if (t < 0 || t > LATEST)
		return DAY_NULL;
	zone_enter(zone);
	q.slot = slot_at(s);
	found = search(&q);
	zone_leave();
	return found < 0 ? DAY_NULL : found * 1000;
}
