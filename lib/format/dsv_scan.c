#include "format/dsv_scan.h"

#include "base/text.h"
#include "scan/scan.h"

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

/* The record is complete: what must change in a cell's text does now. */
static void
mend(const struct dsv_scan *s, char *start, struct str *cell, bool doubled)
{
	char *p = start + (cell->p - start);
	bool quoted = s->quoted && p > start && p[-1] == '"';

	if (s->cr)
		dsv_reveal(p, cell->n);
	if (s->cr && !quoted && memchr(p, '\r', cell->n))
		*s->cr = true;
	if (quoted && doubled)
		*cell = undouble(p, cell->n);
	else if (!quoted && s->trim)
		*cell = js_trim_right(*cell);
}

static struct str
unquoted(struct str cell)
{
	while (cell.n && is_blank(*cell.p))
		cell.p++, cell.n--;
	return cell;
}

void
dsv_mark(struct dsv_scan *s, uint64_t **marks, size_t *words)
{
	size_t n = SCAN_WORDS(s->text.n);

	if (*words <= n) {
		*words = n + 1;
		*marks = xrealloc2(*marks, *words, sizeof(**marks));
	}
	scan_best()->any(s->text.p, s->text.n, s->delimiter, s->end,
	    s->quoted ? '"' : s->delimiter, *marks);
	(*marks)[n] = 1; /* ends the search for another */
	s->marks = *marks;
}

/* The marks not yet met: those left of word i, and all after it. */
struct cursor {
	size_t i;
	uint64_t left;
};

static inline struct cursor
cursor_at(const struct dsv_scan *s, const char *p)
{
	size_t at = (size_t)(p - s->text.p);

	return (struct cursor){ at / 64,
		s->marks[at / 64] & ~(uint64_t)0 << at % 64 };
}

/* The next byte that ends a cell or is a quote, or end. */
static inline char *
next_mark(const struct dsv_scan *s, struct cursor *c, char *p, char *end)
{
	size_t at;

	while (!c->left)
		c->left = s->marks[++c->i];
	at = 64 * c->i + (size_t)__builtin_ctzll(c->left);
	c->left &= c->left - 1;
	return at < s->text.n ? p + (s->text.p + at - p) : end;
}

/* The cell whose opening quote is at p. Returns the byte behind it, NULL if
 * that is not in the text. */
static char *
quoted(char *p, char *end, struct str *cell, bool *doubled)
{
	char *q = closing_quote(p + 1, end, doubled);

	if (!q || q + 1 == end)
		return NULL;
	*cell = (struct str){ p + 1, (size_t)(q - p) - 1 };
	if (*++q == '\r' && ++q == end)
		return NULL;
	return q;
}

char *
dsv_scan(const struct dsv_scan *s, char *p, struct str *cell, size_t width,
    size_t *n)
{
	struct cursor marks = cursor_at(s, p);
	char *start = p, *end = p + (s->text.p + s->text.n - p);
	bool doubled = false, trim = s->trim;
	size_t cells = 0, first = 0; /* first: with a doubled quote */

	if (p == end || *p == s->end || (trim && is_blank(*p)))
		return NULL;
	for (;;) {
		char *q = next_mark(s, &marks, p, end);
		struct str c = { p, (size_t)(q - p) };

		if (q == end)
			return NULL;
		if (*q == '"' && s->quoted) {
			first = doubled ? first : cells;
			q = q == p ? quoted(p, end, &c, &doubled) : NULL;
			if (!q || (*q != s->delimiter && *q != s->end))
				return NULL;
			marks = cursor_at(s, q + 1);
		} else {
			c.n -= *q == s->end && q > p && q[-1] == '\r';
			if (trim)
				c = js_trim_right(unquoted(c));
		}
		if (cells < width)
			cell[cells] = c;
		cells++;
		p = q + 1;
		if (*q == s->end)
			break;
	}
	*n = cells;
	if (s->cr)
		first = 0;
	else if (!doubled)
		first = cells;
	for (; first < cells && first < width; first++)
		mend(s, start, &cell[first], doubled);
	return p - 1;
}
