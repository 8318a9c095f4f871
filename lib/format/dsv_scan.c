#include "format/dsv_scan.h"

#include "base/simd.h"
#include "base/text.h"

void
dsv_reveal(char *p, size_t n)
{
	char *end = p + n;

	while ((p = memchr(p, (unsigned char)DSV_CR_DATA, (size_t)(end - p))))
		*p++ = '\r';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f' || c == DSV_CR_DATA;
}

/* The quote that closes the cell whose text begins at p; NULL if none does. */
static char *
closing_quote(char *p, char *end, bool *doubled)
{
	while ((p = memchr(p, '"', (size_t)(end - p)))) {
		if (p + 1 == end || p[1] != '"')
			return p;
		*doubled = true;
		p += 2;
	}
	return NULL;
}

/* Replaces doubled quotes by single ones. */
static struct str
undouble(char *p, size_t n)
{
	char *from = p, *end = p + n, *to, *quote;

	to = p = memchr(p, '"', n);
	while (p) {
		quote = memchr(p + 2, '"', (size_t)(end - p) - 2);
		n = (size_t)((quote ? quote : end) - p) - 1;
		memmove(to, p + 1, n);
		to += n;
		p = quote;
	}
	return (struct str){ from, (size_t)((to ? to : end) - from) };
}

/* The record is complete: what must change in the text does now. */
static void
mend(const struct dsv_scan *s, char *start, struct str *cell, size_t n,
    bool doubled)
{
	for (size_t i = 0; i < n; i++) {
		char *p = start + (cell[i].p - start);
		bool quoted = s->quoted && p > start && p[-1] == '"';

		if (s->cr)
			dsv_reveal(p, cell[i].n);
		if (s->cr && !quoted && memchr(p, '\r', cell[i].n))
			*s->cr = true;
		if (quoted && doubled)
			cell[i] = undouble(p, cell[i].n);
		else if (!quoted && s->trim)
			cell[i] = js_trim_right(cell[i]);
	}
}

static struct str
unquoted(const struct dsv_scan *s, const char *p, const char *end)
{
	while (s->trim && p < end && is_blank(*p))
		p++;
	return (struct str){ p, (size_t)(end - p) };
}

char *
dsv_scan(const struct dsv_scan *s, char *p, char *end, struct str *cell,
    size_t width, size_t *n)
{
	char *start = p, quote = s->quoted ? '"' : s->delimiter;
	bool doubled = false;
	struct str c;

	if (p == end || *p == s->end || (s->trim && is_blank(*p)))
		return NULL;
	for (*n = 0;; p++) {
		if (s->quoted && p < end && *p == '"') {
			c.p = ++p;
			p = closing_quote(p, end, &doubled);
			if (!p || p + 1 == end)
				return NULL;
			c.n = (size_t)(p++ - c.p);
			if (*p == '\r' && ++p == end)
				return NULL;
		} else {
			char *q = p + (simd_find3(p, end, s->delimiter, s->end,
					   quote) -
					  p);

			if (q == end || (s->quoted && *q == '"'))
				return NULL;
			c = unquoted(s, p, q - (q > p && q[-1] == '\r'));
			p = q;
		}
		if (*n < width)
			cell[*n] = c;
		++*n;
		if (*p == s->end)
			break;
		if (*p != s->delimiter)
			return NULL;
	}
	mend(s, start, cell, *n < width ? *n : width, doubled);
	return p;
}
