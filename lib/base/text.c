#include "base/text.h"
#include "scan/scan.h"

static size_t
lead_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	return c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Length and code point of the sequence at p, 0 if ill-formed; *bad is then
 * the length of the maximal subpart (at least 1). */
static size_t
decode(const unsigned char *p, size_t n, uint32_t *c, size_t *bad)
{
	static const uint32_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned lo = 0x80, hi = 0xbf;
	size_t len, i;

	*bad = 1;
	if (!n)
		return 0;
	len = lead_length(p[0]);
	if (!len)
		return 0;
	/* The second byte rules out overlong forms, surrogates, > U+10FFFF. */
	if (p[0] == 0xe0)
		lo = 0xa0;
	else if (p[0] == 0xed)
		hi = 0x9f;
	else if (p[0] == 0xf0)
		lo = 0x90;
	else if (p[0] == 0xf4)
		hi = 0x8f;
	*c = p[0] & mask[len];
	for (i = 1; i < len; i++, lo = 0x80, hi = 0xbf) {
		*bad = i;
		if (i == n || p[i] < lo || p[i] > hi)
			return 0;
		*c = *c << 6 | (p[i] & 0x3f);
	}
	return len;
}

size_t
utf8_len(const char *p, size_t n)
{
	size_t bad;
	uint32_t c;

	return decode((const unsigned char *)p, n, &c, &bad);
}

uint32_t
utf8_get(const char *p, size_t len)
{
	size_t bad;
	uint32_t c = 0;

	decode((const unsigned char *)p, len, &c, &bad);
	return c;
}

/* Number of ASCII bytes at the start of p[0..n), eight at a time. */
static size_t
ascii_run(const char *p, size_t n)
{
	uint64_t w;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, p + i, 8);
		if (w & 0x8080808080808080)
			break;
	}
	while (i < n && !(p[i] & 0x80))
		i++;
	return i;
}

size_t
utf8_cut(const char *p, size_t n)
{
	for (size_t k = 1; k < 4 && k <= n; k++) {
		unsigned char c = (unsigned char)p[n - k];

		if (c < 0x80)
			return 0;
		if (c >= 0xC0)
			return k < 2u + (c >= 0xE0) + (c >= 0xF0) ? k : 0;
	}
	return 0;
}

bool
utf8_valid(const char *p, size_t n)
{
	const struct scan *wide = scan_best();
	size_t i = 0, len;

	if (wide->utf8)
		return wide->utf8(p, n);
	while ((i += ascii_run(p + i, n - i)) < n) {
		len = utf8_len(p + i, n - i);
		if (!len)
			return false;
		i += len;
	}
	return true;
}

void
utf8_put(struct buf *b, uint32_t c)
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t i, len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	char t[4];

	for (i = len - 1; i > 0; i--, c >>= 6)
		t[i] = (char)(0x80 | (c & 0x3f));
	t[0] = (char)(lead[len] | c);
	buf_add(b, t, len);
}

void
utf8_put_repaired(struct buf *b, const char *p, size_t n)
{
	size_t len, bad;
	uint32_t c;

	while (n) {
		len = ascii_run(p, n);
		if (!len)
			len = decode((const unsigned char *)p, n, &c, &bad);
		if (len) {
			buf_add(b, p, len);
		} else {
			buf_str(b, "\xef\xbf\xbd");
			len = bad;
		}
		p += len;
		n -= len;
	}
}

static bool
is_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 ||
	       c == 0xfeff;
}

struct str
js_trim_spaces_right(struct str s)
{
	const char *end;
	size_t len;

	while (s.n && !text_prints(s.p[s.n - 1])) {
		/* White space is one to three bytes long. */
		for (len = 1; len < 3 && len < s.n; len++)
			if ((s.p[s.n - len] & 0xc0) != 0x80)
				break;
		end = s.p + s.n - len;
		if (utf8_len(end, len) != len || !is_space(utf8_get(end, len)))
			break;
		s.n -= len;
	}
	return s;
}

struct str
js_trim_spaces(struct str s)
{
	size_t len;

	s = js_trim_right(s);
	while (s.n && !text_prints(*s.p) && (len = utf8_len(s.p, s.n)) &&
	       is_space(utf8_get(s.p, len))) {
		s.p += len;
		s.n -= len;
	}
	return s;
}

void
text_put_capitals(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_byte(b, s.p[i] >= 'a' && s.p[i] <= 'z'
				? (char)(s.p[i] - 'a' + 'A')
				: s.p[i]);
}

size_t
utf16_length(struct str s)
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		n += (s.p[i] & 0xc0) == 0x80   ? 0u
		     : (s.p[i] & 0xf8) == 0xf0 ? 2u
					       : 1u;
	return n;
}

/* It is the order of bytes, but for U+10000 and beyond (from 0xF0 on), which
 * UTF-16 writes with units below those of U+E000 to U+FFFF (0xEE, 0xEF). */
int
utf16_cmp(struct str a, struct str b)
{
	size_t i = 0;
	unsigned x, y;

	while (i < a.n && i < b.n && a.p[i] == b.p[i])
		i++;
	if (i == a.n || i == b.n)
		return (i < a.n) - (i < b.n);
	x = (unsigned char)a.p[i];
	y = (unsigned char)b.p[i];
	if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0))
		return x >= 0xF0 ? -1 : 1;
	return x < y ? -1 : 1;
}
