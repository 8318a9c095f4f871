/*
 * Explains a record: which rows of which databases it was made from, and why it
 * is as it is (explain-record(1)) [publication 9].
 *
 * An explanation is lines of JSON in struct explain's out: the steps (the
 * look-ups that the aggregations make, in their order), the last run of each
 * database, and the verdicts. The rules are those of the rooms below; this room
 * only reports what they give.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct db;

/* Set dir, which is borrowed, and leave the rest zeroed. explain_close frees
 * it. */
struct explain {
	const char *dir; /* DATADIR */
	struct buf out;  /* the lines so far */
	bool found;      /* some step found a row */
	int64_t steps, verdicts;
	struct explain_db {
		const char *name;
		struct db *d; /* NULL: no such database */
	} db[16];             /* in the order of the first look */
	size_t n;
	char **kept; /* texts of explain_keep */
	size_t n_kept, cap_kept;
};

/* Each explains one record. Returns false if no step that counts found
 * anything, so that there is nothing to explain. A code may be NULL: the record
 * has none. The strings are borrowed until explain_close. */
bool explain_formation(struct explain *x, struct str cle);
bool explain_certifications(struct explain *x, struct str cfd, struct str rncp);
bool explain_organisme(struct explain *x, struct str siret, struct str uai);

void explain_close(struct explain *x);

#endif
