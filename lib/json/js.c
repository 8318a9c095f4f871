#include <math.h>

#include "base/num.h"
#include "base/text.h"
#include "scan/scan.h"
#include "scan/simd.h"
#include "json/js.h"
#include "json/js_mark.h"

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++;
	return p;
}

/* p follows the opening quote. Returns what follows the closing quote, or
 * end. */
static const char *
skip_string(const char *p, const char *end, bool *escaped)
{
	*escaped = false;
	for (;;) {
		p = simd_find2(p, end, '"', '\\');
		if (p >= end)
			return end;
		if (*p == '"')
			return p + 1;
		*escaped = true;
		if (end - p < 2)
			return end;
		p += 2;
	}
}

/* As close of struct scan. */
static inline const char *
find_close(const char *p, const char *end)
{
	return scan_best()->close(p, (size_t)(end - p));
}

bool
js_is_closed(struct str container)
{
	const char *end = container.p + container.n;

	return container.n && find_close(container.p + 1, end);
}

static const char *
skip_word(const char *p, const char *end)
{
	while (p < end && *p != ',' && *p != '}' && *p != ']' && *p != ' ' &&
	       *p != '\n' && *p != '\r' && *p != '\t')
		p++;
	return p;
}

struct js
js_value(const char *p, const char *end, const char **after)
{
	struct js v = { .type = JS_ABSENT };
	const char *stop;

	p = skip_space(p, end);
	if (p < end) {
		v.p = p;
		v.type = js_type_of(*p);
		if (v.type == JS_OBJECT || v.type == JS_ARRAY) {
			stop = find_close(p + 1, end);
			stop = stop ? stop : end;
		} else if (v.type == JS_STRING)
			stop = skip_string(p + 1, end, &v.escaped);
		else
			stop = skip_word(p, end);
		v.n = (size_t)(stop - p);
		p = stop;
		if (!v.n)
			v.type = JS_ABSENT;
	}
	if (after)
		*after = p;
	return v;
}

struct js_walk
js_walk(struct js v)
{
	struct js_walk w = { NULL, NULL, NULL, NULL };

	if (v.type != JS_OBJECT && v.type != JS_ARRAY)
		return w;
	w.p = v.p + 1;
	w.end = v.p + v.n;
	if (v.mark && v.mark->size > 1) {
		w.mark = v.mark + 1;
		w.last = v.mark + v.mark->size;
	}
	return w;
}

/* The next value of an indexed container. */
static inline bool
marked(struct js_walk *w, struct js *value)
{
	const struct js_mark *m = w->mark;

	if (m == w->last)
		return false;
	*value = js_of_mark(m);
	w->mark += m->size;
	return true;
}

bool
js_item(struct js_walk *w, struct js *value)
{
	if (w->mark)
		return marked(w, value);
	if (!w->p)
		return false;
	w->p = skip_space(w->p, w->end);
	if (w->p < w->end && *w->p == ',')
		w->p = skip_space(w->p + 1, w->end);
	if (w->p >= w->end || *w->p == ']' || *w->p == '}')
		return false;
	*value = js_value(w->p, w->end, &w->p);
	return value->type != JS_ABSENT;
}

bool
js_key(struct js_walk *w, struct js *key)
{
	if (!js_item(w, key) || key->type != JS_STRING)
		return false;
	w->p = skip_space(w->p, w->end);
	if (w->p >= w->end || *w->p != ':')
		return false;
	w->p = skip_space(w->p + 1, w->end);
	return w->p < w->end;
}

bool
js_leave(struct js_walk *w)
{
	const char *p = w->p ? find_close(w->p, w->end) : NULL;

	w->p = p ? p : w->end;
	return p;
}

bool
js_member(struct js_walk *w, struct js *key, struct js *value)
{
	if (w->mark)
		return marked(w, key) && marked(w, value);
	if (!js_key(w, key))
		return false;
	*value = js_value(w->p, w->end, &w->p);
	return value->type != JS_ABSENT;
}

bool
js_is(struct js v, const char *s)
{
	return v.type == JS_STRING && js_key_is(v, s, strlen(s));
}

static struct js
get(struct js obj, const char *name, size_t n)
{
	struct js key, value;

	if (obj.type == JS_OBJECT)
		for (struct js_walk w = js_walk(obj);
		     js_member(&w, &key, &value);)
			if (js_key_is(key, name, n))
				return value;
	return (struct js){ .type = JS_ABSENT };
}

struct js
js_get(struct js obj, const char *name)
{
	return get(obj, name, strlen(name));
}

static struct js
into(struct js obj, const char *name, size_t n)
{
	struct js_walk w = js_walk(obj);
	struct js key, value;

	if (obj.mark && obj.mark->size > 1) {
		value = get(obj, name, n);
		return value.type >= JS_ARRAY
			   ? value
			   : (struct js){ .type = JS_ABSENT };
	}
	while (obj.type == JS_OBJECT && js_item(&w, &key) &&
	       key.type == JS_STRING) {
		const char *p = skip_space(w.p, w.end);

		if (p == w.end || *p != ':')
			break;
		p = skip_space(p + 1, w.end);
		if (p < w.end && (*p == '{' || *p == '[') &&
		    js_key_is(key, name, n))
			return (struct js){ p, (size_t)(w.end - p),
				js_type_of(*p), false, NULL };
		value = js_value(p, w.end, &w.p);
		if (value.type == JS_ABSENT)
			break;
	}
	return (struct js){ .type = JS_ABSENT };
}

struct js
js_into(struct js obj, const char *name)
{
	return into(obj, name, strlen(name));
}

struct js
js_at(struct js obj, const char *path)
{
	for (;;) {
		size_t n = strcspn(path, ".");

		if (!path[n])
			return get(obj, path, n);
		obj = into(obj, path, n);
		path += n + 1;
	}
}

size_t
js_count(struct js array)
{
	struct js item;
	size_t n = 0;

	if (array.type != JS_ARRAY)
		return 0;
	for (struct js_walk w = js_walk(array); js_item(&w, &item);)
		n++;
	return n;
}

static uint32_t
hex4(const char *p)
{
	uint32_t c = 0;

	for (int i = 0; i < 4; i++) {
		uint32_t d = (unsigned char)p[i];

		c = c << 4 | (d <= '9' ? d - '0' : (d | 0x20) - 'a' + 10);
	}
	return c & 0xFFFF;
}

/* p follows the backslash. Returns what follows the escape. */
static const char *
unescape(struct buf *b, const char *p, const char *end)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at = strchr(from, *p);
	uint32_t c;

	if (*p && at) {
		buf_byte(b, to[at - from]);
		return p + 1;
	}
	if (end - p < 5)
		return end;
	c = hex4(p + 1);
	p += 5;
	if (c >= 0xD800 && c < 0xDC00 && end - p >= 6 && p[1] == 'u') {
		c = 0x10000 + ((c - 0xD800) << 10) +
		    ((hex4(p + 2) - 0xDC00) & 0x3FF);
		p += 6;
	}
	utf8_put(b, c);
	return p;
}

struct str
js_text(struct js v, struct buf *scratch)
{
	const char *p, *end;
	size_t start = scratch->n;

	if (v.type != JS_STRING)
		return STR_NULL;
	if (!v.escaped || v.n < 2)
		return (struct str){ v.p + 1, v.n < 2 ? 0 : v.n - 2 };
	p = v.p + 1;
	end = v.p + v.n - 1;
	while (p < end) {
		const char *bs = simd_find2(p, end, '\\', '\\');

		buf_add(scratch, p, (size_t)(bs - p));
		p = bs < end && bs + 1 < end ? unescape(scratch, bs + 1, end)
					     : end;
	}
	buf_view(scratch);
	return (struct str){ scratch->p + start, scratch->n - start };
}

double
js_number(struct js v)
{
	return v.type == JS_NUMBER ? num_json(v.p, v.n) : NAN;
}
