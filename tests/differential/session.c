/* Sessions ([formation 8]): dates that are known before they are written as
 * text, years counted with the C library's calendar. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "apprentissage/formations/session.h"
#include "differential.h"

#define DATES 6
#define BAD DAY_BAD

/* A date as it stands in the catalogue, and what it stands for. */
struct date {
	char text[40];
	msec at;
};

static struct date debut[DATES], fin[DATES];
static int debuts, fins;

static struct tm
calendar(msec t, int *ms)
{
	time_t s = (time_t)floor((double)t / 1000);
	struct tm tm;

	*ms = (int)(t - (msec)s * 1000);
	gmtime_r(&s, &tm);
	return tm;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static msec
plus_years(msec t, int n)
{
	int ms;
	struct tm tm = calendar(t, &ms);

	tm.tm_year += n;
	if (tm.tm_mon == 1 && tm.tm_mday == 29 && !is_leap(tm.tm_year + 1900))
		tm.tm_mday = 28;
	return (msec)timegm(&tm) * 1000 + ms;
}

static double
years(msec a, msec b)
{
	int ms, y = calendar(b, &ms).tm_year - calendar(a, &ms).tm_year;
	msec c = plus_years(a, y), hi;

	if (c > b) {
		hi = c;
		y--;
		c = plus_years(a, y);
	} else {
		if (c == b)
			return y;
		hi = plus_years(c, 1);
	}
	return y + (double)(b - c) / (double)(hi - c);
}

static void
write_date(struct date *d, const char *mark, int shift)
{
	int ms;
	struct tm tm = calendar(d->at + shift * (msec)60000, &ms);
	size_t n = strftime(d->text, sizeof(d->text), "%Y-%m-%dT%H:%M:%S", &tm);

	if (ms)
		n += (size_t)sprintf(d->text + n, ".%03d", ms);
	strcpy(d->text + n, mark);
}

static void
make_date(struct date *d)
{
	static const char *const bad[] = { "zz", "2024-02-30", "02/09/2025",
		"2024-09-01T25:00:00Z", "" };
	int ms;
	struct tm tm = { .tm_year = 118 + pick(8),
		.tm_mon = pick(12),
		.tm_mday = 1 + pick(28) };

	if (rarely(8)) /* a 29 February, or the day before it */
		tm = (struct tm){ .tm_year = 116 + 4 * pick(4),
			.tm_mon = 1,
			.tm_mday = 28 + pick(2) };
	d->at = (msec)timegm(&tm) * 1000;
	if (rarely(3)) {
		tm = calendar(d->at, &ms);
		strftime(d->text, sizeof(d->text), "%Y-%m-%d", &tm);
		return;
	}
	d->at += rarely(2) ? 0 : pick(86400) * (msec)1000 + pick(2) * 120;
	if (rarely(2))
		write_date(d, "Z", 0);
	else
		write_date(d, "+05:30", 330);
	if (rarely(12)) {
		strcpy(d->text, bad[pick(5)]);
		d->at = BAD;
	}
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(
	    ((const struct date *)a)->text, ((const struct date *)b)->text);
}

static void
make_dates(struct date *d, int *n)
{
	*n = pick(DATES + 1);
	for (int i = 0; i < *n; i++)
		make_date(&d[i]);
}

static void
put_array(struct buf *b, const struct date *d, int n)
{
	buf_byte(b, '[');
	for (int i = 0; i < n; i++)
		buf_fmt(b, "%s\"%s\"", i ? "," : "", d[i].text);
	buf_byte(b, ']');
}

/* The best of n others for the date `at`, NULL if there is none. */
static const struct date *
best(msec at, const struct date *other, int n, bool at_begins, double target)
{
	const struct date *found = NULL;
	double least = 0;

	for (int i = 0; i < n; i++) {
		msec a = at_begins ? at : other[i].at;
		msec b = at_begins ? other[i].at : at;
		double score;

		if (a == BAD || b == BAD || b < a)
			continue;
		score = fabs(target - years(a, b));
		if (!found || score < least) {
			found = &other[i];
			least = score;
		}
	}
	return found;
}

/* Fills want; the number of sessions, -1 for an error. */
static int
match(struct session *want, double target)
{
	bool begins = debuts < fins;
	const struct date *few = begins ? debut : fin, *found;
	int n = begins ? debuts : fins;

	for (int i = 0; i < n; i++) {
		want[i] = (struct session){ debut[i].at, fin[i].at };
		if (debuts != fins) {
			found = best(few[i].at, begins ? fin : debut,
			    begins ? fins : debuts, begins, target);
			if (!found)
				return -1;
			want[i] =
			    begins ? (struct session){ few[i].at, found->at }
				   : (struct session){ found->at, few[i].at };
		}
		if (want[i].debut == BAD || want[i].fin == BAD)
			return -1;
	}
	return n;
}

static bool
same(const struct sessions *got, int rc, const struct session *want, int n)
{
	if (rc || n < 0)
		return rc && n < 0;
	if (got->n != (size_t)n)
		return false;
	for (int i = 0; i < n; i++)
		if (got->at[i].debut != want[i].debut ||
		    got->at[i].fin != want[i].fin)
			return false;
	return true;
}

static bool
one_case(void)
{
	static struct sessions got;
	struct session want[DATES];
	struct buf a = { 0 }, b = { 0 };
	double target = pick(9) / 2.0;
	struct err e;
	bool good;
	int rc;

	make_dates(debut, &debuts);
	make_dates(fin, &fins);
	put_array(&a, debut, debuts);
	put_array(&b, fin, fins);
	rc = sessions_match(
	    &got, js_of(buf_view(&a)), js_of(buf_view(&b)), target, &e);
	qsort(debut, (size_t)debuts, sizeof(*debut), by_text);
	qsort(fin, (size_t)fins, sizeof(*fin), by_text);
	good = same(&got, rc, want, match(want, target));
	if (!good)
		printf("debut %s\nfin %s\ntarget %g: %s\n", a.p, b.p, target,
		    rc ? e.msg : "other sessions");
	buf_free(&a);
	buf_free(&b);
	return good;
}

int
main(int argc, char **argv)
{
	(void)argc;
	return differential(argv, one_case);
}
