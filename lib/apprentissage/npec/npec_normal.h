/*
 * The normaliser of NPEC: from the rows of a file, one record per
 * certification and CPNE, with its amounts and the CPNE's conventions
 * collectives (npec(5) [npec 7]).
 *
 * If two rows have the same pair, the later one gives label and date; the
 * amounts of both are listed. Pairs are kept in a temporary table of the
 * database being written, the CPNE (a few hundred) in memory.
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
	struct hash links; /* (CPNE, IDCC), to refuse duplicates */
	struct hash cpne;  /* CPNE by code */
	struct {
		struct npec_cpne {
			struct buf idcc; /* numbers, separated by commas */
			bool bad;        /* one is not a number */
		} * v;
		size_t cap;
	} of_cpne; /* by the CPNE's number in cpne */
	struct buf scratch, doc;
};

/* Initialises n. d: the database being written. */
void npec_normal_open(struct npec_normal *n, struct db *d);
void npec_normal_close(struct npec_normal *n);

/* Adds a row of the file. Returns 0, or -1 with "field: what 'value'" in e;
 * then the row has no effect. */
int npec_normal_add(
    struct npec_normal *n, const struct npec_row *r, struct err *e);

/* Ends the file: adds its records to w, and forgets them. Returns 0, or -1 and
 * e. */
int npec_normal_end(struct npec_normal *n, struct table_writer *w,
    struct str filename, msec date_file, struct err *e);

#endif
