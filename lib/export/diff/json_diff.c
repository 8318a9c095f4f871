#include <stdlib.h>

#include "base/hash.h"
#include "export/diff/json_diff.h"
#include "export/diff/json_number.h"

struct json_part {
	struct js key; /* absent for an item */
	struct js value;
	bool met; /* a member of the new object that the old one has */
};

/* The members of an object by name: parts from..to of a struct json_diff. Names
 * are hashed once the members turn out to come in another order. */
struct by_name {
	size_t from, to, next; /* next: the member that is expected */
	struct hash names;
	size_t *at; /* by the number of a name; NULL: not hashed yet */
};

#define NOT_THERE SIZE_MAX

/* Adds the members or items of v to the parts; returns where they begin. */
static size_t
add_parts(struct json_diff *d, struct js v)
{
	struct js_walk w = js_walk(v);
	struct json_part p = { 0 };
	size_t from = d->n;

	while (v.type == JS_OBJECT ? js_member(&w, &p.key, &p.value)
				   : js_item(&w, &p.value)) {
		d->part = xroom(d->part, d->n, &d->cap, sizeof(*d->part));
		d->part[d->n++] = p;
	}
	return from;
}

static struct str
plain(struct js text, struct buf *scratch)
{
	scratch->n = 0;
	return js_text(text, scratch);
}

static bool
same_bytes(struct js a, struct js b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static bool
same_text(struct json_diff *d, struct js a, struct js b)
{
	if (!a.escaped && !b.escaped)
		return same_bytes(a, b);
	return str_eq(plain(a, &d->a), plain(b, &d->b));
}

static void
hash_names(struct json_diff *d, struct by_name *o)
{
	o->at = xcalloc(o->to - o->from + 1, sizeof(*o->at));
	for (size_t i = o->from; i < o->to; i++)
		o->at[hash_put(&o->names, plain(d->part[i].key, &d->a))] = i;
}

static size_t
find_member(struct json_diff *d, struct by_name *o, struct js key)
{
	uint32_t number;

	if (o->next < o->to && same_text(d, d->part[o->next].key, key))
		return o->next++;
	if (!o->at)
		hash_names(d, o);
	number = hash_find(&o->names, plain(key, &d->a));
	if (number == HASH_NONE)
		return NOT_THERE;
	o->next = o->at[number] + 1;
	return o->at[number];
}

static void
by_name_free(struct by_name *o)
{
	hash_free(&o->names);
	free(o->at);
}

static bool
same_members(struct json_diff *d, struct js a, struct js b)
{
	size_t from = add_parts(d, a), to = add_parts(d, b), met = 0;
	struct by_name other = { .from = to, .to = d->n, .next = to };
	bool same = true;

	for (size_t i = from; i < to && same; i++) {
		size_t j = find_member(d, &other, d->part[i].key);

		if (j == NOT_THERE) {
			same = false;
			break;
		}
		met += !d->part[j].met;
		d->part[j].met = true;
		same = json_diff_same(d, d->part[i].value, d->part[j].value);
	}
	same = same && met == other.to - to;
	by_name_free(&other);
	d->n = from;
	return same;
}

static bool
same_items(struct json_diff *d, struct js a, struct js b)
{
	struct js_walk wa = js_walk(a), wb = js_walk(b);
	struct js x, y;

	while (js_item(&wa, &x))
		if (!js_item(&wb, &y) || !json_diff_same(d, x, y))
			return false;
	return !js_item(&wb, &y);
}

bool
json_diff_same(struct json_diff *d, struct js a, struct js b)
{
	if (a.type != b.type)
		return false;
	if (same_bytes(a, b))
		return true;
	switch (a.type) {
	case JS_OBJECT:
		return same_members(d, a, b);
	case JS_ARRAY:
		return same_items(d, a, b);
	case JS_STRING:
		return (a.escaped || b.escaped) && same_text(d, a, b);
	case JS_NUMBER:
		return json_number_same(
		    (struct str){ a.p, a.n }, (struct str){ b.p, b.n });
	default:
		return true; /* a word */
	}
}

static bool
is_ignored(const struct json_diff *d)
{
	for (size_t i = 0; i < d->n_ignored; i++) {
		struct str s = d->ignored[i];

		if (d->path.n >= s.n && !memcmp(d->path.p, s.p, s.n) &&
		    (d->path.n == s.n || d->path.p[s.n] == '/'))
			return true;
	}
	return false;
}

static void
report(struct json_diff *d, struct js before, struct js after)
{
	if (!is_ignored(d))
		d->found(d->arg, buf_view(&d->path), before, after);
}

/* Appends a member's name to the path. Returns the former length. */
static size_t
enter_member(struct json_diff *d, struct js key)
{
	struct str name = plain(key, &d->a);
	size_t n = d->path.n;

	buf_byte(&d->path, '/');
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '~')
			buf_str(&d->path, "~0");
		else if (name.p[i] == '/')
			buf_str(&d->path, "~1");
		else
			buf_byte(&d->path, name.p[i]);
	return n;
}

static size_t
enter_item(struct json_diff *d, size_t i)
{
	size_t n = d->path.n;

	buf_fmt(&d->path, "/%zu", i);
	return n;
}

static const struct js absent = { .type = JS_ABSENT };

static void
compare_members(struct json_diff *d, struct js a, struct js b)
{
	size_t from = add_parts(d, a), to = add_parts(d, b), n;
	struct by_name other = { .from = to, .to = d->n, .next = to };

	for (size_t i = from; i < to; i++) {
		struct js value = d->part[i].value;
		size_t j = find_member(d, &other, d->part[i].key);

		n = enter_member(d, d->part[i].key);
		if (j == NOT_THERE) {
			report(d, value, absent);
		} else {
			d->part[j].met = true;
			json_diff(d, value, d->part[j].value);
		}
		d->path.n = n;
	}
	for (size_t j = to; j < other.to; j++)
		if (!d->part[j].met) {
			n = enter_member(d, d->part[j].key);
			report(d, absent, d->part[j].value);
			d->path.n = n;
		}
	by_name_free(&other);
	d->n = from;
}

/* The items of both arrays that meet, or the one that is left over. */
static void
compare_items_at(
    struct json_diff *d, size_t i, const size_t from[2], size_t na, size_t nb)
{
	struct js a = i < na ? d->part[from[0] + i].value : absent;
	struct js b = i < nb ? d->part[from[1] + i].value : absent;
	size_t n = enter_item(d, i);

	if (i < na && i < nb)
		json_diff(d, a, b);
	else
		report(d, a, b);
	d->path.n = n;
}

static void
compare_items(struct json_diff *d, struct js a, struct js b)
{
	size_t from[2] = { add_parts(d, a), add_parts(d, b) };
	size_t na = from[1] - from[0], nb = d->n - from[1], i = 0;

	while (i < na && i < nb &&
	       json_diff_same(
		   d, d->part[from[0] + i].value, d->part[from[1] + i].value))
		i++;
	while (na > i && nb > i &&
	       json_diff_same(d, d->part[from[0] + na - 1].value,
		   d->part[from[1] + nb - 1].value))
		na--, nb--;
	for (; i < na || i < nb; i++)
		compare_items_at(d, i, from, na, nb);
	d->n = from[0];
}

void
json_diff(struct json_diff *d, struct js a, struct js b)
{
	if (a.type == b.type && same_bytes(a, b))
		return;
	if (a.type == JS_OBJECT && b.type == JS_OBJECT)
		compare_members(d, a, b);
	else if (a.type == JS_ARRAY && b.type == JS_ARRAY)
		compare_items(d, a, b);
	else if (!json_diff_same(d, a, b))
		report(d, a, b);
}

void
json_diff_free(struct json_diff *d)
{
	buf_free(&d->path);
	free(d->part);
	buf_free(&d->a);
	buf_free(&d->b);
}

bool
json_pointer_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '~' &&
		    (i + 1 == s.n || (s.p[i + 1] != '0' && s.p[i + 1] != '1')))
			return false;
	return s.n && s.p[0] == '/';
}
