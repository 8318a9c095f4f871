/*
 * What the makers of scan.h have in common. A maker's .c file defines these,
 * then includes this file:
 *
 *   MAKER          the attribute of functions that use its registers
 *   MAKER_NAME     in words
 *   MAKER_SCAN     the name of what scan.c may choose
 *   reg            a register of bytes; a byte says yes by its highest bit
 *   load(p)        the bytes at p
 *   equal(v, c)    which bytes equal c
 *   least(v, c)    which bytes are c or above, unsigned
 *   most(v, c)     which bytes are c or below, unsigned
 *   either(v, w)   which bytes say yes in v or in w
 *   bits(v)        the highest bits, side by side
 *   parities(w)    bit i becomes the parity of bits 0 to i; optional
 *   MAKER_IS_WIDE  only if it finds UTF-8 sooner than a walk by characters
 */
#include <string.h>

#include "scan/scan.h"

#define FORCED MAKER __attribute__((always_inline)) static inline

/* A function that tells for which of the 64 bytes at p `which` says yes: an
 * expression in v, a register of them, and c. */
#define BLOCK(name, which)                                                     \
	FORCED uint64_t name(const char *p, char c)                            \
	{                                                                      \
		uint64_t yes = 0;                                              \
                                                                               \
		(void)c;                                                       \
		for (size_t i = 0; i < 64; i += sizeof(reg)) {                 \
			reg v = load(p + i);                                   \
                                                                               \
			yes |= (uint64_t)bits(which) << i;                     \
		}                                                              \
		return yes;                                                    \
	}

BLOCK(block_equal, equal(v, c))
BLOCK(block_least, least(v, c))
BLOCK(block_high, v)
BLOCK(block_special,
    either(either(equal(v, '"'), equal(v, '\\')), most(v, '\x1F')))
BLOCK(block_blank, most(v, ' '))
BLOCK(block_open, either(equal(v, '{'), equal(v, '[')))
BLOCK(block_close, either(equal(v, '}'), equal(v, ']')))
/* Begins no character, or one of three or four bytes. */
BLOCK(block_uncommon,
    either(either(equal(v, '\xC0'), equal(v, '\xC1')), least(v, '\xE0')))

/* What the text before a block says of it. */
struct utf8_state {
	uint64_t due; /* which of its first bytes go on with a character */
	uint64_t odd; /* bit by bit: its first byte comes behind E0, ED, F0, F4,
		       * and has limits of its own */
	uint64_t wrong;
};

/* Bytes behind E0, ED, F0 and F4 that make overlong forms, surrogates or what
 * lies beyond U+10FFFF. */
MAKER static void
check_odd(const char *p, struct utf8_state *s)
{
	uint64_t e0 = block_equal(p, '\xE0'), ed = block_equal(p, '\xED');
	uint64_t f0 = block_equal(p, '\xF0'), f4 = block_equal(p, '\xF4');
	uint64_t from90 = block_least(p, '\x90');
	uint64_t fromA0 = block_least(p, '\xA0');

	s->wrong |= (e0 << 1 | (s->odd & 1)) & ~fromA0;
	s->wrong |= (ed << 1 | (s->odd >> 1 & 1)) & fromA0;
	s->wrong |= (f0 << 1 | (s->odd >> 2 & 1)) & ~from90;
	s->wrong |= (f4 << 1 | s->odd >> 3) & from90;
	s->odd = e0 >> 63 | ed >> 63 << 1 | f0 >> 63 << 2 | f4 >> 63 << 3;
}

/* A block with any characters. */
MAKER static void
check_any(const char *p, uint64_t high, struct utf8_state *s)
{
	uint64_t lead = block_least(p, '\xC0'), three = block_least(p, '\xE0');
	uint64_t four = block_least(p, '\xF0');
	uint64_t due = s->due | lead << 1 | three << 2 | four << 3;

	s->wrong |= due ^ (high & ~lead);
	s->wrong |= lead & ~block_least(p, '\xC2');
	s->wrong |= block_least(p, '\xF5');
	s->due = lead >> 63 | three >> 62 | four >> 61;
	check_odd(p, s);
}

/* Most texts are French: ASCII and two bytes a letter. */
FORCED void
check_block(const char *p, struct utf8_state *s)
{
	uint64_t high = block_high(p, 0), lead = block_least(p, '\xC0');

	if (block_uncommon(p, 0) | s->odd) {
		check_any(p, high, s);
		return;
	}
	s->wrong |= (lead << 1 | s->due) ^ (high & ~lead);
	s->due = lead >> 63;
}

/* The 64 bytes at p; where fewer are left, they are in tail, then spaces. */
FORCED const char *
block_at(const char *p, size_t left, char *tail)
{
	if (left >= 64)
		return p;
	memset(tail, ' ', 64);
	memcpy(tail, p, left);
	return tail;
}

MAKER static void
scan_any(const char *p, size_t n, char a, char b, char c, uint64_t *mask)
{
	char tail[64];

	for (size_t i = 0; i < n; i += 64) {
		const char *at = block_at(p + i, n - i, tail);

		*mask = block_equal(at, a) | block_equal(at, b) |
			block_equal(at, c);
		if (n - i < 64)
			*mask &= ((uint64_t)1 << (n - i)) - 1;
		mask++;
	}
}

MAKER static void
scan_high(const char *p, size_t n, uint64_t *mask)
{
	char tail[64];

	for (size_t i = 0; i < n; i += 64)
		*mask++ = block_high(block_at(p + i, n - i, tail), 0);
}

MAKER static bool
scan_json(const char *p, size_t n, uint64_t *mask)
{
	struct utf8_state s = { 0 };
	char tail[64];

	for (size_t i = 0; i < n; i += 64) {
		const char *at = block_at(p + i, n - i, tail);

		*mask++ = block_special(at, 0);
		check_block(at, &s);
	}
	return !(s.wrong | s.due);
}

#ifdef MAKER_IS_WIDE
MAKER static bool
scan_utf8(const char *p, size_t n)
{
	struct utf8_state s = { 0 };
	char tail[64];

	for (size_t i = 0; i < n; i += 64)
		check_block(block_at(p + i, n - i, tail), &s);
	return !(s.wrong | s.due);
}
#else
#define scan_utf8 NULL
#endif

/* Which bytes of 64 are what a search for a closing bracket stops at. */
struct stops {
	uint64_t quote, backslash, open, close;
};

/* What the text before a block says of it. */
struct nesting {
	size_t depth;
	size_t from; /* its first byte that is not behind a backslash: 0 or 1 */
	bool in;     /* it begins within a string */
};

/* Goes from stop to stop. Returns the place behind the bracket that ends the
 * outermost container, 0 if that is not in the block. */
MAKER static size_t
walk_stops(const struct stops *b, struct nesting *n)
{
	uint64_t left = b->quote | b->backslash | b->open | b->close;

	for (; left; left &= left - 1) {
		size_t i = (size_t)__builtin_ctzll(left);
		uint64_t bit = (uint64_t)1 << i;

		if (i < n->from)
			continue;
		if (b->quote & bit)
			n->in = !n->in;
		else if (n->in)
			n->from = b->backslash & bit ? i + 2 : n->from;
		else if (b->open & bit)
			n->depth++;
		else if (b->close & bit && --n->depth == 0)
			return i + 1;
	}
	n->from = n->from > 64 ? n->from - 64 : 0;
	return 0;
}

#ifndef parities
FORCED uint64_t
parities(uint64_t w)
{
	for (int by = 1; by < 64; by *= 2)
		w ^= w << by;
	return w;
}
#endif

/* Counts the brackets of a block. False if it has to be walked: the outermost
 * container may end in it, or a quote may be escaped. */
FORCED bool
count_brackets(const struct stops *b, struct nesting *n)
{
	uint64_t in = parities(b->quote) ^ (n->in ? ~(uint64_t)0 : 0);
	size_t closed = (size_t)__builtin_popcountll(b->close & ~in);

	if (n->from | b->backslash || closed >= n->depth)
		return false;
	n->depth += (size_t)__builtin_popcountll(b->open & ~in);
	n->depth -= closed;
	n->in = in >> 63;
	return true;
}

MAKER static const char *
scan_close(const char *p, size_t n)
{
	struct nesting nesting = { .depth = 1 };
	char tail[64];

	for (size_t i = 0, end; i < n; i += 64) {
		const char *at = block_at(p + i, n - i, tail);
		const struct stops b = { block_equal(at, '"'),
			block_equal(at, '\\'), block_open(at, 0),
			block_close(at, 0) };

		if (count_brackets(&b, &nesting))
			continue;
		end = walk_stops(&b, &nesting);
		if (end)
			return p + i + end;
	}
	return NULL;
}

/* Which bytes of a block are within a string, its opening quote included. */
FORCED uint64_t
strings_of(uint64_t quote, uint64_t backslash, struct nesting *n)
{
	uint64_t in = n->in ? ~(uint64_t)0 : 0;

	if (!(n->from | backslash)) {
		in ^= parities(quote);
		n->in = in >> 63;
		return in;
	}
	for (uint64_t left = quote | backslash; left; left &= left - 1) {
		size_t i = (size_t)__builtin_ctzll(left);

		if (i < n->from)
			continue;
		if (quote >> i & 1)
			in ^= ~(uint64_t)0 << i;
		else if (in >> i & 1)
			n->from = i + 2;
	}
	n->in = in >> 63;
	n->from = n->from > 64 ? n->from - 64 : 0;
	return in;
}

MAKER static size_t
scan_blank(const char *p, size_t n)
{
	struct nesting nesting = { 0 };
	char tail[64];

	for (size_t i = 0; i < n; i += 64) {
		const char *at = block_at(p + i, n - i, tail);
		uint64_t blank =
		    block_blank(at, 0) & ~strings_of(block_equal(at, '"'),
					     block_equal(at, '\\'), &nesting);
		size_t first = blank ? i + (size_t)__builtin_ctzll(blank) : n;

		if (blank)
			return first < n ? first : n;
	}
	return n;
}

const struct scan MAKER_SCAN = { MAKER_NAME, scan_any, scan_high, scan_json,
	scan_utf8, scan_close, scan_blank };
