#include <stdlib.h>

#include "apprentissage/sources/succession.h"
#include "json/counts.h"
#include "json/js.h"

void
succession_add(struct succession *s, struct str ancien, struct str nouveau,
    enum succession_by by)
{
	uint32_t i;

	s->key.n = 0;
	buf_fmt(&s->key, "%zu:", ancien.n); /* codes may hold any byte */
	buf_add(&s->key, ancien.p, ancien.n);
	buf_add(&s->key, nouveau.p, nouveau.n);
	i = hash_put(&s->pair, buf_view(&s->key));
	if (i == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 256;
		s->by = xrealloc2(s->by, s->cap, 1);
		memset(s->by + i, 0, s->cap - i);
	}
	s->by[i] |= (unsigned char)by;
}

void
succession_put(const struct succession *s, struct buf *b)
{
	int64_t anciens = 0, nouveaux = 0;

	for (uint32_t i = 0; i < s->pair.n; i++) {
		anciens += !(s->by[i] & BY_ANCIEN);
		nouveaux += !(s->by[i] & BY_NOUVEAU);
	}
	js_open(b, NULL);
	counts_add(b, { "anciens", anciens }, { "nouveaux", nouveaux });
	js_close(b, 1);
}

void
succession_free(struct succession *s)
{
	hash_free(&s->pair);
	buf_free(&s->key);
	free(s->by);
}
