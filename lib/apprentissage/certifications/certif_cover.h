/*
 * Which certifications there are: a record per CFD and fiche, then what is
 * needed for every CFD and every fiche to be covered over its whole own period
 * (certifications.md 5, 6 and 8).
 */
#ifndef CERTIF_COVER_H
#define CERTIF_COVER_H

#include "apprentissage/certifications/certif_sources.h"

/* A certification to be. */
struct ligne {
	uint32_t cfd;  /* HASH_NONE: no cfd side */
	uint32_t rncp; /* rang of the fiche; HASH_NONE: no rncp side */
	uint32_t bcn;  /* the row of the cfd side */
	uint32_t rang; /* ordinal of insertion, from 1 */
	struct intervalle valide;
	bool couverture; /* added for coverage: its pair does not identify it */
};

struct lignes {
	struct ligne *v;
	size_t n, cap;
};

/* Makes the lines in the order in which they are published: by cfd, rncp,
 * debut, fin, rang; no cfd and no rncp last, open bounds first. A fiche whose
 * period is unknown although a CFD is linked to it ends the program. */
void lignes_calcule(struct lignes *l, struct sources *s);

/* That order. */
int ligne_compare(const struct ligne *a, const struct ligne *b);

#endif
