/*
 * Text: UTF-8 and JavaScript's white space.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Length of the well-formed UTF-8 sequence at p (1 to 4), 0 if there is none
 * within n bytes (overlong forms, surrogates and > U+10FFFF are ill-formed). */
size_t utf8_len(const char *p, size_t n);
bool utf8_valid(const char *p, size_t n);
/* How many bytes at the end of p[0..n) begin a character whose other bytes are
 * not there: 0 to 3. */
size_t utf8_cut(const char *p, size_t n);
/* Decodes the well-formed sequence at p. */
uint32_t utf8_get(const char *p, size_t len);
/* Appends code point c (<= U+10FFFF). */
void utf8_put(struct buf *b, uint32_t c);
/* Appends p[0..n), each ill-formed part (maximal subpart) as U+FFFD. */
void utf8_put_repaired(struct buf *b, const char *p, size_t n);

/* s without a byte order mark at its beginning. */
static inline struct str
utf8_skip_bom(struct str s)
{
	if (s.n < 3 || memcmp(s.p, "\xEF\xBB\xBF", 3) != 0)
		return s;
	return (struct str){ s.p + 3, s.n - 3 };
}

/* The value of a hexadecimal digit of either case, -1 for any other byte. */
static inline int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Most texts end and begin with a printing ASCII character. */
static inline bool
text_prints(char c)
{
	return c > ' ' && c < 0x7f;
}

/* js_trim and js_trim_right, for other texts. */
struct str js_trim_spaces(struct str s);
struct str js_trim_spaces_right(struct str s);

/* Trims U+0009-000D, 0020, 00A0, 1680, 2000-200A, 2028, 2029, 202F, 205F,
 * 3000, FEFF (String.prototype.trim). The result borrows s. */
static inline struct str
js_trim(struct str s)
{
	return !s.n || (text_prints(s.p[s.n - 1]) && text_prints(*s.p))
		   ? s
		   : js_trim_spaces(s);
}

static inline struct str
js_trim_right(struct str s)
{
	return !s.n || text_prints(s.p[s.n - 1]) ? s : js_trim_spaces_right(s);
}

/* js_trim, then NULL if nothing is left. */
static inline struct str
js_trim_null(struct str s)
{
	s = js_trim(s);
	return s.n ? s : STR_NULL;
}

/* Appends s with the letters of ASCII in capitals. */
void text_put_capitals(struct buf *b, struct str s);

/* Appends s without accents and in capitals: s.normalize("NFD"), less U+0300 to
 * U+036F, then toUpperCase() in JavaScript, wherever that gives letters of
 * ASCII. What else s holds stays as it is: for comparing with plain text. */
void text_put_plain(struct buf *b, struct str s);

/* Number of UTF-16 units of well-formed UTF-8 text (JavaScript's length). */
size_t utf16_length(struct str s);

/* Moves s past n digits and returns their value; -1, with s as it was, if it
 * does not begin with n digits. */
static inline int
text_digits(struct str *s, size_t n)
{
	int v = 0;

	if (s->n < n)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return -1;
		v = v * 10 + (s->p[i] - '0');
	}
	s->p += n;
	s->n -= n;
	return v;
}

/* Moves s past the byte c; false if it does not begin with c. */
static inline bool
text_byte(struct str *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	s->p++;
	s->n--;
	return true;
}

/* Order of UTF-16 units of well-formed UTF-8 text (JavaScript's sort). */
int utf16_cmp(struct str a, struct str b);

#endif
