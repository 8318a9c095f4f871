#include <stdint.h>

#include "base/text.h"
#include "format/enc.h"

/* Bytes at the end of p that begin a character of UTF-8 without ending it. */
static size_t
open_tail(const char *p, size_t n)
{
	for (size_t k = 1; k <= 3 && k <= n; k++) {
		unsigned char c = (unsigned char)p[n - k];

		if (c < 0x80)
			return 0;
		if (c >= 0xC0)
			return k < 2u + (c >= 0xE0) + (c >= 0xF0) ? k : 0;
	}
	return 0;
}

static size_t
repair(const char *p, size_t n, bool last, struct buf *out)
{
	if (!last)
		n -= open_tail(p, n);
	if (utf8_valid(p, n))
		buf_add(out, p, n);
	else
		utf8_put_repaired(out, p, n);
	return n;
}

static size_t
widen(const unsigned char *p, size_t n, struct buf *out)
{
	const unsigned char *end = p + n;
	unsigned char *q;

	buf_reserve(out, 2 * n + 8);
	q = (unsigned char *)out->p + out->n;
	while (p < end) {
		uint64_t w;

		for (; end - p >= 8; p += 8, q += 8) {
			memcpy(&w, p, 8);
			if (w & 0x8080808080808080)
				break;
			memcpy(q, &w, 8);
		}
		if (p == end)
			break;
		if (*p < 0x80) {
			*q++ = *p++;
		} else {
			*q++ = (unsigned char)(0xC0 | *p >> 6);
			*q++ = (unsigned char)(0x80 | (*p++ & 0x3F));
		}
	}
	out->n = (size_t)((char *)q - out->p);
	return n;
}

static uint32_t
unit(const unsigned char *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

/* An odd byte at the very end is dropped. */
static size_t
join(const unsigned char *p, size_t n, bool last, struct buf *out)
{
	size_t i = 0;

	while (n - i >= 2) {
		uint32_t c = unit(p + i);

		if (c >> 10 == 0x36) { /* D800..DBFF, the first half */
			if (n - i < 4 && !last)
				return i;
			if (n - i >= 4 && unit(p + i + 2) >> 10 == 0x37) {
				c = 0x10000 + ((c & 0x3FF) << 10) +
				    (unit(p + i + 2) & 0x3FF);
				i += 2;
			}
		}
		utf8_put(out, c >> 11 == 0x1B ? 0xFFFD : c);
		i += 2;
	}
	return last ? n : i;
}

size_t
enc_utf8(enum enc from, const char *p, size_t n, bool last, struct buf *out)
{
	const void *bytes = p;

	switch (from) {
	case ENC_LATIN1:
		return widen(bytes, n, out);
	case ENC_UTF16LE:
		return join(bytes, n, last, out);
	default:
		return repair(p, n, last, out);
	}
}

size_t
enc_bom(const char *p, size_t n, enum enc *from)
{
	if (n >= 3 && !memcmp(p, "\xEF\xBB\xBF", 3)) {
		*from = ENC_UTF8;
		return 3;
	}
	if (n >= 3 && !memcmp(p, "\xFF\xFE", 2)) {
		*from = ENC_UTF16LE;
		return 2;
	}
	return 0;
}
