#include <locale.h>
#include <wctype.h>

#include "base/err.h"
#include "base/text.h"
#include "fiches/fiche/fiche_text.h"

/* Unicode's White_Space, and the separators U+001C to U+001F, which Python
 * counts too. */
static bool
is_space(uint32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) ||
	       c == 0x85 || c == 0xa0 || c == 0x1680 ||
	       (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202f || c == 0x205f || c == 0x3000;
}

/* Length of the character s begins with; a stray byte counts as one. */
static size_t
step(struct str s)
{
	size_t n = utf8_len(s.p, s.n);

	return n ? n : 1;
}

size_t
fiche_space(struct str s)
{
	size_t n = s.n ? utf8_len(s.p, s.n) : 0;

	return n && is_space(utf8_get(s.p, n)) ? n : 0;
}

/* Bytes of the white space that s ends with. */
static size_t
space_at_end(struct str s)
{
	for (size_t n = 1; n <= 3 && n <= s.n; n++)
		if (fiche_space((struct str){ s.p + s.n - n, n }) == n)
			return n;
	return 0;
}

struct str
fiche_trim(struct str s)
{
	size_t n;

	while ((n = fiche_space(s))) {
		s.p += n;
		s.n -= n;
	}
	while ((n = space_at_end(s)))
		s.n -= n;
	return s;
}

size_t
fiche_length(struct str s)
{
	size_t length = 0;

	for (size_t n; s.n; s.p += n, s.n -= n, length++)
		n = step(s);
	return length;
}

struct str
fiche_cut(struct str s, size_t n)
{
	size_t at = 0;

	for (; n && at < s.n; n--)
		at += step((struct str){ s.p + at, s.n - at });
	return (struct str){ s.p, at };
}

void
fiche_put_lower(struct buf *b, struct str s)
{
	static locale_t unicode;
	size_t n;

	if (!unicode &&
	    !(unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)))
		die("no locale C.UTF-8");
	for (; s.n; s.p += n, s.n -= n)
		if ((n = utf8_len(s.p, s.n)))
			utf8_put(b, (uint32_t)towlower_l(
					(wint_t)utf8_get(s.p, n), unicode));
		else
			buf_byte(b, *s.p), n = 1;
}
