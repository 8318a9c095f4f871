/*
 * Which certifications exist: a record per CFD and fiche, then what is needed
 * for every CFD and every fiche to be covered over its whole own period
 * (certification(5) [certifications 5, 6 and 8]).
 */
#ifndef CERTIF_COVER_H
#define CERTIF_COVER_H

#include "apprentissage/certifications/certif_sources.h"

/* A certification record before its text is written. */
struct certif_line {
	uint32_t cfd;  /* HASH_NONE: no cfd side */
	uint32_t rncp; /* rang of the fiche; HASH_NONE: no rncp side */
	uint32_t bcn;  /* the row of the cfd side */
	uint32_t rang; /* ordinal of insertion, from 1 */
	struct interval valide;
	bool coverage; /* added for coverage: its pair does not identify it */
};

struct certif_lines {
	struct certif_line *v;
	size_t n, cap;
};

/* Makes the lines in the order in which they are published: by cfd, rncp,
 * debut, fin, rang; no cfd and no rncp last, open bounds first. The caller
 * frees l->v. A fiche whose period is unknown although a CFD is linked to it
 * ends the program. */
void certif_cover(struct certif_lines *l, struct certif_sources *s);

/* Compares two lines in the order of publication: by cfd, rncp, debut, fin,
 * rang. */
int certif_line_compare(
    const struct certif_line *a, const struct certif_line *b);

#endif
