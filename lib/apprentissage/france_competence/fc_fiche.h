/*
 * A fiche of France Compétences as archive after archive shows it
 * (france_competence.md 2.2), whatever the order in which they are read: what
 * is kept is what reading them by ascending date would leave.
 */
#ifndef FC_FICHE_H
#define FC_FICHE_H

#include "base/day.h"

struct fc_fiche {
	msec premiere_publication, derniere_publication;
	msec premiere_activation, derniere_activation;
	int active;         /* 1 or 0; -1: null */
	msec date_active;   /* the archive whose Standard row set it */
	size_t rang_active; /* that archive's rank, 0: an earlier run */
	bool renouvelee;    /* its data begins anew in this run */
	bool vue;           /* in an archive of this run */
	size_t rang, ligne; /* the row that shows it first in this run */
};

/* A fiche not seen yet. */
void fc_fiche_init(struct fc_fiche *f);

/* Where a row stands: archives are ranked from 1 by ascending date and name,
 * rows numbered within each. */
struct fc_ligne {
	msec publication;
	size_t rang, ligne;
	int actif; /* Standard: 1 if ACTIVE, else 0; other files: -1 */
};

/* Takes note of a row of f; the rows of an archive come in their order. True
 * if the row is part of the fiche's data so far; when archives are read newest
 * first, it stays so. */
bool fc_fiche_ligne(struct fc_fiche *f, struct fc_ligne l);

#endif
