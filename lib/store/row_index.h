/*
 * An index in memory of a table's rows by a key that need not be unique. Of the
 * keys only their sums are kept, some 30 bytes a row: rows of other keys may
 * come with those of a key, so the caller compares the keys of the rows it
 * reads.
 */
#ifndef ROW_INDEX_H
#define ROW_INDEX_H

#include "base/hash.h"
#include "store/db.h"

#define ROW_INDEX_NONE (UINT32_MAX >> 1)

struct row_index_row {
	uint64_t sum; /* of its key */
	uint32_t rowid;
	uint32_t next : 31; /* row of the same sum, or ROW_INDEX_NONE */
	uint32_t done : 1;  /* the caller's, 0 at first */
};

struct row_index {
	struct row_index_row *row; /* in the order of rowid */
	uint32_t n;
	size_t cap;
	uint32_t *slot; /* first row of a sum + 1, 0 when free */
	size_t mask;    /* slots - 1, a power of two less one */
};

/* Reads what select gives: key, rowid, in any order. A NULL key counts as "".
 * A rowid beyond 2^32 ends the program. */
void row_index_read(struct row_index *k, struct db *d, const char *select);

/* The first row whose key has the sum of key, or ROW_INDEX_NONE. The others
 * follow by next, in the order of rowid. */
uint32_t row_index_find(const struct row_index *k, struct str key);

void row_index_free(struct row_index *k);

#endif
