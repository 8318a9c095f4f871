#include <stdio.h>
#include <stdlib.h>

#include "queue/cron/cron.h"
#include "queue/cron/zone.h"
#include "tap.h"

/* Answers of cron-parser 4.9.0; each next question is asked anew. */
static const struct {
	const char *expression, *zone, *from, *answers;
} known[] = {
	{ "0 2 * * *", "Europe/Paris", "2027-03-27T00:00:00.000Z",
	    "2027-03-27T01:00 2027-03-28T01:00 2027-03-29T00:00 " },
	{ "30 2 * * *", "Europe/Paris", "2027-03-27T00:00:00.000Z",
	    "2027-03-27T01:30 2027-03-28T01:30 2027-03-29T00:30 " },
	{ "0 2 * * *", "Europe/Paris", "2026-10-24T12:00:00.000Z",
	    "2026-10-25T00:00 2026-10-26T01:00 " },
	{ "*/15 * * * *", "Europe/Paris", "2026-10-25T00:20:00.000Z",
	    "2026-10-25T00:30 2026-10-25T00:45 2026-10-25T01:00 "
	    "2026-10-25T01:15 2026-10-25T01:30 2026-10-25T01:45 "
	    "2026-10-25T02:00 2026-10-25T02:15 " },
	{ "*/15 2 * * *", "Europe/Paris", "2026-10-24T22:00:00.000Z",
	    "2026-10-25T00:00 2026-10-25T00:15 2026-10-25T00:30 "
	    "2026-10-25T00:45 2026-10-26T01:00 " },
	{ "0 */2 * * *", "Europe/Paris", "2026-10-24T21:00:00.000Z",
	    "2026-10-24T22:00 2026-10-25T00:00 2026-10-25T03:00 "
	    "2026-10-25T05:00 " },
	{ "0 */2 * * *", "Europe/Paris", "2027-03-27T22:00:00.000Z",
	    "2027-03-27T23:00 2027-03-28T01:00 2027-03-28T02:00 "
	    "2027-03-28T04:00 " },
	{ "0 2,3 * * *", "Europe/Paris", "2027-03-27T12:00:00.000Z",
	    "2027-03-28T01:00 2027-03-29T00:00 2027-03-29T01:00 " },
	{ "15 2 * * *", "Europe/Paris", "2026-10-25T00:20:00.000Z",
	    "2026-10-26T01:15 " },
	{ "*/15 2 * * *", "Europe/Paris", "2027-03-27T12:00:00.000Z",
	    "2027-03-28T01:00 2027-03-29T00:00 " },
	{ "*/15 2 * * *", "Europe/Paris", "2026-10-25T01:05:00.000Z",
	    "2026-10-25T01:15 " },
	{ "0 8 * * 1-5", "Europe/Paris", "2026-11-20T07:00:00.000Z",
	    "2026-11-23T07:00 " },
	{ "0 0 13 * 5", "Europe/Paris", "2026-11-01T00:00:00.000Z",
	    "2026-11-05T23:00 2026-11-12T23:00 2026-11-19T23:00 " },
	{ "0 0 L * *", "Europe/Paris", "2026-11-20T00:00:00.000Z",
	    "2026-11-29T23:00 2026-12-30T23:00 " },
	{ "0 9 * * 1#1", "Europe/Paris", "2026-11-20T00:00:00.000Z",
	    "2026-12-07T08:00 " },
	{ "0 9 * * 5L", "Europe/Paris", "2026-11-20T00:00:00.000Z",
	    "2026-11-27T08:00 " },
	{ "", "UTC", "2026-11-20T00:00:00.500Z", "2026-11-20T00:01 " },
	{ "10 * * *", "UTC", "2026-11-20T00:00:00.000Z", "2026-11-20T10:00 " },
	{ "0 0 2-31 * *", "UTC", "2026-11-30T00:00:00.000Z",
	    "2026-12-02T00:00 " },
	{ "5/20 * * * *", "UTC", "2026-11-20T00:00:00.000Z",
	    "2026-11-20T00:05 2026-11-20T00:25 2026-11-20T00:45 " },
	{ "@daily", "UTC", "2026-11-20T00:00:00.000Z", "2026-11-21T00:00 " },
	{ "0 0 29 2 *", "UTC", "2026-11-30T00:00:00.000Z",
	    "2028-02-29T00:00 " },
};

/* Clocks that change within an hour, and over midnight: a time of the next day
 * that leaves no doubt. */
static const struct {
	const char *zone, *from, *noon;
} odd_zones[] = {
	{ "America/St_Johns", "2010-03-13T20:00:00.000Z", "2010-03-14T14:30 " },
	{ "America/St_Johns", "2010-11-06T20:00:00.000Z", "2010-11-07T15:30 " },
	{ "Australia/Lord_Howe", "2026-10-03T05:00:00.000Z",
	    "2026-10-04T01:00 " },
	{ "America/Sao_Paulo", "2018-11-03T20:00:00.000Z",
	    "2018-11-04T14:00 " },
	{ "America/Sao_Paulo", "2018-02-17T20:00:00.000Z",
	    "2018-02-18T15:00 " },
};

static const char *const wrong[] = { "60 * * * *", "0 22-2 * * *", "0 0 31 2 *",
	"0 0 30 2 *", "* * * * * * *", "0 0 * * L", "0 0 * * 1#6",
	"0 0 * * 1#01", "1-2-3 * * * *", "@annually", " @daily", "*/0 * * * *",
	"-1 * * * *", "1,,2 * * * *", "*/2/2 * * * *", "0 ? * * *",
	"0 0 * janv *", "0 0 15W * *", "0.5 * * * *", "0 0 * * foo",
	"9999999 * * * *", "70-80 * * * *", "0 0 * * 1,2#1", "0 0 * * 1-2#1" };

static void
answer(const char *expression, const char *zone, msec t, size_t n, char *text)
{
	struct cron c;
	struct err e;

	*text = '\0';
	if (cron_parse(&c, str_of(expression), &e)) {
		snprintf(text, 512, "%s", e.msg);
		return;
	}
	for (size_t at = 0; at < n;) {
		char iso[DAY_TEXT_MAX];

		t = cron_next(&c, zone, t);
		day_print_utc(t, iso);
		at += (size_t)snprintf(text + at, 512 - at, "%.16s ", iso);
	}
}

int
main(void)
{
	struct cron c;
	struct err e;
	char text[512];
	int counts;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		answer(known[i].expression, known[i].zone,
		    day_read_utc(str_of(known[i].from)),
		    strlen(known[i].answers), text);
		tap_is(text, known[i].answers, known[i].expression);
	}
	for (size_t i = 0; i < sizeof(odd_zones) / sizeof(*odd_zones); i++) {
		answer("0 12 * * *", odd_zones[i].zone,
		    day_read_utc(str_of(odd_zones[i].from)), 1, text);
		tap_is(text, odd_zones[i].noon, odd_zones[i].zone);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		tap_ok(cron_parse(&c, str_of(wrong[i]), &e) < 0, wrong[i]);
	counts = cron_parse(&c, STR("*/15 */2 * * *"), &e);
	tap_ok(!counts && c.count[CRON_SECOND] == 1 &&
		   c.count[CRON_MINUTE] == 4 && c.count[CRON_HOUR] == 12,
	    "values are counted");
	tap_ok(!cron_parse(&c, STR("0 0 31 2,2 *"), &e) &&
		   cron_next(&c, NULL, 0) == DAY_NULL,
	    "a day that never comes");
	tap_ok(!cron_parse(&c, STR("* * * * *"), &e) &&
		   cron_next(&c, NULL, -1) == DAY_NULL &&
		   cron_next(&c, NULL, INT64_MAX) == DAY_NULL,
	    "instants that a clock does not show");
	setenv("TZ", "Europe/Paris", 1);
	tap_ok(cron_next(&c, "Europe/Paris", 0) == 60000 &&
		   !strcmp(getenv("TZ"), "Europe/Paris") &&
		   cron_next(&c, "UTC", 0) == 60000 &&
		   !strcmp(getenv("TZ"), "Europe/Paris"),
	    "the zone of the process comes back");
	tap_ok(zone_known(STR("Europe/Paris")) && zone_known(STR("UTC")) &&
		   !zone_known(STR("Europe/Pariss")) &&
		   !zone_known(STR("../zone")) &&
		   !zone_known(STR("Europe/Pa.ris")) &&
		   !zone_known(STR("right/Europe/Paris")) &&
		   !zone_known(STR("")),
	    "zones");
	return tap_done();
}
