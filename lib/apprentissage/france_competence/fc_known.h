/*
 * What import-france-competence knows: the fiches and archives that its FILE
 * holds, the archives that are new. Memory grows with the fiches (some 200
 * bytes each), not with their rows.
 */
#ifndef FC_KNOWN_H
#define FC_KNOWN_H

#include "apprentissage/france_competence/fc_fiche.h"
#include "base/hash.h"
#include "store/db.h"

struct fc_archive {
	char *nom;
	msec date;
	bool faite; /* in an earlier run */
};

/* Archives by ascending name, which is by ascending date: number i has rank
 * i + 1. Fiches by the number of their numero_fiche: first those of FILE, in
 * its order, then the new ones as they were met. */
struct fc_etat {
	const char *path;
	struct db *old; /* FILE; NULL if there is none */
	struct fc_archive *archive;
	size_t archives, archive_cap;
	struct hash numero;
	struct fc_fiche *fiche;
	size_t fiche_cap;
	uint32_t anciennes; /* fiches of FILE */
};

/* Reads FILE, if there is one, and the names in rawdir. Dies if there is no
 * archive at all. */
void fc_etat_open(struct fc_etat *e, const char *path, const char *rawdir);
void fc_etat_close(struct fc_etat *e);

/* The fiche of this numero_fiche, made if it is new; *i gets its number. It
 * holds until the next call. */
struct fc_fiche *fc_etat_fiche(
    struct fc_etat *e, struct str numero, uint32_t *i);

/* Is date that of an archive of this run? */
bool fc_etat_date(const struct fc_etat *e, msec date);

#endif
