/*
 * What js_index notes of a value, for the modules of this room: a value's mark
 * is followed by those of its members (name, value, name, value) or items. A
 * container whose size is 1 is empty, or its members were not noted.
 */
#ifndef JS_MARK_H
#define JS_MARK_H

#include <stdint.h>

#include "json/js.h"

struct js_mark {
	const char *p;
	uint32_t n;         /* bytes */
	uint32_t size : 30; /* marks: of the value and of all values in it */
	uint32_t escaped : 1;
	uint32_t canon : 1; /* a string as JSON.stringify would escape it */
};

#define JS_MARK_SIZE_MAX 0x3fffffff

static inline void
js_mark_add(struct js_index *x, const char *p, size_t n, bool escaped)
{
	if (x->n == x->cap)
		x->at = xroom(x->at, x->n, &x->cap, sizeof(*x->at));
	x->at[x->n++] = (struct js_mark){
		.p = p, .n = (uint32_t)n, .size = 1, .escaped = escaped
	};
}

/* The type of the value that begins with c. */
static inline enum js_type
js_type_of(char c)
{
	switch (c) {
	case '{':
		return JS_OBJECT;
	case '[':
		return JS_ARRAY;
	case '"':
		return JS_STRING;
	case 't':
		return JS_TRUE;
	case 'f':
		return JS_FALSE;
	case 'n':
		return JS_NULL;
	default:
		return JS_NUMBER;
	}
}

static inline struct js
js_of_mark(const struct js_mark *m)
{
	return (struct js){ m->p, m->n, js_type_of(*m->p), m->escaped, m };
}

/* Is the text of the string key name[0..n)? */
static inline bool
js_key_is(struct js key, const char *name, size_t n)
{
	struct buf scratch = { 0 };
	struct str text;
	bool same;

	if (!key.escaped)
		return key.n == n + 2 && key.p[1] == (n ? *name : '"') &&
		       !memcmp(key.p + 1, name, n);
	text = js_text(key, &scratch);
	same = text.n == n && !memcmp(text.p, name, n);
	buf_free(&scratch);
	return same;
}

#endif
