/*
 * Strings numbered in the order in which they first came: 0, 1, 2 ... What is
 * known of a string is kept by the caller, in arrays indexed by its number.
 *
 * A zeroed struct hash is an empty table; it owns copies of its strings, which
 * may hold NUL. A NULL string counts as "". More than 2^31
 * strings, one of 4 GiB, or lack of memory ends the program.
 */
#ifndef HASH_H
#define HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define HASH_NONE UINT32_MAX

struct hash {
	uint32_t n; /* strings held */
	uint32_t cap;
	struct hash_entry *entry;
	uint32_t *slot; /* number + 1, 0 when free */
	size_t mask;    /* slots - 1, a power of two less one */
	struct buf text;
};

/* The number of s. A new s is added and gets the value that h->n had before. */
uint32_t hash_put(struct hash *h, struct str s);

/* The number of s, or HASH_NONE. */
uint32_t hash_find(const struct hash *h, struct str s);

/* String number i (less than h->n); it holds until the next hash_put. */
struct str hash_text(const struct hash *h, uint32_t i);

/* A sum of s for tables that do not keep their strings: equal for equal
 * strings, nearly always different for others. */
uint64_t hash_sum(struct str s);

void hash_free(struct hash *h);

#endif
