/*
 * The indicator of continuity: which replacements of a code by another are
 * declared by one side only (bcn.md 6, france_competence.md 2.4).
 *
 * A zeroed struct is ready. Memory grows with the pairs of codes: some
 * thousands.
 */
#ifndef SUCCESSION_H
#define SUCCESSION_H

#include "base/buf.h"
#include "base/hash.h"

enum succession_by { PAR_LE_NOUVEAU = 1, PAR_L_ANCIEN = 2 };

struct succession {
	struct hash pair;
	unsigned char *by; /* who declared pair number i */
	size_t cap;
	struct buf key;
};

/* ancien was replaced by nouveau, says one of them. */
void succession_add(struct succession *s, struct str ancien, struct str nouveau,
    enum succession_by by);

/* Appends {"anciens":A,"nouveaux":N}: the pairs that the old code does not
 * declare, those that the new code does not declare. */
void succession_put(const struct succession *s, struct buf *b);

void succession_free(struct succession *s);

#endif
