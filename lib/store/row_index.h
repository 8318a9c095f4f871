/*
 * An index in memory of a table's rows by a key that need not be unique. Only
 * keys and row numbers are kept in memory.
 */
#ifndef ROW_INDEX_H
#define ROW_INDEX_H

#include "base/hash.h"
#include "store/db.h"

#define ROW_INDEX_NONE UINT32_MAX

struct row_index_row {
	int64_t rowid;
	uint32_t key;  /* its number in keys */
	uint32_t next; /* row of the same key, or ROW_INDEX_NONE */
	bool done;     /* the caller's, false at first */
};

struct row_index {
	struct hash keys;          /* a NULL key counts as "" */
	uint32_t *first;           /* first row of each key */
	struct row_index_row *row; /* in the order of rowid */
	uint32_t n;
	size_t cap;
};

/* Reads what select gives: key, rowid, in any order. */
void row_index_read(struct row_index *k, struct db *d, const char *select);

void row_index_free(struct row_index *k);

#endif
