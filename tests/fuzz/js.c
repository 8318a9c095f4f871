/* Any bytes: the check, the scanner and the writer must agree and stay within
 * bounds. Checked text, rewritten canonically, must pass the check again and
 * be its own canonical form. */
#include "json/js.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct buf once = { 0 }, twice = { 0 }, scratch = { 0 };
	struct js v = js_of(text), key, value;
	struct err e;
	bool good = !js_check(text.p, n, &e);

	for (struct js_walk w = js_walk(v); js_member(&w, &key, &value);)
		js_text(value, &scratch);
	js_put_canon(&once, v);
	if (good) {
		fuzz_must(!js_check(once.p, once.n, &e));
		js_put_canon(&twice, js_of(buf_view(&once)));
		fuzz_must(str_eq(buf_view(&once), buf_view(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	buf_free(&scratch);
	return 0;
}
