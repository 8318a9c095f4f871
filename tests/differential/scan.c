/* The makers of scan/scan.h against bytes looked at one by one: texts with
 * characters of all lengths, well-formed or not. */
#include "scan/scan.h"
#include "base/buf.h"
#include "differential.h"

#define TEXT_MAX 260

/* Well-formed text of up to n bytes, some more at most. */
static void
put_text(struct buf *b, size_t n)
{
	static const char *const pieces[] = { "a", " ", ";", "\"", "\\", "\n",
		"\x1F", "\x7F", "\xC3\xA9", "\xE2\x80\x99",
		"\xF0\x9F\x98\x80" };
	int variety = 1 + pick(11);

	for (size_t end = b->n + n; b->n < end;)
		buf_str(b, pieces[pick(variety)]);
}

/* One to four bytes that are the ends of all ranges of UTF-8 (RFC 3629), or
 * lie beyond them: a character, or nearly one. */
static void
put_limits(struct buf *b)
{
	static const char first[] = "\x7F\x80\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED"
				    "\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xF8\xFF";
	static const char next[] = "\x8F\x90\x9F\xA0\x80\xBF\xC0\x7F";

	buf_byte(b, first[pick(sizeof(first) - 1)]);
	for (int n = pick(4), i = 0; i < n; i++)
		buf_byte(b, next[rarely(8) ? pick(8) : pick(6)]);
}

/* The length of the character at p, 0 if there is none, from the table of RFC
 * 3629. */
static size_t
character(const unsigned char *p, size_t n)
{
	static const struct {
		unsigned char first[2], second[2];
		size_t n;
	} rows[] = { { { 0xC2, 0xDF }, { 0x80, 0xBF }, 2 },
		{ { 0xE0, 0xE0 }, { 0xA0, 0xBF }, 3 },
		{ { 0xE1, 0xEC }, { 0x80, 0xBF }, 3 },
		{ { 0xED, 0xED }, { 0x80, 0x9F }, 3 },
		{ { 0xEE, 0xEF }, { 0x80, 0xBF }, 3 },
		{ { 0xF0, 0xF0 }, { 0x90, 0xBF }, 4 },
		{ { 0xF1, 0xF3 }, { 0x80, 0xBF }, 4 },
		{ { 0xF4, 0xF4 }, { 0x80, 0x8F }, 4 } };
	size_t len = 2;

	if (*p < 0x80)
		return 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (*p < rows[i].first[0] || *p > rows[i].first[1] ||
		    n < rows[i].n || p[1] < rows[i].second[0] ||
		    p[1] > rows[i].second[1])
			continue;
		while (len < rows[i].n && p[len] >> 6 == 2)
			len++;
		return len == rows[i].n ? len : 0;
	}
	return 0;
}

static bool
is_utf8(const char *p, size_t n)
{
	size_t len;

	for (; n && (len = character((const unsigned char *)p, n)); n -= len)
		p += len;
	return n == 0;
}

enum kind { ANY, HIGH, JSON };

static bool
is_of(enum kind k, unsigned char c)
{
	switch (k) {
	case ANY:
		return c == ';' || c == ' ' || c == '"';
	case HIGH:
		return c > 0x7F;
	default:
		return c == '"' || c == '\\' || c < 0x20;
	}
}

static bool
differ(const struct scan *s, const char *what, const char *p, size_t n)
{
	printf("scan: %s: %s of", s->name, what);
	for (size_t i = 0; i < n; i++)
		printf(" %02X", (unsigned char)p[i]);
	printf("\n");
	return false;
}

/* Is this the mask of p[0..n), and has nothing been written behind it? */
static bool
is_mask(const uint64_t *mask, const char *p, size_t n, enum kind k)
{
	size_t i;

	for (i = 0; i < 64 * SCAN_WORDS(n); i++)
		if ((mask[i / 64] >> i % 64 & 1) !=
		    (i < n && is_of(k, (unsigned char)p[i])))
			return false;
	return mask[SCAN_WORDS(n)] == UINT64_MAX;
}

static bool
try_maker(const struct scan *s, const char *p, size_t n)
{
	uint64_t mask[3][SCAN_WORDS(TEXT_MAX) + 1];
	bool good = is_utf8(p, n);

	memset(mask, 0xFF, sizeof(mask));
	s->any(p, n, ';', ' ', '"', mask[ANY]);
	s->high(p, n, mask[HIGH]);
	if (s->json(p, n, mask[JSON]) != good)
		return differ(s, "UTF-8, json", p, n);
	if (s->utf8 && s->utf8(p, n) != good)
		return differ(s, "UTF-8", p, n);
	for (int k = ANY; k <= JSON; k++)
		if (!is_mask(mask[k], p, n, (enum kind)k))
			return differ(s, "mask", p, n);
	return true;
}

/* The text at some places, its end that of the memory. */
static bool
try_text(struct str text)
{
	bool same = true;

	for (int i = 0; i < 8 && same; i++) {
		size_t at = (size_t)pick(64);
		char *room = xmalloc(at + text.n), *p = room + at;

		memcpy(p, text.p, text.n);
		for (const struct scan *const *s = scan_all(); *s && same; s++)
			same = try_maker(*s, p, text.n);
		free(room);
	}
	return same;
}

static bool
one_case(void)
{
	struct buf b = { 0 };
	bool same;

	/* mostly where two blocks of 64 bytes meet */
	put_text(&b, (size_t)(rarely(3) ? pick(150) : 59 + pick(7)));
	put_limits(&b);
	if (!rarely(3))
		put_text(&b, (size_t)pick(90));
	same = try_text(buf_view(&b));
	buf_free(&b);
	return same;
}

int
main(int argc, char **argv)
{
	(void)argc;
	return differential(argv, one_case);
}
