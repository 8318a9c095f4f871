/*
 * A fiche of France Compétences as certifications see it (certifications.md 6
 * and 7.1).
 */
#ifndef CERTIF_FICHE_H
#define CERTIF_FICHE_H

#include "apprentissage/certifications/intervalle.h"
#include "json/js.h"

/* The members of a fiche's data that matter here, in their order. */
enum {
	FICHE_CCN,
	FICHE_BLOCS,
	FICHE_NSF,
	FICHE_FORMACODE,
	FICHE_ANCIENNE_NOUVELLE,
	FICHE_VOIES,
	FICHE_ROME,
	FICHE_CERTIFICATEURS,
	FICHE_STANDARD,
	FICHE_MAX,
};

/* Those of its standard part. */
enum {
	STANDARD_INTITULE,
	STANDARD_NIVEAU,
	STANDARD_DECISION,
	STANDARD_FIN,
	STANDARD_EFFET,
	STANDARD_TYPE,
	STANDARD_ACTIF,
	STANDARD_MAX,
};

extern const char *const fiche_members[FICHE_MAX];
extern const char *const standard_members[STANDARD_MAX];

#define EN_APPRENTISSAGE "En contrat d’apprentissage"
#define EN_PROFESSIONNALISATION "En contrat de professionnalisation"

/* The record of a fiche, its members found: borrows the record's text. */
struct fiche_json {
	struct js data[FICHE_MAX];
	struct js standard[STANDARD_MAX]; /* absent without a standard part */
};

void fiche_ouvre(struct fiche_json *j, struct js record);

/* When the archives of France Compétences held a fiche. */
struct archivage {
	msec premiere_publication;
	msec premiere_activation, derniere_activation;
};

struct fiche {
	struct intervalle periode; /* activation, fin_enregistrement: DAY_BAD
				    * if it is no date */
	bool actif;
	bool standard; /* it has a standard part: without, it has no period */
	bool eligible; /* RNCP, to apprenticeship or professionnalisation */
};

/* The facts of a fiche. Nothing is refused here: only fiches that are used
 * have to be valid. oldest: the date of the oldest archive. */
struct fiche fiche_lit(const struct fiche_json *j, struct str numero,
    const struct archivage *a, msec oldest);

/* A date of the standard part: DAY_NULL for null, DAY_BAD if it is none. */
msec fiche_date(const struct fiche_json *j, int standard_member, bool end);

#endif
