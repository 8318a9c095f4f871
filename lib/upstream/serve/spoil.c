/* Faults of the content of answers. */
#include <stdio.h>

#include "base/text.h"
#include "format/enc.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

bool
spoil_instead(struct answer *a, const struct fault *f)
{
	char text[24];

	switch (f->kind) {
	case F_429:
		answer_error(a, 429, "too many requests\n");
		snprintf(text, sizeof(text), "%ld", f->arg);
		if (f->arg >= 0)
			answer_header(a, "Retry-After", text);
		return true;
	case F_500:
		answer_error(a, 500, "internal error\n");
		return true;
	case F_503:
		answer_error(a, 503, "come again\n");
		return true;
	case F_404:
		answer_error(a, 404, "not here\n");
		return true;
	case F_401:
		answer_error(a, 401, "who are you?\n");
		return true;
	case F_529:
		claude_overloaded(a, f->arg);
		return true;
	case F_HTML:
		answer_html(a, 200,
		    "<!DOCTYPE html><html><head><title>Maintenance</title>"
		    "</head><body><p>Le service est momentanément indisponible."
		    "</p></body></html>\n");
		return true;
	default:
		return false;
	}
}

static bool
is_type(const struct answer *a, const char *type)
{
	return a->type && !strncmp(a->type, type, strlen(type));
}

static bool
is_binary(const struct answer *a)
{
	return !is_type(a, "text/") && !is_type(a, "application/json");
}

/* UTF-8 becomes ISO 8859-1 ('?' for letters that it lacks); a body that is not
 * UTF-8, or only ASCII, is read as ISO 8859-1 and becomes UTF-8. */
static void
put_other_charset(struct buf *b, struct str s)
{
	struct enc latin1 = { .from = ENC_LATIN1 };

	if (!utf8_valid(s.p, s.n)) {
		enc_utf8(&latin1, s.p, s.n, true, b);
		return;
	}
	for (size_t i = 0; i < s.n;) {
		size_t n = utf8_len(s.p + i, s.n - i);
		uint32_t c = utf8_get(s.p + i, n);

		buf_byte(b, c < 0x100 ? (char)c : '?');
		i += n;
	}
}

/* Puts an X before the name of the first column, or before the first key of
 * each outermost object. */
static void
put_other_column(struct buf *b, const struct answer *a)
{
	struct str s = a->body;
	const char *end = s.p + s.n, *p = s.p;
	bool json = is_type(a, "application/json"), text = false, key = json;

	if (!json)
		buf_str(b, s.n && *s.p == '"' ? "\"X" : "X");
	if (!json && s.n && *s.p == '"')
		p++;
	for (int depth = 0; json && p < end; p++) {
		buf_byte(b, *p);
		if (*p == '"') {
			text = !text;
			if (text && key && depth)
				buf_byte(b, 'X');
			key = key && !(text && depth);
		} else if (text && *p == '\\' && p + 1 < end) {
			buf_byte(b, *++p);
		} else if (!text && *p == '{') {
			key = ++depth == 1;
		} else if (!text && *p == '}') {
			depth--;
		}
	}
	buf_add(b, p, (size_t)(end - p));
}

/* Empties an object: lists lose their items, and the numbers next to a list
 * become 0; objects without a list lose their members. */
static void
put_empty_members(struct buf *b, struct js object, bool list)
{
	struct js key, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(object); js_member(&w, &key, &value);) {
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		if (value.type == JS_ARRAY)
			buf_str(b, "[]");
		else if (value.type == JS_NUMBER && list)
			buf_byte(b, '0');
		else if (value.type == JS_OBJECT && list)
			put_empty_members(b, value, true);
		else if (value.type == JS_OBJECT)
			buf_str(b, "{}");
		else
			js_put_raw(b, value);
	}
	buf_byte(b, '}');
}

static bool
has_list(struct js object)
{
	struct js key, value;

	for (struct js_walk w = js_walk(object); js_member(&w, &key, &value);)
		if (value.type == JS_ARRAY)
			return true;
	return false;
}

/* The body becomes a list without items, a header alone, or nothing. */
static void
put_empty(struct buf *b, const struct answer *a)
{
	const char *line = memchr(a->body.p, '\n', a->body.n);
	struct js v;

	if (is_type(a, "text/csv") && line)
		buf_add(b, a->body.p, (size_t)(line - a->body.p) + 1);
	if (!is_type(a, "application/json"))
		return;
	v = js_of(a->body);
	if (v.type == JS_OBJECT)
		put_empty_members(b, v, has_list(v));
	else
		buf_str(b, v.type == JS_ARRAY ? "[]" : "0");
}

static void
replace_body(struct answer *a, struct buf *b)
{
	buf_free(&a->own);
	a->own = *b;
	a->body = buf_view(&a->own);
}

void
spoil_answer(struct answer *a, const struct request *r, const struct fault *f)
{
	struct buf b = { 0 };

	if (a->status != 200)
		return;
	if (f->kind == F_ETAG)
		snprintf(a->etag, sizeof(a->etag), "\"other-%llu\"",
		    (unsigned long long)r->n);
	if (f->kind == F_COLUMN && is_binary(a)) {
		spoil_instead(a, &(struct fault){ F_HTML, -1, 0 });
		return;
	}
	if (f->kind == F_OVERLOADED) {
		if (a->events)
			claude_break_stream(a);
		else
			claude_overloaded(a, -1);
		return;
	}
	if (f->kind == F_CHARSET && !is_binary(a))
		put_other_charset(&b, a->body);
	else if (f->kind == F_COLUMN)
		put_other_column(&b, a);
	else if (f->kind == F_EMPTY)
		put_empty(&b, a);
	else
		return;
	replace_body(a, &b);
}
