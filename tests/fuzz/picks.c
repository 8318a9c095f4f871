/* Any bytes: picks stay within bounds. In checked text they find what a walk
 * along each path finds. */
#include "json/picks.h"
#include "fuzz.h"

static const char *const paths[] = { "a", "a.b", "a.b.a", "b.a", "b.b", "c",
	"a.c" };
enum { PATHS = sizeof(paths) / sizeof(*paths) };

static bool
is_called(struct js key, const char *name, size_t n)
{
	struct buf scratch = { 0 };
	struct str text = js_text(key, &scratch);
	bool same = text.n == n && !memcmp(text.p, name, n);

	buf_free(&scratch);
	return same;
}

/* The first member of that name; JS_ABSENT if there is none. */
static struct js
first(struct js obj, const char *name, size_t n)
{
	struct js key, value;

	for (struct js_walk w = js_walk(obj); js_member(&w, &key, &value);)
		if (is_called(key, name, n))
			return value;
	return (struct js){ .type = JS_ABSENT };
}

static struct pick
walked(struct js v, const char *path)
{
	for (;;) {
		size_t n = strcspn(path, ".");

		if (js_is_null(v))
			return (struct pick){ { .type = JS_ABSENT }, false };
		if (v.type != JS_OBJECT)
			return (struct pick){ v, true };
		v = first(v, path, n);
		if (!path[n])
			return (struct pick){ v, false };
		path += n + 1;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct js v = js_of(text);
	struct picks p = { 0 };
	struct err e;
	bool good = !js_check(text.p, n, &e);

	for (size_t i = 0; i < PATHS; i++)
		fuzz_must(picks_add(&p, str_of(paths[i])) == i);
	fuzz_must(picks_add(&p, str_of(paths[1])) == 1);
	for (int times = 0; times < 2; times++) {
		fuzz_must(picks_read(&p, v) || !good);
		for (size_t i = 0; good && i < PATHS; i++) {
			struct pick want = walked(v, paths[i]);

			fuzz_must(p.pick[i].blocked == want.blocked);
			fuzz_must(p.pick[i].v.type == want.v.type);
			fuzz_must(p.pick[i].v.p == want.v.p &&
				  p.pick[i].v.n == want.v.n);
		}
	}
	picks_free(&p);
	return 0;
}
