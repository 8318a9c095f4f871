/*
 * Compares our API's description with La Bonne Alternance's (LBA): which
 * operations correspond, and the known differences between them. Rules:
 * [doc_check_sync 1, 4, 5].
 */
#ifndef DOCSYNC_H
#define DOCSYNC_H

#include <jansson.h>

#include "base/err.h"

extern const struct docsync_pair {
	const char *ours, *lba; /* "METHOD:PATH" in each document */
} docsync_pairs[];              /* ends with a zeroed entry */

/* The differences from LBA to ours of each pair of operations that has any, by
 * our name: a new object {OURS: json_difference(), ...}. Skips an operation
 * that we lack, with a warning. Returns NULL with a message in e if LBA lacks
 * an operation or a reference cannot be followed. */
json_t *docsync_actual(json_t *ours, json_t *lba, struct err *e);

/* The known differences, in the form of docsync_actual's result: a new object.
 */
json_t *docsync_expected(void);

#endif
