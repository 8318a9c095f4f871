#include <stdint.h>

#include "base/text.h"
#include "format/enc.h"
#include "scan/scan.h"

static size_t
count_replaced(const char *p, size_t n)
{
	const char *end = p + n;
	size_t found = 0;

	for (; end - p >= 3; p++)
		found += !memcmp(p, "\xEF\xBF\xBD", 3);
	return found;
}

static void
repair(struct enc *e, const char *p, size_t n, struct buf *out)
{
	size_t start = out->n;

	utf8_put_repaired(out, p, n);
	e->replaced += count_replaced(out->p + start, out->n - start) -
		       count_replaced(p, n);
}

static size_t
well_formed(const char *p, size_t n)
{
	size_t at = 0, len;

	while (at < n && (len = utf8_len(p + at, n - at)))
		at += len;
	return at;
}

static size_t
copy_bytes(struct enc *e, const char *p, size_t n, bool last, struct buf *out)
{
	if (!last)
		n -= utf8_cut(p, n);
	if (utf8_valid(p, n)) {
		buf_add(out, p, n);
	} else if (e->repair) {
		repair(e, p, n, out);
	} else {
		n = well_formed(p, n);
		buf_add(out, p, n);
		e->failed = true;
	}
	return n;
}

/* What the bytes 0x80 to 0x9F of Windows-1252 stand for; 0: nothing. */
static const uint16_t windows_1252[32] = { 0x20AC, 0, 0x201A, 0x192, 0x201E,
	0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D,
	0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC,
	0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178 };

/* Appends the character of a byte beyond ASCII; false if there is none. */
static bool
put_byte(struct enc *e, unsigned char c, struct buf *out)
{
	uint32_t u;

	if (c >= 0xA0 || e->from == ENC_LATIN1) {
		buf_byte(out, (char)(0xC0 | c >> 6));
		buf_byte(out, (char)(0x80 | (c & 0x3F)));
		return true;
	}
	u = windows_1252[c - 0x80];
	if (!u && !e->repair)
		return false;
	e->replaced += !u;
	utf8_put(out, u ? u : 0xFFFD);
	return true;
}

#define PIECE 4096 /* bytes whose mask is on the stack */
#define RUN 32

/* ASCII of less than RUN bytes, as most is, is copied without a loop; may is
 * how many can be read. out has the room. */
static inline void
copy_ascii(struct buf *out, const char *p, size_t n, size_t may)
{
	if (n <= RUN && may >= RUN)
		memcpy(out->p + out->n, p, RUN);
	else
		memcpy(out->p + out->n, p, n);
	out->n += n;
}

/* Widens up to PIECE bytes. */
static size_t
widen_piece(struct enc *e, const char *p, size_t n, struct buf *out)
{
	uint64_t high[SCAN_WORDS(PIECE)];
	size_t at = 0;

	scan_best()->high(p, n, high);
	for (size_t i = 0; i < SCAN_WORDS(n); i++)
		for (uint64_t left = high[i]; left; left &= left - 1) {
			size_t next = 64 * i + (size_t)__builtin_ctzll(left);

			buf_reserve(out, 2 * (n - at) + RUN);
			copy_ascii(out, p + at, next - at, n - at);
			at = next;
			if (!put_byte(e, (unsigned char)p[at], out)) {
				e->failed = true;
				return at;
			}
			at++;
		}
	buf_add(out, p + at, n - at);
	return n;
}

static size_t
widen(struct enc *e, const char *p, size_t n, struct buf *out)
{
	size_t at = 0;

	while (at < n && !e->failed)
		at += widen_piece(
		    e, p + at, n - at < PIECE ? n - at : PIECE, out);
	return at;
}

static uint32_t
unit(const struct enc *e, const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return e->from == ENC_UTF16LE ? (uint32_t)(p[0] | p[1] << 8)
				      : (uint32_t)(p[0] << 8 | p[1]);
}

/* Appends U+FFFD if that is allowed; false if not. */
static bool
replace(struct enc *e, struct buf *out)
{
	e->failed = !e->repair;
	if (e->failed)
		return false;
	e->replaced++;
	utf8_put(out, 0xFFFD);
	return true;
}

static size_t
join(struct enc *e, const char *p, size_t n, bool last, struct buf *out)
{
	size_t i = 0;

	while (n - i >= 2) {
		uint32_t c = unit(e, p + i);
		size_t len = 2;

		if (c >> 10 == 0x36) { /* D800..DBFF, the first half */
			if (n - i < 4 && !last)
				return i;
			if (n - i >= 4 && unit(e, p + i + 2) >> 10 == 0x37) {
				c = 0x10000 + ((c & 0x3FF) << 10) +
				    (unit(e, p + i + 2) & 0x3FF);
				len = 4;
			}
		}
		if (c >> 11 != 0x1B)
			utf8_put(out, c);
		else if (!replace(e, out))
			return i;
		i += len;
	}
	return last && n > i && replace(e, out) ? n : i;
}

size_t
enc_utf8(struct enc *e, const char *p, size_t n, bool last, struct buf *out)
{
	switch (e->from) {
	case ENC_LATIN1:
	case ENC_WINDOWS_1252:
		return widen(e, p, n, out);
	case ENC_UTF16LE:
	case ENC_UTF16BE:
		return join(e, p, n, last, out);
	default:
		return copy_bytes(e, p, n, last, out);
	}
}

size_t
enc_bom(const char *p, size_t n, enum encoding *from)
{
	if (n < 3)
		return 0;
	if (!memcmp(p, "\xEF\xBB\xBF", 3)) {
		*from = ENC_UTF8;
		return 3;
	}
	if (memcmp(p, "\xFF\xFE", 2) != 0 && memcmp(p, "\xFE\xFF", 2) != 0)
		return 0;
	*from = *p == '\xFF' ? ENC_UTF16LE : ENC_UTF16BE;
	return 2;
}

const char *
enc_name(enum encoding e)
{
	static const char *const names[] = { "UTF-8", "ISO 8859-1",
		"Windows-1252", "UTF-16LE", "UTF-16BE" };

	return names[e];
}

/* Is there a character beyond ASCII other than U+FFFD, which stands for one
 * that somebody else could not decode? p[0..n) is UTF-8. */
static bool
has_accents(const char *p, size_t n)
{
	const char *end = p + n;

	for (; p < end; p++)
		if (*p & 0x80) {
			if (end - p < 3 || memcmp(p, "\xEF\xBF\xBD", 3) != 0)
				return true;
			p += 2;
		}
	return false;
}

static void
look(struct enc_watch *w, const char *p, size_t n)
{
	if (!utf8_valid(p, n))
		w->other = true;
	else if (!w->accents)
		w->accents = has_accents(p, n);
}

/* Ends the character that an earlier block began; returns how many bytes of
 * p[0..n) belong to it. */
static size_t
close_open(struct enc_watch *w, const char *p, size_t n)
{
	size_t took = 0;

	while (w->n_open && took < n) {
		w->open[w->n_open++] = p[took++];
		if (utf8_cut(w->open, w->n_open) == w->n_open)
			continue;
		look(w, w->open, w->n_open);
		w->n_open = 0;
	}
	return took;
}

void
enc_watch(struct enc_watch *w, const char *p, size_t n)
{
	size_t took, tail;

	if (w->other)
		return;
	took = close_open(w, p, n);
	p += took;
	n -= took;
	tail = utf8_cut(p, n);
	memcpy(w->open + w->n_open, p + n - tail, tail);
	w->n_open += tail;
	look(w, p, n - tail);
}

bool
enc_watch_is_utf8(const struct enc_watch *w)
{
	return w->accents && !w->other && !w->n_open;
}
