#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"
#include "queue/cron/cron.h"

static const struct {
	unsigned min, max;
	const char *chars; /* allowed in addition to digits and , * / - */
} bounds[CRON_FIELDS] = {
	{ 0, 59, "" },
	{ 0, 59, "" },
	{ 0, 23, "" },
	{ 1, 31, "?L" },
	{ 1, 12, "" },
	{ 0, 7, "?L" },
};

static const struct {
	const char *name, *expression;
} macros[] = {
	{ "@yearly", "0 0 1 1 *" },
	{ "@monthly", "0 0 1 * *" },
	{ "@weekly", "0 0 * * 0" },
	{ "@daily", "0 0 * * *" },
	{ "@hourly", "0 * * * *" },
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The number of a month's or weekday's name of three letters, or -1. */
static int
name_value(enum cron_field f, const char *p)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec",
			  weekdays[] = "sunmontuewedthufrisat";
	const char *names = f == CRON_MONTH ? months : weekdays;

	for (int i = 0; names[i]; i += 3)
		if (names[i] == (p[0] | 0x20) &&
		    names[i + 1] == (p[1] | 0x20) &&
		    names[i + 2] == (p[2] | 0x20))
			return i / 3 + (f == CRON_MONTH);
	return -1;
}

/* Appends the field with numbers for names and a range for * (and for ?, if
 * there is not a *), as the reference does before it looks at the list. */
static int
expand(enum cron_field f, struct str text, struct buf *b, struct err *e)
{
	bool star = memchr(text.p, '*', text.n);

	for (size_t i = 0; i < text.n; i++) {
		const char *p = text.p + i;
		bool named = (f == CRON_MONTH || f == CRON_WEEKDAY) &&
			     text.n - i >= 3 && is_letter(p[0]) &&
			     is_letter(p[1]) && is_letter(p[2]);

		if (named) {
			int v = name_value(f, p);

			if (v < 0)
				return err_set(e, "unknown name '%.3s'", p);
			buf_fmt(b, "%d", v);
			i += 2;
		} else if (!strchr("0123456789,*/-", *p) &&
			   !(*bounds[f].chars && strchr(bounds[f].chars, *p))) {
			return err_set(e, "unexpected '%s'", err_quote(p, 1));
		} else if (*p == '*' || (*p == '?' && !star)) {
			buf_fmt(b, "%u-%u", bounds[f].min, bounds[f].max);
		} else {
			buf_byte(b, *p);
		}
	}
	return 0;
}

/* The decimal number s. An empty one is 0, as in JavaScript. -1 if it is not a
 * number. */
static long
number(struct str s)
{
	long v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!isdigit((unsigned char)s.p[i]))
			return -1;
		v = v * 10 + (s.p[i] - '0');
		if (v > 1000000)
			v = 1000000;
	}
	return v;
}

static struct str
split(struct str *s, char c)
{
	const char *at = memchr(s->p, c, s->n);
	struct str head = { s->p, at ? (size_t)(at - s->p) : s->n };

	*s = at ? (struct str){ at + 1, s->n - head.n - 1 } : STR_NULL;
	return head;
}

static void
schedule(struct cron *c, enum cron_field f, unsigned v)
{
	c->set[f] |= (uint64_t)1 << v;
	c->count[f]++;
	if (f == CRON_DAY)
		c->named[v]++;
}

/* A range of weekdays that ends in 7 holds Sunday first, and its steps are
 * counted from there. */
static int
add_range(struct cron *c, enum cron_field f, long min, long max, long step,
    struct err *e)
{
	bool sunday = f == CRON_WEEKDAY && max % 7 == 0;
	long since = step;

	if (min < 0 || max < 0 || min < (long)bounds[f].min ||
	    max > (long)bounds[f].max)
		return err_set(
		    e, "range outside %u-%u", bounds[f].min, bounds[f].max);
	if (min > max)
		return err_set(e, "range %ld-%ld", min, max);
	if (step < 1)
		return err_set(e, "a step is at least 1");
	if (sunday)
		schedule(c, f, 0);
	for (long v = min; v <= max; v++)
		if (!(sunday && v == 0) && since % step == 0) {
			schedule(c, f, (unsigned)v);
			since = 1;
		} else {
			since++;
		}
	return 0;
}

/* An item with an L: the last day of the month, or the last of a weekday. */
static int
add_last(struct cron *c, enum cron_field f, struct str item, struct err *e)
{
	if (f == CRON_DAY) {
		c->last_day = true;
	} else {
		if (!isdigit((unsigned char)item.p[0]))
			return err_set(e, "L without a weekday");
		c->last_weekday |= (uint64_t)1 << (item.p[0] - '0') % 7;
	}
	c->count[f]++;
	return 0;
}

static int
add_value(struct cron *c, enum cron_field f, struct str item, struct err *e)
{
	long v = item.n ? number(item) : -1;

	if (v < (long)bounds[f].min || v > (long)bounds[f].max)
		return err_set(e, "'%s' is not a value of %u-%u",
		    err_quote(item.p, item.n), bounds[f].min, bounds[f].max);
	schedule(c, f, (unsigned)(f == CRON_WEEKDAY ? v % 7 : v));
	return 0;
}

static int
add_item(struct cron *c, enum cron_field f, struct str item, struct err *e)
{
	struct str rest = item, head = split(&rest, '/'), max = head, min;
	bool stepped = rest.p, last;
	long step = stepped ? number(rest) : 1;

	if (!item.n)
		return err_set(e, "empty item in a list");
	last = head.n && memchr(head.p, 'L', head.n);
	min = split(&max, '-');
	if (max.p && (!min.n || memchr(max.p, '-', max.n)))
		return err_set(e, "range '%s'", err_quote(head.p, head.n));
	if (last && !max.p && !(stepped && memchr(rest.p, '/', rest.n)))
		return add_last(c, f, head, e);
	if (max.p)
		return add_range(c, f, number(min), number(max), step, e);
	if (stepped)
		return add_range(c, f, head.n ? number(head) : -1,
		    (long)bounds[f].max, step, e);
	return add_value(c, f, head, e);
}

/* Takes #k off a weekday. */
static int
take_nth(struct cron *c, struct str *text, struct err *e)
{
	struct str k = *text, day;

	if (!memchr(text->p, '#', text->n))
		return 0;
	day = split(&k, '#');
	if (memchr(text->p, ',', text->n) || memchr(text->p, '/', text->n) ||
	    memchr(text->p, '-', text->n))
		return err_set(e, "# does not go with , / -");
	if (!day.n || k.n != 1 || *k.p < '1' || *k.p > '5')
		return err_set(e, "# needs a weekday and a number of 1-5");
	c->nth = *k.p - '0';
	*text = day;
	return 0;
}

static int
add_field(struct cron *c, enum cron_field f, struct str text, struct err *e)
{
	struct buf b = { 0 };
	struct str list;
	int rc = f == CRON_WEEKDAY ? take_nth(c, &text, e) : 0;

	if (!rc)
		rc = expand(f, text, &b, e);
	list = buf_view(&b);
	while (!rc && list.p)
		rc = add_item(c, f, split(&list, ','), e);
	buf_free(&b);
	return rc;
}

/* Days that the only month never has are dropped. They are an error if there
 * are no others. February has 29 days here. */
static int
drop_days(struct cron *c, struct err *e)
{
	int month = 1, length;
	uint64_t had;

	if (c->count[CRON_MONTH] != 1)
		return 0;
	while (!(c->set[CRON_MONTH] >> month & 1))
		month++;
	length = day_month_length(2000, month);
	had = c->set[CRON_DAY];
	c->set[CRON_DAY] &= ((uint64_t)2 << length) - 1;
	if (had && !c->set[CRON_DAY])
		return err_set(e, "the month has no such day");
	while (length++ < 31)
		c->count[CRON_DAY] -= c->named[length];
	return 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Splits text into at most CRON_FIELDS words. Returns their number, or -1. */
static int
words(struct str text, struct str word[CRON_FIELDS])
{
	int n = 0;

	for (size_t i = 0; i < text.n;) {
		size_t from = i;

		while (i < text.n && !is_blank(text.p[i]))
			i++;
		if (n == CRON_FIELDS)
			return -1;
		word[n++] = (struct str){ text.p + from, i - from };
		while (i < text.n && is_blank(text.p[i]))
			i++;
	}
	return n;
}

static struct str
macro(struct str text)
{
	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		if (str_is(text, macros[i].name))
			return str_of(macros[i].expression);
	return text;
}

int
cron_parse(struct cron *c, struct str text, struct err *e)
{
	struct str word[CRON_FIELDS];
	int n = words(js_trim(macro(text)), word), first = CRON_FIELDS - n;

	*c = (struct cron){ 0 };
	if (n < 0)
		return err_set(e, "more than six fields");
	for (int f = 0; f < CRON_FIELDS; f++) {
		struct str field = f >= first ? word[f - first]
				   : f        ? STR("*")
					      : STR("0");

		if (add_field(c, (enum cron_field)f, field, e))
			return -1;
	}
	return drop_days(c, e);
}
