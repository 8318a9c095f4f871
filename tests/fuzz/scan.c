/* Any bytes: all makers say the same of them, and of what is UTF-8 the same as
 * utf8_len. */
#include "scan/scan.h"
#include "base/text.h"
#include "fuzz.h"

static bool
is_utf8(struct str s)
{
	size_t len;

	for (; s.n && (len = utf8_len(s.p, s.n)); s.n -= len)
		s.p += len;
	return s.n == 0;
}

/* Where scan's close ends, one byte after another. */
static const char *
find_close(struct str s)
{
	size_t depth = 1;
	bool in = false;

	for (const char *p = s.p, *end = p + s.n; p < end; p++) {
		if (*p == '"')
			in = !in;
		else if (in)
			p += *p == '\\';
		else if (*p == '[' || *p == '{')
			depth++;
		else if ((*p == ']' || *p == '}') && --depth == 0)
			return p + 1;
	}
	return NULL;
}

/* Where scan's blank is. */
static size_t
find_blank(struct str s)
{
	bool in = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			in = !in;
		else if (in)
			i += s.p[i] == '\\';
		else if ((unsigned char)s.p[i] <= ' ')
			return i;
	}
	return s.n;
}

struct answer {
	uint64_t *mask; /* any, high, json, one behind another */
	size_t words;
};

static struct answer
ask(const struct scan *s, struct str t)
{
	size_t words = SCAN_WORDS(t.n);
	struct answer a = { xcalloc(3 * words, sizeof(*a.mask)), 3 * words };
	bool good = is_utf8(t);

	s->any(t.p, t.n, ';', '\n', '"', a.mask);
	s->high(t.p, t.n, a.mask + words);
	fuzz_must(s->json(t.p, t.n, a.mask + 2 * words) == good);
	fuzz_must(!s->utf8 || s->utf8(t.p, t.n) == good);
	fuzz_must(s->close(t.p, t.n) == find_close(t));
	fuzz_must(s->blank(t.p, t.n) == find_blank(t));
	return a;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const struct scan *const *s = scan_all();
	struct str text = fuzz_text(data, n);
	struct answer first = ask(*s, text);

	while (*++s) {
		struct answer other = ask(*s, text);

		fuzz_must(!memcmp(
		    first.mask, other.mask, first.words * sizeof(*first.mask)));
		free(other.mask);
	}
	free(first.mask);
	return 0;
}
