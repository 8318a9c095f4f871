/*
 * How often each place changed, for a summary: the numbers of a JSON Pointer
 * count as one, written "*".
 */
#ifndef DIFF_FIELDS_H
#define DIFF_FIELDS_H

#include <stdint.h>

#include "base/hash.h"

/* Zeroed at first. */
struct diff_fields {
	struct hash names;
	struct diff_field *field; /* by number of the name */
	size_t cap;
	struct buf name;
};

/* Counts path, once per record; record is the number of the record. */
void diff_fields_add(struct diff_fields *f, struct str path, int64_t record);
/* Appends {"/path":N,...}: the most frequent first, then by bytes. */
void diff_fields_put(struct buf *b, const struct diff_fields *f);
void diff_fields_free(struct diff_fields *f);

#endif
