/* Any text as a number: what is read must print as a text that reads back as
 * the same, by all three readers. */
#include <math.h>

#include "base/num.h"
#include "fuzz.h"
#include "json/js.h"

static bool
same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void
check(double v)
{
	char text[NUM_TEXT_MAX];
	size_t n = num_print(v, text);
	struct str s = { text, n };
	struct err e;

	fuzz_must(n == strlen(text) && n < NUM_TEXT_MAX);
	fuzz_must(same(num_parse(s), v) && same(num_prefix(s), v));
	if (isfinite(v))
		fuzz_must(
		    !js_check(text, n, &e) && same(js_number(js_of(s)), v));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);
	struct err e;
	double v = num_parse(s), prefix = num_prefix(s);
	struct js json = { 0 };

	check(v);
	check(prefix);
	if (!js_check(s.p, s.n, &e))
		json = js_of(s);
	if (json.type == JS_NUMBER)
		fuzz_must(same(js_number(json), v) && same(prefix, v));
	return 0;
}
