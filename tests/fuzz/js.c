/* Any bytes: the check, the index, the scanner and the writer must agree and
 * stay within bounds. Checked text, rewritten canonically, must pass the check
 * again and be its own canonical form. */
#include "json/js.h"
#include "fuzz.h"

/* An indexed value and the same text, scanned, hold the same values. */
static void
same(struct js marked, struct js scanned)
{
	struct js_walk a = js_walk(marked), b = js_walk(scanned);
	struct js item, other;

	fuzz_must(marked.type == scanned.type && marked.p == scanned.p &&
		  marked.n == scanned.n && marked.escaped == scanned.escaped);
	while (js_item(&a, &item)) {
		if (marked.type == JS_OBJECT) {
			struct js value, other_value;

			fuzz_must(js_member(&b, &other, &other_value));
			fuzz_must(js_item(&a, &value));
			same(value, other_value);
		} else {
			fuzz_must(js_item(&b, &other));
		}
		same(item, other);
	}
	fuzz_must(!js_item(&b, &other));
}

static void
try_index(struct str text, bool good)
{
	struct js_index x = { 0 };
	struct buf marked = { 0 }, scanned = { 0 };
	struct js v;
	struct err e;

	fuzz_must(good == !js_index(&x, text, &v, &e));
	if (good) {
		same(v, js_of(text));
		js_put_canon(&marked, v);
		js_put_canon(&scanned, js_of(text));
		fuzz_must(str_eq(buf_view(&marked), buf_view(&scanned)));
	}
	js_index_free(&x);
	buf_free(&marked);
	buf_free(&scanned);
}

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
	try_index(text, good);
	buf_free(&once);
	buf_free(&twice);
	buf_free(&scratch);
	return 0;
}
