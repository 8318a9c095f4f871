/*
 * The certifications published before: which record continues which.
 */
#ifndef CERTIF_PREVIOUS_H
#define CERTIF_PREVIOUS_H

#include "apprentissage/certifications/certif_cover.h"

/* Records counted by the sides they have. */
struct certif_count {
	int64_t orphan_cfd, orphan_rncp, total;
};

/* Counts a record that has these sides. */
void count_add(struct certif_count *c, bool cfd, bool rncp);
/* Subtracts d from *c. */
void count_subtract(struct certif_count *c, const struct certif_count *d);

struct certif_previous {
	struct certif_count count; /* of all its records */
	struct previous_record *v; /* the records whose codes still exist */
	size_t n, cap;
	struct db *d; /* NULL: nothing was published */
	sqlite3_stmt *q;
};

/* Reads the database at path, if it exists. A file that is not a database of
 * certifications ends the program. */
void previous_read(struct certif_previous *p, const char *path,
    const struct certif_sources *s);

/* Sets continued[i] to the number of the record that line i continues, or to
 * HASH_NONE. A line that is not for coverage continues the oldest record of
 * its pair, whatever its period. Then each line for coverage continues the
 * record of the same pair and period; if there are several, in order. l is
 * sorted. */
void previous_match(struct certif_previous *p, const struct certif_lines *l,
    uint32_t *continued);

/* The texts of a previous record. */
struct previous_text {
	struct str doc, created_at, updated_at;
};

/* Reads the texts of record number i; valid until the next call. */
struct previous_text previous_fetch(struct certif_previous *p, uint32_t i);

void previous_free(struct certif_previous *p);

#endif
