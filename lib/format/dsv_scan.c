#include "format/dsv_scan.h"

#include "base/text.h"
#include "scan/simd.h"

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

/* Sixty-four bytes, and which of them end a cell or are a quote. */
struct block {
	char *p; /* NULL: none was looked at */
	uint64_t ends;
	char delimiter, end, quote;
};

/* The first byte from p on that ends a cell or is a quote, or end. */
static inline char *
find_end(struct block *b, char *p, char *end)
{
	if (b->p && p - b->p < 64) {
		uint64_t left = b->ends >> (p - b->p);

		if (left)
			return p + __builtin_ctzll(left);
		p = b->p + 64;
	}
	for (; end - p >= 64; p += 64) {
		b->p = p;
		b->ends = simd_which3(p, b->delimiter, b->end, b->quote);
		if (b->ends)
			return p + __builtin_ctzll(b->ends);
	}
	return p + (simd_find3(p, end, b->delimiter, b->end, b->quote) - p);
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
dsv_scan(const struct dsv_scan *s, char *p, char *end, struct str *cell,
    size_t width, size_t *n)
{
	struct block b = { .delimiter = s->delimiter,
		.end = s->end,
		.quote = s->quoted ? '"' : s->delimiter };
	char *start = p;
	bool doubled = false, trim = s->trim;
	size_t cells = 0, first = 0; /* first: with a doubled quote */

	if (p == end || *p == b.end || (trim && is_blank(*p)))
		return NULL;
	for (;;) {
		char *q = find_end(&b, p, end);
		struct str c = { p, (size_t)(q - p) };

		if (q == end)
			return NULL;
		if (*q == '"' && s->quoted) {
			first = doubled ? first : cells;
			q = q == p ? quoted(p, end, &c, &doubled) : NULL;
			if (!q || (*q != b.delimiter && *q != b.end))
				return NULL;
		} else {
			c.n -= *q == b.end && q > p && q[-1] == '\r';
			if (trim)
				c = unquoted(c);
		}
		if (cells < width)
			cell[cells] = c;
		cells++;
		p = q + 1;
		if (*q == b.end)
			break;
	}
	*n = cells;
	if (s->cr || trim)
		first = 0;
	else if (!doubled)
		first = cells;
	for (; first < cells && first < width; first++)
		mend(s, start, &cell[first], doubled);
	return p - 1;
}
