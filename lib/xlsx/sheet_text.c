/* The lexical forms that the parts of a workbook share. */
#include "base/text.h"
#include "xlsx/sheet_part.h"

#define ESCAPE 7 /* the length of _xHHHH_ */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str
sheet_trim(struct str s)
{
	while (s.n && is_blank(*s.p)) {
		s.p++;
		s.n--;
	}
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
sheet_index(struct str s, uint64_t *v)
{
	struct str t = sheet_trim(s);

	*v = 0;
	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] < '0' || t.p[i] > '9' || *v > UINT32_MAX)
			return false;
		*v = *v * 10 + (uint64_t)(t.p[i] - '0');
	}
	return t.n > 0;
}

/* The UTF-16 unit that is escaped at p, or -1. */
static int
unit(const char *p, const char *end)
{
	int c = 0;

	if (end - p < ESCAPE || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex_value(p[i]);

		if (digit < 0)
			return -1;
		c = c << 4 | digit;
	}
	return c;
}

/* The character that is escaped at p, over *len bytes; -1 if none is. */
static int
character(const char *p, const char *end, size_t *len)
{
	int c = unit(p, end), low;

	*len = ESCAPE;
	if (c >> 10 == 0x36) { /* D800..DBFF, the first half of a pair */
		low = unit(p + ESCAPE, end);
		if (low >> 10 != 0x37)
			return -1;
		*len = (size_t)2 * ESCAPE;
		return 0x10000 + ((c & 0x3FF) << 10) + (low & 0x3FF);
	}
	return c >> 10 == 0x37 ? -1 : c;
}

size_t
sheet_unescape(char *text, size_t n)
{
	char *p = memchr(text, '_', n), *end = text + n, *to = p;
	struct buf c = { 0 };

	while (p && p < end) {
		size_t len;
		int code = *p == '_' ? character(p, end, &len) : -1;

		if (code < 0) {
			*to++ = *p++;
			continue;
		}
		c.n = 0;
		utf8_put(&c, (uint32_t)code);
		memcpy(to, c.p, c.n);
		to += c.n;
		p += len;
	}
	buf_free(&c);
	return p ? (size_t)(to - text) : n;
}
