/*
 * The indicator of continuité: which replacements of a code by another one are
 * declared by only one of the two (bcn(5) [bcn 6], france_competence(5)
 * [france_competence 2.4]).
 *
 * A zeroed struct is ready. Memory grows with the pairs of codes: some
 * thousands.
 */
#ifndef SUCCESSION_H
#define SUCCESSION_H

#include "base/buf.h"
#include "base/hash.h"

enum succession_by { BY_NOUVEAU = 1, BY_ANCIEN = 2 };

struct succession {
	struct hash pair;
	unsigned char *by; /* of each pair: who declared it */
	size_t cap;
	struct buf key;
};

/* Records that one code (by: the old or the new one) declares that nouveau
 * replaced ancien. */
void succession_add(struct succession *s, struct str ancien, struct str nouveau,
    enum succession_by by);

/* Appends {"anciens":A,"nouveaux":N}: the number of pairs that the old code
 * does not declare, and of those that the new code does not declare. */
void succession_put(const struct succession *s, struct buf *b);

void succession_free(struct succession *s);

#endif
