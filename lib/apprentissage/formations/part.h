/*
 * The parts of formations: what a record holds whole of another database, the
 * answer to a question such as "the certification of RNCP37871 and 40022105".
 * Every different part has an id, 1, 2, 3 ... in the order in which parts were
 * kept; what was asked before has not to be answered again.
 *
 * Two parts are the same if their SHA-256 is. Memory holds questions and sums,
 * not the parts: some 150 bytes each.
 */
#ifndef PART_H
#define PART_H

#include "base/hash.h"
#include "crypto/sha256.h"

#define PART_CODES 2

struct part {
	struct buf question; /* empty: of a record of the previous state */
	struct buf text;     /* JSON; empty if it is kept already */
	uint32_t id;         /* 0: not kept yet */
	bool summed;
	unsigned char sum[SHA256_BYTES]; /* of text, if summed */
	struct str code[PART_CODES];     /* of it that are columns */
	struct buf codes[PART_CODES];
};

void part_free(struct part *p);

struct parts {
	struct hash contents; /* sums: number i is id i + 1 */
	struct hash questions;
	struct part_answer *answer; /* of each question */
	size_t cap;
	struct hash codes;
};

/* Makes p the question about a and b of a kind, which one letter names; b may
 * be NULL. True if it was answered by a part that is kept: then p has its id
 * and codes. Else p's text is empty: the caller appends the answer, and gives
 * its codes by part_code. */
bool parts_ask(const struct parts *k, struct part *p, char kind, struct str a,
    struct str b);

/* Copies code i of p, which may be NULL. */
void part_code(struct part *p, int i, struct str code);

/* Sums p's text, unless it is summed. */
void part_sum(struct part *p);

/* Gives p an id unless it has one. True if its content is new: the caller
 * writes it then. */
bool parts_keep(struct parts *k, struct part *p);

/* The id of the kept part with a sum, 0 if there is none. */
uint32_t parts_find(
    const struct parts *k, const unsigned char sum[SHA256_BYTES]);

/* True if p's content is the same as that of another part, which is summed. */
bool parts_same(
    const struct parts *k, struct part *p, const struct part *other);

void parts_free(struct parts *k);

#endif
