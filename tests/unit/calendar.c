/* Dates of offers: their forms, and arithmetic on the clocks of a zone. */
#include "offres/calendar.h"
#include "base/err.h"
#include "tap.h"

static const char *
print(msec t)
{
	static char text[DAY_TEXT_MAX];

	if (t == DAY_BAD)
		return "bad";
	day_print_utc(t, text);
	return text;
}

static const char *
parse(const char *s, bool paris)
{
	return print(calendar_parse(str_of(s), paris));
}

static msec
at(const char *s)
{
	return calendar_read(str_of(s));
}

static void
test_forms(void)
{
	tap_is(print(at("2026-03-10T09:20:00.000Z")),
	    "2026-03-10T09:20:00.000Z", "canonical");
	tap_is(print(at("2026-03-10T09:20:00Z")), "bad", "23 bytes or less");
	tap_is(print(at("2026-02-30T09:20:00.000Z")), "bad", "30 February");
	tap_is(parse("2025-11-04", false), "2025-11-04T00:00:00.000Z", "a day");
	tap_is(parse("2025-11-04 10:11", false), "2025-11-04T10:11:00.000Z",
	    "a blank, no seconds");
	tap_is(parse("2025-07-04T10:11:12.3456+0200", false),
	    "2025-07-04T08:11:12.345Z", "digits are cut, an offset");
	tap_is(parse("2025-07-04T10:11:12-02:30", false),
	    "2025-07-04T12:41:12.000Z", "a negative offset");
	tap_is(parse("2025-07-04T10:11", true), "2025-07-04T08:11:00.000Z",
	    "the clock of the zone");
	tap_is(parse("2025-07-04T24:00", false), "bad", "24 hours");
	tap_is(parse("2025-07-04T10:11+24:00", false), "bad", "an offset");
	tap_is(parse("2025-02-29", false), "bad", "29 February");
	tap_is(parse("hier", false), "bad", "a word");
	tap_is(parse("2025-11-04T10:11Zx", false), "bad", "text behind");
}

static void
test_steps(void)
{
	tap_is(
	    print(calendar_add_days(at("2026-03-22T01:30:00.000Z"), 7, true)),
	    "2026-03-29T01:30:00.000Z", "a time that is skipped");
	tap_is(
	    print(calendar_add_days(at("2026-10-18T00:30:00.000Z"), 7, true)),
	    "2026-10-25T00:30:00.000Z", "a time that comes twice");
	tap_is(print(calendar_add_months(
		   at("2025-12-31T10:00:00.000Z"), 2, false)),
	    "2026-02-28T10:00:00.000Z", "a short month");
	tap_is(print(calendar_add_months(
		   at("2024-02-29T10:00:00.000Z"), -24, false)),
	    "2022-02-28T10:00:00.000Z", "two years before 29 February");
	tap_is(print(calendar_day_start(at("2026-05-10T23:00:00.000Z"), true)),
	    "2026-05-10T22:00:00.000Z", "midnight in Paris");
}

int
main(void)
{
	err_init("calendar");
	test_forms();
	test_steps();
	return tap_done();
}
