/*
 * A fiche of France compétences, merged from archive after archive
 * (france_competence(5) [france_competence 2.2]). The result does not depend on
 * the order in which archives are read: it is that of reading them by ascending
 * date.
 */
#ifndef FC_FICHE_H
#define FC_FICHE_H

#include "base/day.h"

struct fc_fiche {
	msec premiere_publication, derniere_publication;
	msec premiere_activation, derniere_activation;
	int active;         /* 1 or 0; -1: null */
	msec date_active;   /* the archive whose Standard row set it */
	size_t rang_active; /* rank of that archive; 0: an earlier run */
	bool renewed;       /* its data is replaced in this run */
	bool seen;          /* found in an archive of this run */
	size_t rang, row;   /* the first row with it in this run */
};

/* Initialises a fiche that was not seen yet. */
void fc_fiche_init(struct fc_fiche *f);

/* The place of a row: archives are ranked from 1 by ascending date and name,
 * rows numbered within each. */
struct fc_place {
	msec publication;
	size_t rang, row;
	int actif; /* Standard: 1 if ACTIVE, else 0; other files: -1 */
};

/* Records a row of f; call it for the rows of an archive in order. True if the
 * row comes from the newest archive seen so far with this fiche. If archives
 * are read newest first, that answer is final. */
bool fc_fiche_add(struct fc_fiche *f, struct fc_place l);

#endif
