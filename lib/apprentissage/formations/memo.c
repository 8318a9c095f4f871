#include "apprentissage/formations/memo.h"

#include <stdlib.h>

struct str
memo_find(const struct memo *m, struct str key)
{
	uint32_t i = hash_find(&m->keys, key);
	size_t at;

	if (i == HASH_NONE)
		return STR_NULL;
	at = i ? m->end[i - 1] : 0;
	return (struct str){ m->text.p + at, m->end[i] - at };
}

void
memo_add(struct memo *m, struct str key, struct str answer)
{
	uint32_t i;

	if (m->text.n + answer.n > m->max) {
		hash_free(&m->keys);
		m->text.n = 0;
	}
	i = hash_put(&m->keys, key);
	m->end = xroom(m->end, i, &m->cap, sizeof(*m->end));
	buf_add(&m->text, answer.p, answer.n);
	m->end[i] = m->text.n;
}

void
memo_free(struct memo *m)
{
	hash_free(&m->keys);
	buf_free(&m->text);
	free(m->end);
	*m = (struct memo){ .max = m->max };
}
