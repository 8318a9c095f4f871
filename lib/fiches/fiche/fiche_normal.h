/*
 * What a column of a fiche may hold: the forms that hand-made fiches and
 * Claude's answers bring are made one [fiches 2].
 */
#ifndef FICHE_NORMAL_H
#define FICHE_NORMAL_H

#include "fiches/fiche/fiche.h"

/* Brings every column of f into its normal form. */
void fiche_normalise(struct fiche *f);

/* Neither null, false, zero nor empty. */
bool fiche_has(struct js v);

/* The number of members of an object; 0 for anything else. */
size_t fiche_count_members(struct js v);

/* Appends v as an integer or as a float if it is a number or a text that is
 * one; false if it is neither, and b is unchanged. */
bool fiche_put_integer(struct buf *b, struct js v);
bool fiche_put_float(struct buf *b, struct js v);

/* The value of a number or of a text that is one; NaN for anything else. */
double fiche_number(struct js v);

/* Appends the level of salaires v: an object of which min, max and median
 * count, each an integer or null, or an absent one. False if it is neither. */
bool fiche_put_level(struct buf *b, struct js v);

/* Appends v if it is one of the five tendances, else "stable". */
void fiche_put_tendance(struct buf *b, struct js v);

/* The levels of salaires, in their order; ends with NULL. */
extern const char *const fiche_levels[];

/* What salaires and perspectives hold when nothing is known. */
#define FICHE_SALARIES_DEFAULT                                                 \
	"{\"junior\":{\"min\":null,\"max\":null,\"median\":null},"             \
	"\"confirme\":{\"min\":null,\"max\":null,\"median\":null},"            \
	"\"senior\":{\"min\":null,\"max\":null,\"median\":null},"              \
	"\"regional\":{},\"source\":null,\"date_maj\":null}"
#define FICHE_OUTLOOK_DEFAULT                                                  \
	"{\"tension\":0.5,\"tendance\":\"stable\",\"evolution_5ans\":null,"    \
	"\"nombre_offres\":null,\"taux_insertion\":null}"

#endif
