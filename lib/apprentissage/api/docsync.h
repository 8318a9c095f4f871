/*
 * The API's description against La Bonne Alternance's (LBA): which operations
 * are the same, and the differences between them that are known. Rules:
 * doc_check_sync.md 1, 4 and 5 of the records' specification.
 */
#ifndef DOCSYNC_H
#define DOCSYNC_H

#include <jansson.h>

#include "base/err.h"

extern const struct docsync_pair {
	const char *ours, *lba; /* "METHOD:PATH" in each document */
} docsync_pairs[];              /* ends with a zeroed entry */

/* The differences from LBA to ours of each pair of operations that has any,
 * by our name: a new object {OURS: json_difference(), ...}. An operation that
 * we have not is passed over, with a warning. NULL with a message in e for one
 * that LBA has not, or when a reference cannot be followed. */
json_t *docsync_actual(json_t *ours, json_t *lba, struct err *e);

/* What docsync_actual gives as long as all is well: a new object. */
json_t *docsync_expected(void);

#endif
