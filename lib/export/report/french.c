#include "export/report/french.h"

#define NARROW "\u202f" /* the space between groups of digits */
#define SPACE "\u00a0"  /* a space that does not break a line */

static const char *const months[] = { "janvier", "février", "mars", "avril",
	"mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
	"décembre" };
static const char *const short_months[] = { "janv.", "févr.", "mars", "avr.",
	"mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc." };

enum { DAY_MS = 86400000 };

/* The civil fields of t on the clock of Paris. */
static struct civil
paris(msec t)
{
	char text[DAY_TEXT_MAX];
	size_t n = day_print_paris(t, text);

	/* the local time, read as if it were that of UTC */
	memcpy(text + n - sizeof("+00:00") + 1, "Z", sizeof("Z"));
	return day_civil(day_parse(str_of(text)));
}

int64_t
french_day_of(msec t)
{
	struct civil c = paris(t);

	return day_utc((struct civil){
		   .year = c.year, .month = c.month, .day = c.day }) /
	       DAY_MS;
}

msec
french_day_start(int64_t day)
{
	struct civil c = day_civil(day * DAY_MS);

	return day_paris_midnight(c.year, c.month, c.day);
}

void
french_put_number(struct buf *b, int64_t n)
{
	char digits[24];
	int len = 0;

	if (n < 0)
		buf_str(b, "−");
	for (uint64_t u = n < 0 ? -(uint64_t)n : (uint64_t)n; u || !len;
	     u /= 10)
		digits[len++] = (char)('0' + u % 10);
	for (int i = len - 1; i >= 0; i--) {
		buf_byte(b, digits[i]);
		if (i && i % 3 == 0)
			buf_str(b, NARROW);
	}
}

void
french_put_difference(struct buf *b, int64_t n)
{
	if (n > 0)
		buf_byte(b, '+');
	french_put_number(b, n);
}

void
french_put_count(struct buf *b, int64_t n, const char *one, const char *several)
{
	french_put_number(b, n);
	buf_str(b, SPACE);
	buf_str(b, n < 2 ? one : several);
}

static void
put_day_of_month(struct buf *b, int day)
{
	buf_fmt(b, day == 1 ? "1er" SPACE : "%d" SPACE, day);
}

void
french_put_day(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day * DAY_MS);

	put_day_of_month(b, c.day);
	buf_fmt(b, "%s %d", months[c.month - 1], c.year);
}

void
french_put_short_day(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day * DAY_MS);

	put_day_of_month(b, c.day);
	buf_str(b, short_months[c.month - 1]);
}

void
french_put_iso_day(struct buf *b, int64_t day)
{
	struct civil c = day_civil(day * DAY_MS);

	buf_fmt(b, "%04d-%02d-%02d", c.year, c.month, c.day);
}

void
french_put_hour(struct buf *b, msec t)
{
	struct civil c = paris(t);

	buf_fmt(b, "%d" SPACE "h" SPACE "%02d", c.hour, c.minute);
}

void
french_put_date(struct buf *b, msec t)
{
	french_put_short_day(b, french_day_of(t));
	buf_fmt(b, " %d", paris(t).year);
}

void
french_put_instant(struct buf *b, msec t)
{
	french_put_date(b, t);
	buf_str(b, ", ");
	french_put_hour(b, t);
}

void
french_put_age(struct buf *b, double seconds)
{
	int64_t t = seconds < 0 ? 0 : (int64_t)seconds;

	if (t < 120)
		buf_fmt(b, "%lld" SPACE "s", (long long)t);
	else if (t < 120 * 60)
		buf_fmt(b, "%lld" SPACE "min", (long long)t / 60);
	else if (t < 48 * 3600)
		buf_fmt(b, "%lld" SPACE "h", (long long)t / 3600);
	else
		french_put_count(b, t / 86400, "jour", "jours");
}
