/*
 * Recruiters whose SIRET is to be looked up, and what API Entreprise answered:
 * what list-siret-errors, apply-siret-infos and analyze-closed share.
 */
#ifndef SIRET_H
#define SIRET_H

#include "offres/offres.h"

/* The offers of one establishment whose recruiter waits. */
struct siret_group {
	struct buf establishment, siret;
	struct buf ids; /* a JSON array */
	size_t rows;
	bool key;      /* its first row spells the status as a key: ACTIF */
	bool conflict; /* its rows have several SIRETs; the first wins */
};

struct siret_groups {
	struct offres *o;
	sqlite3_stmt *s;
	bool row; /* s stands on the first row of the next group */
	struct siret_group g;
	long long listed, skipped; /* groups; rows of no group */
};

/* The groups that have a SIRET, by establishment_id. siret_next is false at the
 * end; g holds the group until the next call. */
void siret_begin(struct siret_groups *gs, struct offres *o);
bool siret_next(struct siret_groups *gs);
void siret_end(struct siret_groups *gs);

/* Reads the answers on standard input into the temporary table answers(siret,
 * etat, refusal, name, address); the last answer about a SIRET counts. etat is
 * A or F, or NULL if the SIRET is unknown; refusal is NULL, NOT_FOUND, CLOSED
 * or NON_DIFFUSIBLE. The database is not locked while this function reads. */
void siret_read_answers(struct offres *o);

#endif
