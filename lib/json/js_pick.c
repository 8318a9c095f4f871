#include "json/js_mark.h"

#define LENGTHS 128

struct names {
	const char *const *name;
	size_t n, next;         /* next: the one that is expected */
	size_t length[LENGTHS]; /* of the first names */
};

/* The place of key among the names, or n. Members usually come in the order of
 * names, so the one behind the last that was found is tried first. */
static inline size_t
find_name(struct names *t, struct js key)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t at =
		    t->next + i < t->n ? t->next + i : t->next + i - t->n;

		if (js_key_is(key, t->name[at],
			at < LENGTHS ? t->length[at] : strlen(t->name[at]))) {
			t->next = at + 1 < t->n ? at + 1 : 0;
			return at;
		}
	}
	return t->n;
}

/* js_pick from an indexed object that is not empty. */
static void
pick_marked(struct names *t, const struct js_mark *object, struct js *out)
{
	const struct js_mark *end = object + object->size;

	for (const struct js_mark *m = object + 1; m < end; m += m->size) {
		const struct js key = { m->p, m->n, JS_STRING, m->escaped, m };
		size_t at = find_name(t, key);

		m++;
		if (at < t->n)
			out[at] = js_of_mark(m);
	}
}

void
js_pick(struct js obj, const char *const *names, size_t n, struct js *out)
{
	struct names t;
	struct js key, value;

	t.name = names;
	t.n = n;
	t.next = 0;
	for (size_t i = 0; i < n; i++) {
		out[i] = (struct js){ .type = JS_ABSENT };
		if (i < LENGTHS)
			t.length[i] = strlen(names[i]);
	}
	if (obj.type != JS_OBJECT)
		return;
	if (obj.mark && obj.mark->size > 1) {
		pick_marked(&t, obj.mark, out);
		return;
	}
	for (struct js_walk w = js_walk(obj); js_member(&w, &key, &value);) {
		size_t at = find_name(&t, key);

		if (at < n)
			out[at] = value;
	}
}
