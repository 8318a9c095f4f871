/*
 * The certifications published before: which record continues which.
 */
#ifndef CERTIF_PREVIOUS_H
#define CERTIF_PREVIOUS_H

#include "apprentissage/certifications/certif_cover.h"

/* Records counted by the sides they have. */
struct compte {
	int64_t orphan_cfd, orphan_rncp, total;
};

void compte_ajoute(struct compte *c, bool cfd, bool rncp);
/* *c less d. */
void compte_retire(struct compte *c, const struct compte *d);

struct precedents {
	struct compte compte; /* of all its records */
	struct precedent *v;  /* those whose codes are still known */
	size_t n, cap;
	struct db *d; /* NULL: nothing was published */
	sqlite3_stmt *q;
};

/* Reads the database at path, if there is one; it dies if that is no
 * database of certifications. */
void precedents_lit(
    struct precedents *p, const char *path, const struct sources *s);

/* suite[i] gets the number of the record that line i continues, or HASH_NONE.
 * A record of passes A and B continues the oldest record of its pair, whatever
 * its period; then one of coverage continues the record of the same pair and
 * period, in order where there are several. l is sorted. */
void precedents_apparie(
    struct precedents *p, const struct lignes *l, uint32_t *suite);

/* Record number i; the texts hold until the next call. */
struct publie {
	struct str doc, created_at, updated_at;
};
struct publie precedents_va(struct precedents *p, uint32_t i);

void precedents_free(struct precedents *p);

#endif
