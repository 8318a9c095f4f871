/*
 * Letters and their cases come from libunistring: which of Unicode's
 * characters are letters is a table that changes every year.
 */
#include <ctype.h>
#include <strings.h>
#include <unicase.h>
#include <unictype.h>

#include "base/text.h"
#include "markup/markup.h"
#include "offres/texts/texte.h"

/*
 * Entities.
 */
static const struct {
	const char *name;
	uint32_t c;
} entities[] = {
	{ "&amp;", '&' },
	{ "&lt;", '<' },
	{ "&gt;", '>' },
	{ "&quot;", '"' },
	{ "&apos;", '\'' },
	{ "&nbsp;", 0xA0 },
};

/* Reads at most max digits of the base and the semicolon behind them; 0 if
 * there is no such number. *n grows by what was read. */
static uint32_t
numbered(struct str s, size_t *n, int max, uint32_t base)
{
	uint32_t c = 0;
	size_t i = *n, first = i;

	for (; i < s.n && i - first < (size_t)max; i++) {
		int v = hex_value(s.p[i]);

		if (v < 0 || (uint32_t)v >= base)
			break;
		c = c * base + (uint32_t)v;
	}
	if (i == first || i == s.n || s.p[i] != ';')
		return 0;
	*n = i + 1;
	return c;
}

/* The character of the entity that s begins with, 0 if it is none; *n gets its
 * length. */
static uint32_t
entity(struct str s, size_t *n)
{
	uint32_t c;

	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++) {
		*n = strlen(entities[i].name);
		if (s.n >= *n && !memcmp(s.p, entities[i].name, *n))
			return entities[i].c;
	}
	if (s.n < 3 || s.p[1] != '#')
		return 0;
	if (s.p[2] == 'x' || s.p[2] == 'X') {
		*n = 3;
		c = numbered(s, n, 6, 16);
	} else {
		*n = 2;
		c = numbered(s, n, 7, 10);
	}
	return c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0 : c;
}

static void
put_decoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		struct str rest = { s.p + i, s.n - i };
		size_t n = 0;
		uint32_t c = s.p[i] == '&' ? entity(rest, &n) : 0;

		if (c) {
			utf8_put(b, c);
			i += n;
		} else {
			buf_byte(b, s.p[i++]);
		}
	}
}

/*
 * Tags.
 */

/* Does s at i begin with "<NAME" or "</NAME" and something that ends a name?
 */
static bool
is_tag(struct str s, size_t i, const char *open, const char *name)
{
	size_t k = strlen(open), n = strlen(name);

	if (s.n - i <= k + n || memcmp(s.p + i, open, k) != 0 ||
	    strncasecmp(s.p + i + k, name, n) != 0)
		return false;
	i += k + n;
	return s.p[i] == '>' || s.p[i] == '/' || isspace((unsigned char)s.p[i]);
}

/* The place behind the next > from i on, 0 if there is none. */
static size_t
tag_end(struct str s, size_t i)
{
	const char *p = memchr(s.p + i, '>', s.n - i);

	return p ? (size_t)(p - s.p) + 1 : 0;
}

/* The place behind the element of that name which begins at i, 0 if none does
 * or it is not closed. */
static size_t
element_end(struct str s, size_t i, const char *name)
{
	if (!is_tag(s, i, "<", name))
		return 0;
	i = tag_end(s, i);
	if (!i)
		return 0;
	for (; i < s.n; i++)
		if (s.p[i] == '<' && is_tag(s, i, "</", name))
			return tag_end(s, i);
	return 0;
}

static size_t
hidden_end(struct str s, size_t i)
{
	static const char *const names[] = { "script", "style", "textarea",
		"option" };
	size_t end = 0;

	for (size_t k = 0; !end && k < sizeof(names) / sizeof(*names); k++)
		end = element_end(s, i, names[k]);
	return end;
}

static size_t
any_end(struct str s, size_t i)
{
	if (i + 1 == s.n ||
	    (!isalpha((unsigned char)s.p[i + 1]) && !strchr("/!?", s.p[i + 1])))
		return 0;
	return tag_end(s, i);
}

/* Appends s without what begins with < and ends where end says. */
static void
put_without(struct buf *b, struct str s, size_t (*end)(struct str s, size_t i))
{
	for (size_t i = 0, e; i < s.n;) {
		e = s.p[i] == '<' ? end(s, i) : 0;
		if (e)
			i = e;
		else
			buf_byte(b, s.p[i++]);
	}
}

void
texte_put_sanitised(struct buf *b, struct str s)
{
	struct buf decoded = { 0 }, shown = { 0 }, plain = { 0 };

	put_decoded(&decoded, s);
	put_without(&shown, js_trim(buf_view(&decoded)), hidden_end);
	put_without(&plain, buf_view(&shown), any_end);
	markup_put(b, buf_view(&plain), "&<>");
	buf_free(&decoded);
	buf_free(&shown);
	buf_free(&plain);
}

/*
 * URLs.
 */
enum sort { OTHER, UPPER, LOWER, DIGIT, LETTER };

static enum sort
sort_of(uint32_t c)
{
	if (c < 0x80) {
		if (c >= 'a' && c <= 'z')
			return LOWER;
		if (c >= 'A' && c <= 'Z')
			return UPPER;
		return c >= '0' && c <= '9' ? DIGIT : OTHER;
	}
	if (!uc_is_general_category(c, UC_LETTER))
		return OTHER;
	if (uc_is_general_category(c, UC_LOWERCASE_LETTER))
		return LOWER;
	return uc_is_general_category(c, UC_UPPERCASE_LETTER) ? UPPER : LETTER;
}

/* The next character of s from *i on; 0 at its end. */
static uint32_t
next(struct str s, size_t *i)
{
	size_t n;
	uint32_t c;

	if (*i >= s.n)
		return 0;
	c = (unsigned char)s.p[*i];
	if (c < 0x80) {
		++*i;
		return c;
	}
	n = utf8_len(s.p + *i, s.n - *i);
	c = n ? utf8_get(s.p + *i, n) : 0xFFFD;
	*i += n ? n : 1;
	return c;
}

/* Is there a boundary between a and b, which c follows? */
static bool
is_boundary(enum sort a, enum sort b, enum sort c)
{
	return b == UPPER &&
	       (a == LOWER || a == DIGIT || (a == UPPER && c == LOWER));
}

/* Most letters are ASCII's. */
static void
put_lower(struct buf *b, uint32_t c, enum sort sort)
{
	if (c < 0x80)
		buf_byte(b, (char)(sort == UPPER ? c | 0x20 : c));
	else
		utf8_put(b, uc_tolower(c));
}

static void
put_words(struct buf *b, struct str s)
{
	size_t start = b->n, i = 0;
	uint32_t c = next(s, &i), ahead;
	enum sort before = OTHER, now = sort_of(c), after;

	for (; c; c = ahead, before = now, now = after) {
		ahead = next(s, &i);
		after = sort_of(ahead);
		if (now == OTHER)
			continue;
		if (b->n > start &&
		    (before == OTHER || is_boundary(before, now, after)))
			buf_byte(b, '-');
		put_lower(b, c, now);
	}
}

void
texte_put_kebab(struct buf *b, struct str title)
{
	title = js_trim(title);
	if (!title.n)
		title = STR("offre");
	put_words(b, title);
}

void
texte_put_lower(struct buf *b, struct str s)
{
	uint32_t c;

	for (size_t i = 0; (c = next(s, &i));)
		utf8_put(b, uc_tolower(c));
}

void
texte_put_encoded(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (isalnum((unsigned char)s.p[i]) ||
		    (s.p[i] && strchr("-_.!~*'()", s.p[i])))
			buf_byte(b, s.p[i]);
		else
			buf_fmt(b, "%%%02X", (unsigned char)s.p[i]);
}
