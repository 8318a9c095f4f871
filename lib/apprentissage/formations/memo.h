/*
 * A bounded cache of answers by question: when they would exceed the bound, all
 * are dropped. The questions, which are short, do not count; an answer must not
 * be empty.
 */
#ifndef MEMO_H
#define MEMO_H

#include "base/hash.h"

struct memo {
	size_t max; /* bytes of answers; set it, zero the rest */
	struct hash keys;
	struct buf text;
	size_t *end; /* answer i ends there in text */
	size_t cap;
};

/* The answer to key, NULL if none is known; it holds until memo_add. */
struct str memo_find(const struct memo *m, struct str key);

/* Remembers the answer to a key that memo_find did not know. */
void memo_add(struct memo *m, struct str key, struct str answer);

void memo_free(struct memo *m);

#endif
