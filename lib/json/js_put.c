/* The JSON writer: prints as JSON.stringify does. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "base/num.h"
#include "scan/simd.h"
#include "json/js.h"
#include "json/js_mark.h"

#define SHORT 64

static void
put_escape(struct buf *b, char c)
{
	static const char short_form[] = "\bb\tt\nn\ff\rr\"\"\\\\";
	char text[8];

	for (const char *s = short_form; *s; s += 2)
		if (*s == c) {
			buf_byte(b, '\\');
			buf_byte(b, s[1]);
			return;
		}
	snprintf(text, sizeof(text), "\\u%04x", (unsigned)c);
	buf_add(b, text, 6);
}

/* Has any of eight bytes to be escaped? (Each term finds the bytes that are
 * zero, or below 0x20, by the borrow that reaches their highest bit.) */
static bool
eight_escape(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';

	return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) |
		   ((w - ones * 0x20) & ~w)) &
	       ones << 7;
}

static bool
copy_bytes(char *q, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((unsigned char)c < 0x20 || c == '"' || c == '\\')
			return false;
		q[i] = c;
	}
	return true;
}

/* From eight to sixteen bytes are the first eight and the last eight. */
static bool
copy_eights(char *q, struct str s)
{
	uint64_t first, last;

	memcpy(&first, s.p, 8);
	memcpy(&last, s.p + s.n - 8, 8);
	if (eight_escape(first) || eight_escape(last))
		return false;
	memcpy(q, &first, 8);
	memcpy(q + s.n - 8, &last, 8);
	return true;
}

/* Sixteen bytes after sixteen, of which the last may begin within those
 * before. */
static bool
copy_sixteens(char *q, struct str s)
{
	for (size_t i = 0; i + 16 < s.n; i += 16)
		if (!simd_copy_plain(q + i, s.p + i, 16))
			return false;
	return simd_copy_plain(q + s.n - 16, s.p + s.n - 16, 16);
}

static bool
copy_short(char *q, struct str s)
{
	if (s.n < 8)
		return copy_bytes(q, s);
	return s.n > 16 ? copy_sixteens(q, s) : copy_eights(q, s);
}

/* Copies s if it is short and needs no escape: most values are codes and
 * names, and for these the search below takes three times as long. */
static bool
put_short(struct buf *b, struct str s)
{
	char *q;

	if (s.n > SHORT)
		return false;
	buf_reserve(b, s.n + 2);
	q = b->p + b->n;
	if (!copy_short(q + 1, s))
		return false;
	*q = '"';
	q[s.n + 1] = '"';
	b->n += s.n + 2;
	return true;
}

void
js_put_text(struct buf *b, struct str s)
{
	const char *p = s.p, *end = s.p + s.n;

	if (!p) {
		buf_add(b, "null", 4);
		return;
	}
	if (put_short(b, s))
		return;
	buf_reserve(b, s.n + 2);
	buf_byte(b, '"');
	while (p < end) {
		const char *q = simd_find_escape(p, end);

		buf_add(b, p, (size_t)(q - p));
		if (q < end)
			put_escape(b, *q++);
		p = q;
	}
	buf_byte(b, '"');
}

void
js_put_padded(struct buf *b, struct str s)
{
	char *q;

	if (!s.p || s.n > JS_PAD) {
		js_put_text(b, s);
		return;
	}
	buf_reserve(b, JS_PAD + 2);
	q = b->p + b->n;
	if (!simd_copy_plain(q + 1, s.p, s.n)) {
		js_put_text(b, s);
		return;
	}
	*q = '"';
	q[s.n + 1] = '"';
	b->n += s.n + 2;
}

void
js_put_number(struct buf *b, double v)
{
	char text[NUM_TEXT_MAX];

	if (isfinite(v))
		buf_add(b, text, num_print(v, text));
	else
		buf_str(b, "null");
}

void
js_put_int(struct buf *b, long long v)
{
	char text[24];

	buf_add(b, text, (size_t)snprintf(text, sizeof(text), "%lld", v));
}

void
js_put_comma(struct buf *b)
{
	if (b->n && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
		buf_byte(b, ',');
}

void
js_put_key(struct buf *b, const char *name)
{
	js_put_comma(b);
	js_put_text(b, str_of(name));
	buf_byte(b, ':');
}

void
js_put_member(struct buf *b, const char *name, struct str text)
{
	js_put_key(b, name);
	js_put_text(b, text);
}

void
js_put_name(struct buf *b, const char *name)
{
	size_t n = strlen(name);
	char *q;

	buf_reserve(b, n + 4);
	q = b->p + b->n;
	*q = '"';
	memcpy(q + 1, name, n);
	memcpy(q + 1 + n, "\":", 2);
	b->n += n + 3;
}

void
js_open(struct buf *b, const char *name)
{
	if (name)
		js_put_key(b, name);
	buf_byte(b, '{');
}

void
js_close(struct buf *b, int n)
{
	while (n-- > 0)
		buf_byte(b, '}');
}

void
js_put_compact(struct buf *b, struct js v)
{
	bool text = false;

	for (const char *p = v.p, *end = v.p + v.n; p < end; p++) {
		if (!text && memchr(" \t\r\n", *p, 4))
			continue;
		if (text && *p == '\\' && p + 1 < end)
			buf_byte(b, *p++);
		else if (*p == '"')
			text = !text;
		buf_byte(b, *p);
	}
}

/* Up to 15 digits print as they are written, but for "-0". */
static bool
plain_integer(struct js v)
{
	if (v.n > 15 || (v.n == 2 && !memcmp(v.p, "-0", 2)))
		return false;
	for (size_t i = 0; i < v.n; i++)
		if ((v.p[i] < '0' || v.p[i] > '9') && v.p[i] != '-')
			return false;
	return true;
}

static void
put_scalar(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };

	if (v.type == JS_STRING && v.escaped && !(v.mark && v.mark->canon)) {
		js_put_text(b, js_text(v, &scratch));
		buf_free(&scratch);
	} else if (v.type == JS_NUMBER && !plain_integer(v)) {
		js_put_number(b, js_number(v));
	} else {
		js_put_raw(b, v);
	}
}

static void
put_canon(struct buf *b, struct js v, int depth)
{
	struct js_walk w = js_walk(v);
	struct js key, item;

	if (v.type == JS_OBJECT && depth < JS_DEPTH_MAX) {
		buf_byte(b, '{');
		while (js_member(&w, &key, &item)) {
			js_put_comma(b);
			put_scalar(b, key);
			buf_byte(b, ':');
			put_canon(b, item, depth + 1);
		}
		buf_byte(b, '}');
	} else if (v.type == JS_ARRAY && depth < JS_DEPTH_MAX) {
		buf_byte(b, '[');
		while (js_item(&w, &item)) {
			js_put_comma(b);
			put_canon(b, item, depth + 1);
		}
		buf_byte(b, ']');
	} else {
		put_scalar(b, v);
	}
}

void
js_put_canon(struct buf *b, struct js v)
{
	put_canon(b, v, 0);
}
