/*
 * The rows of a table by a key that several may have: keys and row numbers in
 * memory, the rest in the table.
 */
#ifndef KEYED_H
#define KEYED_H

#include "base/hash.h"
#include "store/db.h"

#define KEYED_NONE UINT32_MAX

struct keyed_row {
	int64_t rowid;
	uint32_t key;  /* its number in keys */
	uint32_t next; /* row of the same key, or KEYED_NONE */
	bool done;     /* the caller's, false at first */
};

struct keyed {
	struct hash keys;      /* a NULL key counts as "" */
	uint32_t *first;       /* row of each key */
	struct keyed_row *row; /* in the order of rowid */
	uint32_t n;
	size_t cap;
};

/* Reads what select gives: key, rowid, in any order. */
void keyed_read(struct keyed *k, struct db *d, const char *select);

void keyed_free(struct keyed *k);

#endif
