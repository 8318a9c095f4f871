#include "base/day.h"
#include "tap.h"

/* dd/MM/yyyy in Paris: the instant at 00:00:00 or 23:59:59, as UTC text. */
static const struct {
	const char *text;
	bool end;
	const char *want; /* NULL: not a date */
} local[] = {
	{ "02/09/1997", false, "1997-09-01T22:00:00.000Z" },
	{ "02/09/1997", true, "1997-09-02T21:59:59.000Z" },
	{ "05/01/1998", false, "1998-01-04T23:00:00.000Z" },
	{ "05/01/1998", true, "1998-01-05T22:59:59.000Z" },
	{ "01/01/1900", false, "1899-12-31T23:50:39.000Z" },
	{ "31/12/9999", false, "9999-12-30T23:00:00.000Z" },
	{ "01/01/0000", false, "-000001-12-31T23:50:39.000Z" },
	{ "10/03/1911", true, "1911-03-10T23:50:38.000Z" },
	{ "11/03/1911", false, "1911-03-11T00:09:21.000Z" },
	{ "11/03/1911", true, "1911-03-11T23:59:59.000Z" },
	{ "12/03/1911", false, "1911-03-12T00:00:00.000Z" },
	{ "15/06/1940", false, "1940-06-14T22:00:00.000Z" },
	{ "01/07/1941", false, "1941-06-30T22:00:00.000Z" },
	{ "01/01/1941", true, "1941-01-01T21:59:59.000Z" },
	{ "08/10/1944", false, "1944-10-07T23:00:00.000Z" },
	{ "26/09/1976", false, "1976-09-25T23:00:00.000Z" },
	{ "25/09/1976", true, "1976-09-25T21:59:59.000Z" },
	{ "26/09/1976", true, "1976-09-26T22:59:59.000Z" },
	{ "30/03/2025", false, "2025-03-29T23:00:00.000Z" },
	{ "30/03/2025", true, "2025-03-30T21:59:59.000Z" },
	{ "26/10/2025", false, "2025-10-25T22:00:00.000Z" },
	{ "26/10/2025", true, "2025-10-26T22:59:59.000Z" },
	{ "29/02/2024", false, "2024-02-28T23:00:00.000Z" },
	{ "01/07/9999", false, "9999-06-30T22:00:00.000Z" },
	{ "29/02/2023", false, NULL },
	{ "29/02/1900", false, NULL },
	{ "31/02/2020", false, NULL },
	{ "31/04/2020", false, NULL },
	{ "00/01/2020", false, NULL },
	{ "01/00/2020", false, NULL },
	{ "01/13/2020", false, NULL },
	{ "1/9/1997", false, NULL },
	{ "2020-01-31", false, NULL },
	{ " 02/09/1997", false, NULL },
	{ "02/09/1997 ", false, NULL },
	{ "02/09/19970", false, NULL },
	{ "02-09-1997", false, NULL },
	{ "02/09/97", false, NULL },
	{ "+2/09/1997", false, NULL },
	{ "", false, NULL },
};

/* What Paris clocks show, and when. */
static const struct {
	const char *wall, *want;
} walls[] = {
	{ "2024-07-01T00:00Z", "2024-06-30T22:00:00.000Z" },
	{ "2024-01-01T00:00Z", "2023-12-31T23:00:00.000Z" },
	{ "2024-03-31T01:59:59.999Z", "2024-03-31T00:59:59.999Z" },
	{ "2024-03-31T02:30Z", "2024-03-31T01:30:00.000Z" },
	{ "2024-03-31T03:00Z", "2024-03-31T01:00:00.000Z" },
	{ "2024-10-27T01:30Z", "2024-10-26T23:30:00.000Z" },
	{ "2024-10-27T02:30Z", "2024-10-27T01:30:00.000Z" },
	{ "2024-10-27T03:30Z", "2024-10-27T02:30:00.000Z" },
	{ "1850-01-01T00:00Z", "1849-12-31T23:50:39.000Z" },
	{ "1969-12-31T23:59:59.999Z", "1969-12-31T22:59:59.999Z" },
	{ "1936-06-07T00:00Z", "1936-06-06T23:00:00.000Z" },
	{ "1943-07-14T12:00Z", "1943-07-14T10:00:00.000Z" },
	{ "1976-09-26T00:30Z", "1976-09-25T23:30:00.000Z" },
	{ "1995-09-24T03:00Z", "1995-09-24T02:00:00.000Z" },
};

/* An instant and how Paris shows it. */
static const struct {
	msec t;
	const char *paris, *utc;
} shown[] = {
	{ 873151200000, "1997-09-02T00:00:00.000+02:00",
	    "1997-09-01T22:00:00.000Z" },
	{ 883954800000, "1998-01-05T00:00:00.000+01:00",
	    "1998-01-04T23:00:00.000Z" },
	{ -2208988800000, "1900-01-01T00:09:21.000+00:09",
	    "1900-01-01T00:00:00.000Z" },
	{ 631152000000, "1990-01-01T01:00:00.000+01:00",
	    "1990-01-01T00:00:00.000Z" },
	{ 1693519200, "1970-01-20T15:25:19.200+01:00",
	    "1970-01-20T14:25:19.200Z" },
	{ -1, "1970-01-01T00:59:59.999+01:00", "1969-12-31T23:59:59.999Z" },
	{ -1855957839000, "1911-03-11T00:09:21.000+00:00",
	    "1911-03-11T00:09:21.000Z" },
	{ -1855958962000, "1911-03-10T23:59:59.000+00:09",
	    "1911-03-10T23:50:38.000Z" },
	{ 1743296400000 - 1, "2025-03-30T01:59:59.999+01:00",
	    "2025-03-30T00:59:59.999Z" },
	{ 1743296400000, "2025-03-30T03:00:00.000+02:00",
	    "2025-03-30T01:00:00.000Z" },
	{ 1761440400000 - 1, "2025-10-26T02:59:59.999+02:00",
	    "2025-10-26T00:59:59.999Z" },
	{ 1761440400000, "2025-10-26T02:00:00.000+01:00",
	    "2025-10-26T01:00:00.000Z" },
	{ 253402297199999, "9999-12-31T23:59:59.999+01:00",
	    "9999-12-31T22:59:59.999Z" },
};

static const struct {
	const char *text, *paris, *utc; /* NULL: not a date */
} instants[] = {
	{ "2024-02-22T03:02:07.320000+00:00", "2024-02-22T03:02:07.320Z",
	    "2024-02-22T03:02:07.320Z" },
	{ "2024-02-22T03:02:07.3209999+02:00", "2024-02-22T01:02:07.320Z",
	    "2024-02-22T01:02:07.320Z" },
	{ "2024-02-22T03:02Z", "2024-02-22T03:02:00.000Z",
	    "2024-02-22T03:02:00.000Z" },
	{ "2024-02-22T03:02:07.3Z", "2024-02-22T03:02:07.300Z",
	    "2024-02-22T03:02:07.300Z" },
	{ "2024-02-22T03:02:07-10:30", "2024-02-22T13:32:07.000Z",
	    "2024-02-22T13:32:07.000Z" },
	{ "1900-01-01T00:09:21.000+00:09", "1900-01-01T00:00:00.000Z",
	    "1900-01-01T00:00:21.000Z" },
	{ "2024-02-22T03:02:07", NULL, "2024-02-22T03:02:07.000Z" },
	{ "2024-02-22T03:02", NULL, "2024-02-22T03:02:00.000Z" },
	{ "2024-02-22T03:02:07+0200", NULL, NULL },
	{ "2024-02-22T03:02:07+02", NULL, NULL },
	{ "2024-02-22T03:02:07+24:00", NULL, NULL },
	{ "2024-02-30T03:02:07Z", NULL, NULL },
	{ "2023-02-29", NULL, NULL },
	{ "2024-02-22T24:00:00Z", NULL, NULL },
	{ "2024-02-22T03:60:00Z", NULL, NULL },
	{ "2024-02-22T03:02:60Z", NULL, NULL },
	{ "2024-02-22T03:02:07.Z", NULL, NULL },
	{ "2024-02-22t03:02:07Z", NULL, NULL },
	{ "2024-02-22T03:02:07z", NULL, NULL },
	{ "2024-02-22T03:02:07Z ", NULL, NULL },
	{ "2024-02-22 03:02:07Z", NULL, NULL },
	{ "2024-02-22T", NULL, NULL },
	{ "2024-02-22T3:02Z", NULL, NULL },
	{ "24-02-22", NULL, NULL },
	{ "02/09/2025", NULL, NULL },
	{ "", NULL, NULL },
	{ "2024-02-29", "2024-02-28T23:00:00.000Z",
	    "2024-02-29T00:00:00.000Z" },
	{ "2025-09-01", "2025-08-31T22:00:00.000Z",
	    "2025-09-01T00:00:00.000Z" },
	{ "0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z",
	    "0000-01-01T00:00:00.000Z" },
};

/* The instant as UTC text, NULL for DAY_BAD. */
static const char *
utc(msec t)
{
	static char text[DAY_TEXT_MAX];

	if (t == DAY_BAD)
		return NULL;
	day_print_utc(t, text);
	return text;
}

static void
check_shown(void)
{
	char text[DAY_TEXT_MAX];
	size_t i;

	for (i = 0; i < sizeof shown / sizeof *shown; i++) {
		tap_ok(day_print_paris(shown[i].t, text) == strlen(text),
		    "length");
		tap_is(text, shown[i].paris, "Paris");
		day_print_utc(shown[i].t, text);
		tap_is(text, shown[i].utc, "UTC");
		tap_ok(day_parse(str_of(shown[i].utc)) == shown[i].t,
		    "reads back");
		tap_ok(day_read_utc(str_of(shown[i].utc)) == shown[i].t,
		    "reads back, any year");
		tap_ok(day_utc(day_civil(shown[i].t)) == shown[i].t,
		    "civil and back");
	}
}

/* Each day follows the one before, from year 0 to 9999. */
static int
calendar_is_whole(void)
{
	msec t = day_parse_utc(STR("0000-01-01"));
	struct civil c = { .year = 0, .month = 1, .day = 1 }, got;

	for (; c.year < 10000; t += 86400000) {
		got = day_civil(t);
		if (got.year != c.year || got.month != c.month ||
		    got.day != c.day || day_utc(c) != t)
			return 0;
		if (++c.day > day_month_length(c.year, c.month)) {
			c.day = 1;
			c.month++;
		}
		if (c.month > 12) {
			c.month = 1;
			c.year++;
		}
	}
	return 1;
}

int
main(void)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof local / sizeof *local; i++)
		tap_is(
		    utc(day_paris_local(str_of(local[i].text), local[i].end)),
		    local[i].want, local[i].text);
	check_shown();
	for (i = 0; i < sizeof instants / sizeof *instants; i++) {
		tap_is(utc(day_parse(str_of(instants[i].text))),
		    instants[i].paris, instants[i].text);
		tap_is(utc(day_parse_utc(str_of(instants[i].text))),
		    instants[i].utc, instants[i].text);
	}
	for (i = 0; i < sizeof walls / sizeof *walls; i++)
		tap_is(
		    utc(day_paris_wall(day_parse_utc(str_of(walls[i].wall)))),
		    walls[i].want, walls[i].wall);
	tap_ok(day_paris_local(str_of(NULL), false) == DAY_NULL, "NULL");
	tap_ok(day_parse(str_of(NULL)) == DAY_NULL, "NULL");
	tap_ok(day_parse_utc(str_of(NULL)) == DAY_NULL, "NULL");
	tap_ok(day_paris_midnight(2023, 2, 29) == DAY_BAD, "no such day");
	tap_ok(day_paris_midnight(1940, 6, 15) == -932436000000, "15/06/1940");
	tap_ok(
	    day_read_utc(STR("+010113-09-19T00:00:00.000Z")) == 256990838400000,
	    "a year beyond 9999");
	tap_ok(
	    day_read_utc(STR("-000291-09-02T00:00:00.000Z")) == -71329161600000,
	    "a year before 0");
	tap_ok(day_read_utc(STR("2024-01-01T00:00:00.000+01:00")) == DAY_BAD &&
		   day_read_utc(STR("2024-01-01")) == DAY_BAD &&
		   day_read_utc(STR("")) == DAY_BAD,
	    "nothing else");
	tap_ok(calendar_is_whole(), "the calendar is whole");
	day_put_paris(&b, 0);
	day_put_utc(&b, 0);
	day_put_paris(&b, DAY_NULL);
	tap_is(buf_view(&b).p,
	    "\"1970-01-01T01:00:00.000+01:00\""
	    "\"1970-01-01T00:00:00.000Z\"null",
	    "as JSON");
	buf_free(&b);
	return tap_done();
}
