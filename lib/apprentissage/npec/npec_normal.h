/*
 * The normaliser of NPEC: from the rows of a file, one record for each
 * certification and CPNE, with the amounts that were met and the CPNE's
 * conventions collectives (npec.md 7 of the records' specification).
 *
 * Of two rows for the same pair the later one gives label and date; amounts add
 * up. Pairs are kept in a temporary table of the database being written, not
 * in memory; the CPNE (a few hundred) in memory.
 */
#ifndef NPEC_NORMAL_H
#define NPEC_NORMAL_H

#include "apprentissage/npec/npec_row.h"
#include "base/hash.h"
#include "store/table.h"

/* Files dated before 2022-07-01T00:00:00Z are not normalised. */
#define NPEC_NORMAL_FROM ((msec)1656633600000)

struct npec_normal {
	struct db *d;
	sqlite3_stmt *upsert, *select;
	struct hash links; /* (CPNE, IDCC), to refuse doubles */
	struct hash cpne;  /* CPNE by code */
	struct npec_cpne {
		struct buf idcc; /* numbers, with commas between them */
		bool bad;        /* one is no number */
	} * list;                /* of each */
	size_t room;
	struct buf scratch, doc;
};

/* d is being written; n is set up. */
void npec_normal_open(struct npec_normal *n, struct db *d);
void npec_normal_close(struct npec_normal *n);

/* Takes a row of the file. 0, or -1 with "field: what 'value'", and then the
 * row counts for nothing. */
int npec_normal_add(
    struct npec_normal *n, const struct npec_row *r, struct err *e);

/* Ends the file: adds its records to w and forgets it. 0, or -1 with e set. */
int npec_normal_end(struct npec_normal *n, struct table_writer *w,
    struct str filename, msec date_file, struct err *e);

#endif
