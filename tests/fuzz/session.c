/* Any JSON as {"debut": [...], "fin": [...], "duree": years}: sessions begin
 * and end at dates that are given, as many as the shorter list. */
#include "apprentissage/formations/session.h"
#include "fuzz.h"

static bool
given(const struct session_dates *d, msec t)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->at[i] == t)
			return true;
	return false;
}

static void
check(struct js v)
{
	static struct sessions s;
	double target = js_number(js_get(v, "duree"));
	struct err e;

	if (sessions_match(
		&s, js_get(v, "debut"), js_get(v, "fin"), target, &e))
		return;
	fuzz_must(s.n == (s.debuts.n < s.fins.n ? s.debuts.n : s.fins.n));
	for (size_t i = 0; i < s.n; i++) {
		msec a = s.at[i].debut, b = s.at[i].fin;

		fuzz_must(given(&s.debuts, a) && given(&s.fins, b));
		fuzz_must(a > b || session_years(a, b) >= 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);
	struct err e;

	if (!js_check(s.p, s.n, &e))
		check(js_of(s));
	return 0;
}
