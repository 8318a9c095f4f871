/* sha256: FIPS 180-4's own examples, and every way to cut the input. */
#include <stdlib.h>

#include "crypto/sha256_mix.h"
#include "tap.h"

static const struct {
	const char *text, *digest, *name;
} known[] = {
	{ "",
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	    "nothing" },
	{ "abc",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	    "one block" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	    "56 bytes, two blocks" },
	{ "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
	  "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
	    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
	    "112 bytes" },
};

static void
digest(const char *p, size_t n, size_t step, char text[SHA256_TEXT_MAX])
{
	struct sha256 s;

	sha256_begin(&s);
	for (size_t i = 0; i < n; i += step)
		sha256_add(&s, p + i, n - i < step ? n - i : step);
	sha256_end(&s, text);
}

/* Whatever the length and the cut, the same as in one piece. */
static int
cuts_agree(void)
{
	char bytes[200], whole[SHA256_TEXT_MAX], cut[SHA256_TEXT_MAX];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		digest(bytes, n, sizeof(bytes), whole);
		for (size_t step = 1; step < 130; step++) {
			digest(bytes, n, step, cut);
			if (strcmp(whole, cut) != 0)
				return 0;
		}
	}
	return 1;
}

/* Both makers give the same states, for several blocks and at odd addresses. */
static int
makers_agree(void)
{
	unsigned char bytes[8 * SHA256_BLOCK + 16];
	sha256_mix *fast = sha256_mix_x86();

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * i * 37 + i / 7);
	for (size_t at = 0; fast && at < 16; at++)
		for (size_t n = 0; n <= 8; n++) {
			struct sha256 a, b;

			sha256_begin(&a);
			sha256_begin(&b);
			sha256_mix_plain(a.state, bytes + at, n);
			fast(b.state, bytes + at, n);
			if (memcmp(a.state, b.state, sizeof(a.state)) != 0)
				return 0;
		}
	return 1;
}

int
main(void)
{
	char text[SHA256_TEXT_MAX];
	char *a = malloc(1000000);
	struct err e;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		digest(known[i].text, strlen(known[i].text), 1000, text);
		tap_is(text, known[i].digest, known[i].name);
	}
	if (!a)
		return 1;
	memset(a, 'a', 1000000);
	digest(a, 1000000, 1000000, text);
	tap_is(text,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	    "a million a");
	free(a);
	tap_ok(cuts_agree(), "cuts do not matter");
	tap_ok(makers_agree(),
	    "the processor's instructions say what plain C says");
	tap_ok(!sha256_file("/dev/null", text, &e), "a file");
	tap_is(text, known[0].digest, "an empty one");
	tap_ok(sha256_file("/nowhere", text, &e) < 0, "no file");
	tap_is(e.msg, "/nowhere: No such file or directory", "its name");
	tap_ok(sha256_file("/", text, &e) < 0, "a folder");
	return tap_done();
}
