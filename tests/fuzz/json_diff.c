/* Any JSON as [OLD, NEW, ...]: a value and itself do not differ, two values
 * differ if a change is found, and every path is a pointer; the same with and
 * without the places of the values. */
#include "export/diff/json_diff.h"
#include "fuzz.h"

static void
put(void *arg, struct str path, struct js before, struct js after)
{
	struct buf *b = arg;

	fuzz_must(!path.n || json_pointer_valid(path));
	fuzz_must(before.type != JS_ABSENT || after.type != JS_ABSENT);
	buf_add(b, path.p, path.n);
	buf_byte(b, ' ');
	js_put_raw(b, before);
	buf_byte(b, ' ');
	js_put_raw(b, after);
	buf_byte(b, '\n');
}

/* Appends the changes to b; false if there is none. */
static bool
differ(struct buf *b, struct js old, struct js new)
{
	struct json_diff d = { .found = put, .arg = b };
	size_t n = b->n;

	json_diff(&d, old, new);
	fuzz_must(json_diff_same(&d, old, new) == (b->n == n));
	json_diff_free(&d);
	return b->n > n;
}

/* The first two items. */
static void
check(struct buf *b, struct js pair)
{
	struct js_walk w = js_walk(pair);
	struct js old, new;

	if (pair.type != JS_ARRAY || !js_item(&w, &old) || !js_item(&w, &new))
		return;
	fuzz_must(differ(b, old, new) == differ(b, new, old));
	fuzz_must(!differ(b, old, old));
	fuzz_must(!differ(b, new, new));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);
	struct buf plain = { 0 }, indexed = { 0 };
	struct js_index x = { 0 };
	struct js v;
	struct err e;

	if (!js_index(&x, s, &v, &e)) {
		check(&indexed, v);
		check(&plain, js_of(s));
		fuzz_must(str_eq(buf_view(&plain), buf_view(&indexed)));
	}
	js_index_free(&x);
	buf_free(&plain);
	buf_free(&indexed);
	return 0;
}
