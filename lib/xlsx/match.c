#include "xlsx/match.h"
#include "base/text.h"

/* Upper case of one UTF-16 unit, as far as French needs it. */
static uint32_t
fold(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7))
		return c - 0x20;
	if (c == 0x153) /* œ */
		return 0x152;
	return c == 0xFF ? 0x178 : c; /* ÿ */
}

static uint32_t
next(struct str *s)
{
	size_t n = utf8_len(s->p, s->n);
	uint32_t c;

	if (!n)
		n = 1;
	c = n == 1 ? (unsigned char)*s->p : utf8_get(s->p, n);
	s->p += n;
	s->n -= n;
	return c;
}

/* Length in bytes of the want that text begins with, -1 if it does not. */
static ptrdiff_t
begins(struct str text, const char *want)
{
	const char *from = text.p;
	struct str w = str_of(want);

	while (w.n)
		if (!text.n || fold(next(&text)) != fold(next(&w)))
			return -1;
	return text.p - from;
}

bool
match_same(struct str text, const char *want)
{
	return str_is(text, want);
}

bool
match_fold(struct str text, const char *want)
{
	return begins(text, want) == (ptrdiff_t)text.n;
}

bool
match_prefix(struct str text, const char *want)
{
	return begins(text, want) >= 0;
}

bool
match_within(struct str text, const char *want)
{
	for (; text.n; next(&text))
		if (begins(text, want) >= 0)
			return true;
	return !*want;
}

bool
match_blank(struct str text, const char *want)
{
	(void)want;
	return js_trim(text).n == 0;
}

bool
match_any(const struct match *m, size_t max, struct str text)
{
	for (size_t i = 0; i < max && m[i].is; i++)
		if (m[i].is(text, m[i].want))
			return true;
	return false;
}
