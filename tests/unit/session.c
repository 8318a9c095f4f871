/* Years between two instants, and the matching of sessions. */
#include <stdlib.h>

#include "apprentissage/formations/session.h"
#include "tap.h"

static void
years(const char *a, const char *b, double wanted)
{
	double got =
	    session_years(day_parse_utc(str_of(a)), day_parse_utc(str_of(b)));
	char name[128];

	snprintf(name, sizeof(name), "from %s to %s: %.17g", a, b, wanted);
	tap_ok(got == wanted, name);
	if (got != wanted)
		printf("# got %.17g\n", got);
}

static void
test_years(void)
{
	years("2024-09-02", "2024-09-02", 0);
	years("2024-09-02", "2026-09-02", 2);
	years("2024-01-01", "2024-01-02", 1.0 / 366);
	years("2025-01-01", "2025-01-02", 1.0 / 365);
	years("2024-09-02", "2026-07-03", 1 + 304.0 / 365);
	years("2022-09-05", "2024-07-05", 1 + 304.0 / 366);
	/* from a 29 February the year ends on 28, and the next begins there */
	years("2024-02-29", "2025-02-28", 1);
	years("2024-02-29", "2025-02-27", 364.0 / 365);
	years("2024-02-29", "2028-02-28", 3 + 365.0 / 366);
	years("2024-02-29", "2028-02-29", 4);
	years("2024-02-29", "2027-03-01", 3 + 1.0 / 365);
	years("2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00.000Z",
	    1.0 / (365 * 86400000.0));
	years("1969-12-31", "1970-01-01", 1.0 / 365);
}

static void
match(const char *debut, const char *fin, double target, const char *wanted)
{
	static struct sessions s;
	struct buf got = { 0 };
	struct err e;

	if (sessions_match(
		&s, js_of(str_of(debut)), js_of(str_of(fin)), target, &e))
		buf_str(&got, e.msg);
	else
		for (size_t i = 0; i < s.n; i++) {
			char text[DAY_TEXT_MAX];

			day_print_utc(s.at[i].debut, text);
			buf_fmt(&got, "%s%.10s/", i ? " " : "", text);
			day_print_utc(s.at[i].fin, text);
			buf_fmt(&got, "%.10s", text);
		}
	tap_is(buf_view(&got).p, wanted, wanted);
	buf_free(&got);
	sessions_free(&s);
}

static void
test_match(void)
{
	match("null", "[\"2025-07-04\"]", 1, "");
	match("[]", "[]", 1, "");
	match("{\"debut\":[\"2024-09-01\"],\"duree\":2}", "2.5", 1, "");
	match("[\"2025-07-04\"]", "null", 1, "");
	match(
	    "[\"2025-09-01\"]", "[\"2024-09-01\"]", 1, "2025-09-01/2024-09-01");
	match("[\"2025-09-01\",\"2024-09-01\"]",
	    "[\"2026-07-01\",\"2025-07-01\"]", 1,
	    "2024-09-01/2025-07-01 2025-09-01/2026-07-01");
	match("[\"2024-09-02\"]",
	    "[\"2027-07-02\",\"2025-07-04\",\"2026-07-03\"]", 2,
	    "2024-09-02/2026-07-03");
	match("[\"2024-09-01\"]", "[\"2025-09-01\",\"2027-09-01\"]", 2,
	    "2024-09-01/2025-09-01");
	match("[\"2022-09-01\",\"2024-09-01\",\"2026-09-01\"]",
	    "[\"2025-09-01\",\"2025-10-01\"]", 1,
	    "2024-09-01/2025-09-01 2024-09-01/2025-10-01");
	match("[\"2024-09-01\"]", "[\"2024-09-01\",\"2034-09-01\"]", 0,
	    "2024-09-01/2024-09-01");
	/* the order is that of the text, whatever the instant */
	match("[\"2024-09-01T02:00:00+04:00\",\"2024-09-01\"]",
	    "[\"2026-01-01\",\"2025-01-01\"]", 1,
	    "2024-09-01/2025-01-01 2024-08-31/2026-01-01");
	match("[\"2024-09-01\",\"zz\"]", "[\"2025-09-01\"]", 1,
	    "2024-09-01/2025-09-01");
	match("[\"2024\\u002d09-01\"]", "[\"2025-09-0\\u0031\"]", 1,
	    "2024-09-01/2025-09-01");
}

static void
test_refused(void)
{
	match("[\"2027-09-02\"]", "[\"2025-07-04\",\"2026-07-03\"]", 1,
	    "date_debut: no possible date_fin for '2027-09-02'");
	match("[\"2027-09-02\",\"2027-09-03\"]", "[\"2025-07-04\"]", 1,
	    "date_fin: no possible date_debut for '2025-07-04'");
	match("[\"zz\"]", "[\"2025-07-04\"]", 1,
	    "date_debut: a date is expected, not 'zz'");
	match("[\"2025-07-04\"]", "[\"02/09/2025\"]", 1,
	    "date_fin: a date is expected, not '02/09/2025'");
	match("[1]", "[\"2025-07-04\"]", 1,
	    "date_debut: a date is expected, not ''");
}

int
main(void)
{
	test_years();
	test_match();
	test_refused();
	return tap_done();
}
