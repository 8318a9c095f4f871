#include "xlsx/escape.h"
#include "base/text.h"

#define ESCAPE 7 /* the length of _xHHHH_ */

static bool
looks_escaped(const char *p, const char *end)
{
	if (end - p < ESCAPE || p[1] != 'x' || p[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (hex_value(p[i]) < 0)
			return false;
	return true;
}

/* The number of bytes at p that need an escape, and the character in *c; 0 if
 * p needs none. */
static size_t
special(const char *p, const char *end, unsigned *c)
{
	*c = (unsigned char)*p;
	if (*c == '_')
		return looks_escaped(p, end);
	if (*c < ' ')
		return *c != '\t' && *c != '\n';
	if (end - p < 3 || memcmp(p, "\xEF\xBF", 2) != 0)
		return 0;
	*c = 0xFFC0U + ((unsigned char)p[2] & 0x3F);
	return *c >= 0xFFFE ? 3 : 0;
}

void
escape_put(struct buf *b, struct str text)
{
	const char *p = text.p, *end = p + text.n, *from = p;

	while (p < end) {
		unsigned c;
		size_t n = special(p, end, &c);

		if (!n) {
			p++;
			continue;
		}
		buf_add(b, from, (size_t)(p - from));
		buf_fmt(b, "_x%04X_", c);
		from = p += n;
	}
	buf_add(b, from, (size_t)(end - from));
}
