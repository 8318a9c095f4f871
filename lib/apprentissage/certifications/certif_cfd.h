/*
 * The cfd side of a certification: a row of BCN's N_FORMATION_DIPLOME or
 * N_FORMATION_DIPLOME_ENQUETE_51 (certification(5)
 * [certifications 4 and 7]).
 */
#ifndef CERTIF_CFD_H
#define CERTIF_CFD_H

#include "apprentissage/certifications/certif_text.h"
#include "base/err.h"

enum {
	BCN_FORMATION_DIPLOME,
	BCN_NIVEAU_FORMATION_DIPLOME,
	BCN_GROUPE_SPECIALITE,
	BCN_LIBELLE_COURT,
	BCN_LIBELLE_STAT_33,
	BCN_LIBELLE_LONG_200, /* the columns up to here must not be null */
	BCN_N_GROUPE_SPECIALITE_LIBELLE_LONG,
	BCN_DATE_OUVERTURE,
	BCN_DATE_FERMETURE,
	BCN_DATE_PREMIERE_SESSION,
	BCN_DATE_DERNIERE_SESSION,
	BCN_DATE_ARRETE_CREATION,
	BCN_DATE_ARRETE_ABROGATION,
	BCN_NATURE_FORMATION_DIPLOME,
	BCN_N_NATURE_FORMATION_DIPLOME_LIBELLE_100,
	BCN_GESTIONNAIRE_FORMATION_DIPLOME,
	BCN_NIVEAU_QUALIFICATION_RNCP,
	BCN_MAX,
};

/* The names of the BCN_ columns. */
extern const char *const bcn_columns[BCN_MAX];

/* Appends the side made of the values v to text and describes it in c. *periode
 * is set to ouverture and fermeture. Returns 0, or -1 with "COLUMN: X is
 * expected, not 'value'" in e. */
int certif_cfd(struct buf *text, const struct str v[BCN_MAX],
    struct certif_side *c, struct interval *periode, struct err *e);

/* The niveau interministériel of a level of the education ministry: its first
 * character, except 5 for 013. */
struct str niveau_interministeriel(struct str niveau);

#endif
