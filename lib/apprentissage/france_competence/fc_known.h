/*
 * The state of import-france-competence: the fiches and archives in FILE, and
 * the archives that are new. Memory grows with the fiches (some 200 bytes
 * each), not with their rows.
 */
#ifndef FC_KNOWN_H
#define FC_KNOWN_H

#include "apprentissage/france_competence/fc_fiche.h"
#include "base/hash.h"
#include "store/db.h"

struct fc_archive {
	char *nom;
	msec date;
	bool done; /* imported by an earlier run */
};

/* Archives by ascending name, which is also by ascending date: archive i has
 * rank i + 1. Fiches by the number of their numero_fiche: first those of FILE,
 * in its order, then the new ones in the order in which they were met. */
struct fc_known {
	const char *path;
	struct db *old; /* FILE; NULL if there is none */
	struct {
		struct fc_archive *v;
		size_t n, cap;
	} archive;
	struct hash numero;
	uint32_t last; /* asked for: rows of a fiche follow one another */
	struct {
		struct fc_fiche *v; /* of each number in numero */
		size_t cap;
	} fiche;
	uint32_t n_old; /* number of fiches in FILE */
};

/* Reads FILE, if it exists, and the names in rawdir. Ends the program if there
 * is no archive at all. */
void fc_known_open(struct fc_known *e, const char *path, const char *rawdir);
void fc_known_close(struct fc_known *e);

/* Returns the fiche of this numero_fiche, a new one if it is unknown; *i is set
 * to its number. Valid until the next call. */
struct fc_fiche *fc_known_fiche(
    struct fc_known *e, struct str numero, uint32_t *i);

/* True if date is that of an archive of this run. */
bool fc_known_date(const struct fc_known *e, msec date);

#endif
