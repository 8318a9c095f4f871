#include <stdlib.h>

#include "json/picks.h"

#define NONE UINT32_MAX

/* A name in the tree of paths. */
struct pick_node {
	char *name; /* owned; n bytes */
	size_t n;
	uint32_t first;    /* child, or NONE */
	uint32_t sibling;  /* the next child of the same parent, or NONE */
	uint32_t children; /* number of children */
	uint32_t slot;     /* number of the path that ends here, or NONE */
	uint32_t round;    /* of picks_read that last found it */
	uint32_t hint;     /* child that was found first in the last object */
	uint32_t after;    /* sibling that was found next in the last object */
};

static uint32_t
new_node(struct picks *p, struct str name)
{
	p->nodes.v =
	    xroom(p->nodes.v, p->nodes.n, &p->nodes.cap, sizeof(*p->nodes.v));
	p->nodes.v[p->nodes.n] =
	    (struct pick_node){ .name = xstrndup(name.p, name.n),
		    .n = name.n,
		    .first = NONE,
		    .sibling = NONE,
		    .slot = NONE,
		    .hint = NONE,
		    .after = NONE };
	return (uint32_t)p->nodes.n++;
}

static uint32_t
child_called(const struct picks *p, uint32_t at, struct str name)
{
	uint32_t c = p->nodes.v[at].first;

	while (c != NONE && !str_is(name, p->nodes.v[c].name))
		c = p->nodes.v[c].sibling;
	return c;
}

static uint32_t
add_child(struct picks *p, uint32_t at, struct str name)
{
	uint32_t c = child_called(p, at, name);

	if (c != NONE)
		return c;
	c = new_node(p, name);
	p->nodes.v[c].sibling = p->nodes.v[at].first;
	p->nodes.v[at].first = c;
	p->nodes.v[at].children++;
	return c;
}

size_t
picks_add(struct picks *p, struct str path)
{
	const char *end = path.p + path.n;
	uint32_t at = 0;

	if (!p->nodes.n)
		new_node(p, STR(""));
	for (const char *name = path.p; name <= end;) {
		const char *dot = memchr(name, '.', (size_t)(end - name));
		const char *stop = dot ? dot : end;

		at = add_child(
		    p, at, (struct str){ name, (size_t)(stop - name) });
		name = stop + 1;
	}
	if (p->nodes.v[at].slot == NONE) {
		p->pick = xroom(p->pick, p->n, &p->cap, sizeof(*p->pick));
		p->nodes.v[at].slot = (uint32_t)p->n++;
	}
	return p->nodes.v[at].slot;
}

static bool
is_called(const struct pick_node *n, struct js key)
{
	return key.escaped
		   ? js_is(key, n->name)
		   : key.n == n->n + 2 && !memcmp(key.p + 1, n->name, n->n);
}

/* The child of a node that key names, or NONE. Objects mostly have their
 * members in one order, so the one that came here last time is tried first. */
static uint32_t
find_child(const struct picks *p, uint32_t at, uint32_t hint, struct js key)
{
	if (hint != NONE && is_called(&p->nodes.v[hint], key))
		return hint;
	for (uint32_t c = p->nodes.v[at].first; c != NONE;
	     c = p->nodes.v[c].sibling)
		if (is_called(&p->nodes.v[c], key))
			return c;
	return NONE;
}

/* The paths below a node end at v. */
static void
block(struct picks *p, uint32_t at, struct js v)
{
	for (uint32_t c = p->nodes.v[at].first; c != NONE;
	     c = p->nodes.v[c].sibling) {
		if (p->nodes.v[c].slot != NONE)
			p->pick[p->nodes.v[c].slot] = (struct pick){ v, true };
		block(p, c, v);
	}
}

static bool walk(struct picks *p, uint32_t at, struct js_walk *w);

/* Takes the value at w for a node, and moves w past it. */
static bool
take(struct picks *p, uint32_t at, struct js_walk *w)
{
	const struct pick_node *n = &p->nodes.v[at];
	struct js_walk in;
	struct js v;

	if (n->children && n->slot == NONE && *w->p == '{') {
		w->p++;
		return walk(p, at, w);
	}
	v = js_value(w->p, w->end, &w->p);
	if (n->slot != NONE)
		p->pick[n->slot].v = v;
	if (v.type == JS_ABSENT || !n->children || js_is_null(v))
		return v.type != JS_ABSENT;
	if (v.type != JS_OBJECT) {
		block(p, at, v);
		return true;
	}
	in = js_walk(v);
	return walk(p, at, &in);
}

/* Finds the children of a node among the members of the object that w walks,
 * and moves w past the object. */
static bool
walk(struct picks *p, uint32_t at, struct js_walk *w)
{
	uint32_t left = p->nodes.v[at].children, *hint = &p->nodes.v[at].hint;
	struct js key;

	while (left && js_key(w, &key)) {
		uint32_t c = find_child(p, at, *hint, key);

		if (c == NONE || p->nodes.v[c].round == p->round) {
			if (js_value(w->p, w->end, &w->p).type == JS_ABSENT)
				return false;
			continue;
		}
		*hint = c;
		hint = &p->nodes.v[c].after;
		p->nodes.v[c].round = p->round;
		left--;
		if (!take(p, c, w))
			return false;
	}
	if (left) {
		if (w->p >= w->end || *w->p != '}')
			return false;
		w->p++;
		return true;
	}
	return !at || js_leave(w);
}

bool
picks_read(struct picks *p, struct js obj)
{
	struct js_walk w;

	obj.mark = NULL; /* this pass goes over the text */
	w = js_walk(obj);
	if (p->n)
		memset(p->pick, 0, p->n * sizeof(*p->pick));
	p->round++;
	if (!p->nodes.n || js_is_null(obj))
		return true;
	if (obj.type == JS_OBJECT)
		return walk(p, 0, &w);
	block(p, 0, obj);
	return true;
}

static void
keep(const struct picks *p, uint32_t at, struct js v, struct buf *out)
{
	struct js_walk w = js_walk(v);
	struct js key, value;

	if (p->nodes.v[at].slot != NONE || v.type != JS_OBJECT) {
		js_put_raw(out, v);
		return;
	}
	buf_byte(out, '{');
	while (js_member(&w, &key, &value)) {
		uint32_t c = find_child(p, at, NONE, key);

		if (c == NONE)
			continue;
		js_put_comma(out);
		js_put_raw(out, key);
		buf_byte(out, ':');
		keep(p, c, value, out);
	}
	buf_byte(out, '}');
}

void
picks_keep(
    const struct picks *p, const char *member, struct js v, struct buf *out)
{
	uint32_t at = p->nodes.n ? child_called(p, 0, str_of(member)) : NONE;

	if (at == NONE)
		buf_str(out, "null");
	else
		keep(p, at, v, out);
}

void
picks_free(struct picks *p)
{
	for (size_t i = 0; i < p->nodes.n; i++)
		free(p->nodes.v[i].name);
	free(p->nodes.v);
	free(p->pick);
}
