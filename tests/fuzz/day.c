/* Any text as a date: an instant that is read must print as a text that reads
 * back as the same. */
#include "base/day.h"
#include "fuzz.h"

static void
check(msec t)
{
	char utc[DAY_TEXT_MAX], paris[DAY_TEXT_MAX];

	if (t == DAY_NULL || t == DAY_BAD)
		return;
	fuzz_must(day_utc(day_civil(t)) == t);
	day_print_utc(t, utc);
	fuzz_must(day_read_utc(str_of(utc)) == t);
	day_print_paris(t, paris);
	if (strlen(utc) == 24 && strlen(paris) == 29)
		fuzz_must(day_parse(str_of(paris)) == t);
	day_paris_wall(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);
	msec from = day_paris_local(s, false), to = day_paris_local(s, true);

	fuzz_must((from == DAY_BAD) == (to == DAY_BAD));
	fuzz_must(from == DAY_BAD || from < to);
	check(from);
	check(to);
	check(day_parse(s));
	check(day_parse_utc(s));
	check(day_read_utc(s));
	return 0;
}
