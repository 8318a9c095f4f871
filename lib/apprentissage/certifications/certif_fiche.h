/*
 * A fiche of France compétences as certifications use it (certification(5)
 * [certifications 6 and 7.1]).
 */
#ifndef CERTIF_FICHE_H
#define CERTIF_FICHE_H

#include "apprentissage/certifications/interval.h"
#include "json/js.h"

/* The members of a fiche's data that are used here. */
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

/* The members of a fiche's standard part. */
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

/* The members of a fiche's record. Borrows the record's text. */
struct fiche_json {
	struct js data[FICHE_MAX];
	struct js standard[STANDARD_MAX]; /* absent without a standard part */
};

void fiche_open(struct fiche_json *j, struct js record);

/* When the archives of France compétences held a fiche. */
struct fiche_dates {
	msec premiere_publication;
	msec premiere_activation, derniere_activation;
};

struct fiche {
	struct interval periode; /* activation, fin_enregistrement: DAY_BAD
				  * if it is invalid */
	bool actif;
	bool standard; /* has a standard part; no period without */
	bool eligible; /* in the RNCP, and open to apprenticeship or
			* professionnalisation */
};

/* Returns the facts of a fiche. Nothing is refused here, because only fiches
 * that are used have to be valid. oldest: the date of the oldest archive. */
struct fiche fiche_read(const struct fiche_json *j, struct str numero,
    const struct fiche_dates *a, msec oldest);

/* A date of the standard part: DAY_NULL for null, DAY_BAD if invalid. end: the
 * last second of the day instead of the first one. */
msec fiche_date(const struct fiche_json *j, int standard_member, bool end);

#endif
