#include <stdio.h>

#include "base/hash.h"
#include "tap.h"

int
main(void)
{
	struct hash h = { 0 };
	char text[32];
	int good = 1;

	tap_ok(hash_find(&h, STR("a")) == HASH_NONE, "nothing in nothing");
	tap_ok(hash_put(&h, STR("a")) == 0, "the first is 0");
	tap_ok(hash_put(&h, STR("")) == 1, "the empty string is a string");
	tap_ok(hash_put(&h, STR("a\0b")) == 2, "NUL counts");
	tap_ok(hash_put(&h, STR("a")) == 0, "the same again");
	tap_ok(h.n == 3, "three strings");
	tap_ok(hash_find(&h, STR("")) == 1, "found");
	tap_ok(hash_find(&h, STR("b")) == HASH_NONE, "not found");
	tap_ok(str_eq(hash_text(&h, 2), STR("a\0b")), "text by number");
	hash_free(&h);
	for (int i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "RNCP%d", i);
		good &= hash_put(&h, str_of(text)) == (uint32_t)i;
	}
	tap_ok(good, "a hundred thousand strings numbered in order");
	for (int i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "RNCP%d", i);
		good &= hash_find(&h, str_of(text)) == (uint32_t)i &&
			str_eq(hash_text(&h, (uint32_t)i), str_of(text));
	}
	tap_ok(good, "all found again");
	hash_free(&h);
	return tap_done();
}
