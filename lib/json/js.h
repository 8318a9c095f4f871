/*
 * JSON for bulk records: a scanner that walks raw text without building a
 * tree, and a writer that appends to a buffer. Written here because the
 * library at hand (jansson) measured 28 times slower on bulk records and
 * prints numbers otherwise than the records we must match.
 *
 * Trust: js_check is the full check (grammar, UTF-8, escapes, depth) for text
 * that comes from outside; the walking functions assume checked text but stay
 * inside the bounds they are given whatever the bytes are.
 *
 * A struct js borrows the text it was read from.
 */
#ifndef JS_H
#define JS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum js_type {
	JS_ABSENT, /* no such member */
	JS_NULL,
	JS_FALSE,
	JS_TRUE,
	JS_NUMBER,
	JS_STRING,
	JS_ARRAY,
	JS_OBJECT,
};

struct js_mark;

struct js {
	const char *p; /* raw text, quotes and brackets included */
	size_t n;
	enum js_type type;
	bool escaped; /* JS_STRING: holds a backslash */
	/* where js_index found it, so that no reader looks for the ends of its
	 * members or items again; NULL: they are looked for */
	const struct js_mark *mark;
};

#define JS_DEPTH_MAX 128

/* Is p[0..n) one JSON text (white space around it allowed)? 0, or -1 with the
 * byte offset and the reason in e. Lone surrogates and nesting deeper than
 * JS_DEPTH_MAX are refused; integers of any size are accepted. */
int js_check(const char *p, size_t n, struct err *e);

/* The places of all values of a text, names of members included, in the order
 * of the text. A zeroed one is empty. */
struct js_index {
	struct js_mark *at;
	size_t n, cap;
	uint64_t *special; /* the scan of the text, while it is checked */
	size_t words;
};

/* Checks text as js_check does, and gives its value with the places of all
 * values in it; they hold until x changes or text does. */
int js_index(struct js_index *x, struct str text, struct js *v, struct err *e);
void js_index_free(struct js_index *x);

/* True if text, which begins with the bracket of an object or array, contains
 * the matching closing bracket. If not, it was truncated. */
bool js_is_closed(struct str container);

/* The value that starts at p (white space skipped), at most up to end; type
 * JS_ABSENT when there is none. *after, if not NULL, gets the first byte after
 * it. */
struct js js_value(const char *p, const char *end, const char **after);

static inline struct js
js_of(struct str s)
{
	return js_value(s.p, s.p + s.n, NULL);
}

/* Like js_value for text that is one object from first byte to last, such as a
 * document of ours; does not scan it. */
static inline struct js
js_doc(struct str s)
{
	return (
	    struct js){ s.p, s.n, s.n ? JS_OBJECT : JS_ABSENT, false, NULL };
}

/* Walking: begin with js_walk, then call js_member (objects) or js_item
 * (arrays) until false. */
struct js_walk {
	const char *p, *end;
	const struct js_mark *mark, *last; /* of an indexed value */
};

struct js_walk js_walk(struct js container);
bool js_member(struct js_walk *w, struct js *key, struct js *value);
bool js_item(struct js_walk *w, struct js *value);

/* js_member in two steps for a text that is not indexed, so that a nested
 * object can be walked without a search for its end. js_key reads the key and
 * leaves w->p at the value's first byte: the caller moves w->p past the value.
 * js_leave moves w->p past the bracket that closes the object or array being
 * walked; false if there is no such bracket. */
bool js_key(struct js_walk *w, struct js *key);
bool js_leave(struct js_walk *w);

/* A member by name; JS_ABSENT if obj has no such member or is not an object.
 * Stops at the first of that name: for records of ours, whose names are unique.
 * js_at follows a path "a.b.c". */
struct js js_get(struct js obj, const char *name);
struct js js_at(struct js obj, const char *path);

/* A member that is an object or array, to be walked or picked from: its end is
 * not looked for (n goes up to the end of obj), which spares a pass over it.
 * JS_ABSENT if there is none. */
struct js js_into(struct js obj, const char *name);

/* Fills out[0..n) with the members called names[0..n) in one pass over obj
 * (the last of a name wins, as JSON.parse); fastest when the members come in
 * the order of names. */
void js_pick(struct js obj, const char *const *names, size_t n, struct js *out);

/* Number of items of an array, 0 for anything else. */
size_t js_count(struct js array);

/* The text of a string, unescaped. Without escapes it points into the value;
 * otherwise it is appended to scratch and holds until scratch changes. NULL
 * (p == NULL) for anything but a string. */
struct str js_text(struct js v, struct buf *scratch);

/* The number, or NaN for anything else. */
double js_number(struct js v);

static inline bool
js_is_null(struct js v)
{
	return v.type <= JS_NULL; /* null or absent */
}

/* True if v is a string whose text, without escapes, is s. */
bool js_is(struct js v, const char *s);

/* Writers append to b. js_put_text writes null when s.p is NULL; it escapes as
 * JSON.stringify does. js_put_raw copies a value's text unchanged;
 * js_put_compact leaves out the white space between its tokens. js_put_canon
 * rewrites a value canonically: no white space, strings and numbers as
 * JSON.stringify prints them, members in their order. */
void js_put_text(struct buf *b, struct str s);
/* js_put_text, faster, for a text behind which JS_PAD bytes may be read,
 * whatever they are. */
#define JS_PAD 16
void js_put_padded(struct buf *b, struct str s);
void js_put_number(struct buf *b, double v); /* null for NaN, infinities */
void js_put_int(struct buf *b, long long v);
void js_put_compact(struct buf *b, struct js v);
void js_put_canon(struct buf *b, struct js v);

static inline void
js_put_bool(struct buf *b, bool v)
{
	buf_str(b, v ? "true" : "false");
}

static inline void
js_put_raw(struct buf *b, struct js v)
{
	if (v.type == JS_ABSENT)
		buf_str(b, "null");
	else
		buf_add(b, v.p, v.n);
}

/* Appends `"name":`, after a comma unless the buffer ends in '{' or '['. */
void js_put_key(struct buf *b, const char *name);
/* Appends the member name, a text; null if text.p is NULL. */
void js_put_member(struct buf *b, const char *name, struct str text);
/* Appends `"name":` for a name that holds nothing to escape. */
void js_put_name(struct buf *b, const char *name);
/* Appends a comma unless the buffer ends in '{' or '['. */
void js_put_comma(struct buf *b);

/* js_open begins an object: the value of the member name (js_put_key), or with
 * NULL a value that needs no key, before which the caller puts the comma.
 * js_close ends the n objects that were begun last. */
void js_open(struct buf *b, const char *name);
void js_close(struct buf *b, int n);

#endif
