/* Names and attributes, as sax_scan reads them. */
#include "scan/simd.h"
#include "xml/sax_scan.h"

#define LETTERS                                                                \
	((uint64_t)0x3FFFFFF << ('A' - 64) |                                   \
	    (uint64_t)0x3FFFFFF << ('a' - 64) | (uint64_t)1 << ('_' - 64))
#define DIGITS                                                                 \
	((uint64_t)0x3FF << '0' | (uint64_t)1 << '-' | (uint64_t)1 << '.')

/* Is the byte in a set of those below 64, or of the 64 behind them? */
static inline bool
is_in(const uint64_t set[4], char byte)
{
	unsigned char c = (unsigned char)byte;

	return set[c >> 6] >> (c & 63) & 1;
}

/* The name at p: where it ends, or where it is none. */
static inline char *
skip_name(char *p, bool *good)
{
	static const uint64_t first[4] = { 0, LETTERS };
	static const uint64_t next[4] = { DIGITS, LETTERS };

	*good = is_in(first, *p);
	if (*good)
		do
			p++;
		while (is_in(next, *p));
	return p;
}

static bool
take_name(char **p, struct scan_name *name)
{
	char *from = *p;
	bool good;

	*p = skip_name(from, &good);
	name->colon = 0;
	if (good && **p == ':') {
		name->colon = (size_t)(*p - from);
		*p = skip_name(*p + 1, &good);
	}
	name->text = (struct str){ from, (size_t)(*p - from) };
	return good;
}

static bool
same(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return false;
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	return i == a.n;
}

/* Puts an attribute to the others; false if its name is there. */
static bool
add_attribute(
    struct scan_attributes *a, const struct scan_name *name, struct str value)
{
	for (size_t i = 0; i < a->n; i++)
		if (same(a->of[i].name, name->text))
			return false;
	a->has_spaces |= name->colon || SAX_IS(name->text, "xmlns");
	a->of[a->n] = (struct sax_attr){ name->text, value, false };
	a->colon[a->n++] = name->colon;
	return true;
}

/* Where the value that begins at p ends: at its quote, unless it is odd. */
static char *
skip_value(struct scan *s, char *p, char quote)
{
	for (;;) {
		p += simd_find_value_end(p, s->end, quote) - p;
		if (*p != '&')
			return p;
		s->attr.has_references = true;
		p++;
	}
}

static enum sax_went
take_attribute(struct scan *s, char **at)
{
	struct scan_name name;
	char *p = *at, *value, quote;

	if (!take_name(&p, &name))
		return scan_stopped(s, p);
	p = scan_skip_blanks(p);
	if (*p != '=')
		return scan_stopped(s, p);
	p = scan_skip_blanks(p + 1);
	quote = *p;
	if (quote != '"' && quote != '\'')
		return scan_stopped(s, p);
	value = p + 1;
	p = skip_value(s, value, quote);
	if (*p != quote)
		return scan_stopped(s, p);
	*at = p + 1;
	return add_attribute(
		   &s->attr, &name, (struct str){ value, (size_t)(p - value) })
		   ? SAX_ON
		   : SAX_ODD;
}

/* Reads attributes up to > or /. */
static enum sax_went
take_attributes(struct scan *s, char **p)
{
	s->attr.n = 0;
	s->attr.has_spaces = s->attr.has_references = false;
	for (;;) {
		char *from = *p;
		enum sax_went went;

		*p = scan_skip_blanks(from);
		if (**p == '>' || **p == '/')
			return SAX_ON;
		if (*p == from || s->attr.n == SCAN_ATTRIBUTES)
			return scan_stopped(s, *p);
		went = take_attribute(s, p);
		if (went)
			return went;
	}
}

enum sax_went
scan_tag(struct scan *s, char **p, struct scan_name *name)
{
	*p = s->p + 1;
	if (!take_name(p, name))
		return scan_stopped(s, *p);
	return take_attributes(s, p);
}
