#include <stdlib.h>

#include "json/member_names.h"

/* Adds a name that is new. */
static uint32_t
add(struct member_names *c, struct str name)
{
	uint32_t i = hash_put(&c->names, name);

	c->times = xrealloc2(c->times, c->names.n, sizeof(*c->times));
	c->times[i] = 1;
	return i;
}

/* Adds the name, or if it exists the first of NAME_2, NAME_3 ... that does
 * not. */
static uint32_t
add_other(struct member_names *c, struct str name)
{
	uint32_t i = hash_find(&c->names, name);
	struct buf b = { 0 };

	if (i == HASH_NONE)
		return add(c, name);
	do {
		b.n = 0;
		buf_add(&b, name.p, name.n);
		buf_fmt(&b, "_%u", (unsigned)++c->times[i]);
	} while (hash_find(&c->names, buf_view(&b)) != HASH_NONE);
	i = add(c, buf_view(&b));
	buf_free(&b);
	return i;
}

void
member_names_set(struct member_names *c, const struct str *name, size_t n)
{
	hash_free(&c->names);
	c->names = (struct hash){ 0 };
	c->n = n;
	c->key = xrealloc2(c->key, n, sizeof(*c->key));
	for (size_t i = 0; i < n; i++)
		c->key[i] = hash_find(&c->names, name[i]) == HASH_NONE
				? add(c, name[i])
				: HASH_NONE;
	for (size_t i = 0; i < n; i++)
		if (c->key[i] == HASH_NONE)
			c->key[i] = add_other(c, name[i]);
}

static void
add_beyond(struct member_names *c, size_t i, const char *prefix, size_t number)
{
	char *name = xasprintf("%s%zu", prefix, number);

	c->key[i] = add_other(c, str_of(name));
	free(name);
}

struct str
member_names_get(
    struct member_names *c, size_t i, const char *prefix, size_t number)
{
	if (i >= c->n) {
		c->key = xrealloc2(c->key, i + 1, sizeof(*c->key));
		while (c->n <= i)
			c->key[c->n++] = HASH_NONE;
	}
	if (c->key[i] == HASH_NONE)
		add_beyond(c, i, prefix, number);
	return hash_text(&c->names, c->key[i]);
}

void
member_names_free(struct member_names *c)
{
	hash_free(&c->names);
	free(c->key);
	free(c->times);
	*c = (struct member_names){ 0 };
}
