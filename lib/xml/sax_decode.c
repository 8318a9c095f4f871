/* References in the text and the attributes of XML. */
#include "base/text.h"
#include "xml/sax_part.h"

/* Char of XML 1.0, which a reference may name. */
static bool
is_char(uint32_t c)
{
	if (c < 0x20)
		return c == '\t' || c == '\n' || c == '\r';
	return c < 0xD800 || (c >= 0xE000 && c < 0xFFFE) ||
	       (c >= 0x10000 && c < 0x110000);
}

/* The character whose number is s: digits, or x and hexadecimal digits. 0 if it
 * is none. */
static uint32_t
numbered(struct str s)
{
	bool hex = s.n && *s.p == 'x';
	uint32_t c = 0;

	if (s.n < 1u + hex || s.n > 8)
		return 0;
	for (size_t i = hex; i < s.n; i++) {
		int digit = hex_value(s.p[i]);

		if (digit < 0 || (!hex && digit > 9))
			return 0;
		c = c * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return is_char(c) ? c : 0;
}

/* The character that a reference stands for, s being what is between & and ;.
 * 0 if there is none. */
static uint32_t
character(struct str s)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = { { "lt", '<' }, { "gt", '>' }, { "amp", '&' },
		{ "quot", '"' }, { "apos", '\'' } };

	if (s.n && *s.p == '#')
		return numbered((struct str){ s.p + 1, s.n - 1 });
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (str_is(s, entities[i].name))
			return (unsigned char)entities[i].c;
	return 0;
}

/* Writes the character of the reference at *from, which begins with &, to *to,
 * and skips it. No reference is shorter than its character. */
static bool
decode_one(const char **from, const char *end, char **to)
{
	const char *name = *from + 1;
	const char *stop = memchr(name, ';', (size_t)(end - name));
	char bytes[8];
	struct buf one = { bytes, 0, sizeof(bytes) };
	uint32_t c =
	    stop ? character((struct str){ name, (size_t)(stop - name) }) : 0;

	if (!c)
		return false;
	utf8_put(&one, c);
	memcpy(*to, one.p, one.n);
	*to += one.n;
	*from = stop + 1;
	return true;
}

ssize_t
sax_decode(char *p, size_t n)
{
	const char *from = p, *end = p + n, *amp;
	char *to = p;

	while ((amp = memchr(from, '&', (size_t)(end - from)))) {
		memmove(to, from, (size_t)(amp - from));
		to += amp - from;
		from = amp;
		if (!decode_one(&from, end, &to))
			return -1;
	}
	memmove(to, from, (size_t)(end - from));
	return to + (end - from) - p;
}
