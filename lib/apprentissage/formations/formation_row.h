/*
 * A row of the catalogue: what formation.c reads of it and looks up, and
 * formation_put.c writes as a record.
 */
#ifndef FORMATION_ROW_H
#define FORMATION_ROW_H

#include <stdint.h>

#include "apprentissage/formations/formation.h"
#include "apprentissage/formations/session.h"
#include "base/err.h"
#include "json/js.h"

/* The members that are read, in the order in which the catalogue writes them.
 */
enum row_member {
	ROW_CLE_MINISTERE_EDUCATIF,
	ROW_CFD,
	ROW_CODE_POSTAL,
	ROW_CODE_COMMUNE_INSEE,
	ROW_ONISEP_URL,
	ROW_ONISEP_INTITULE,
	ROW_ONISEP_LIBELLE_POURSUITE,
	ROW_ONISEP_LIEN_SITE_ONISEPFR,
	ROW_ONISEP_DISCIPLINE,
	ROW_ONISEP_DOMAINE_SOUSDOMAINE,
	ROW_RNCP_CODE,
	ROW_CAPACITE,
	ROW_DUREE,
	ROW_ANNEE,
	ROW_EMAIL,
	ROW_LIEU_GEO,
	ROW_LIEU_GEO_COMPUTED,
	ROW_LIEU_ADRESSE,
	ROW_LIEU_SIRET,
	ROW_LIEU_UAI,
	ROW_BCN_MEFS_10,
	ROW_ENTIEREMENT_A_DISTANCE,
	ROW_CONTENU,
	ROW_OBJECTIF,
	ROW_DATE_DEBUT,
	ROW_DATE_FIN,
	ROW_NUM_TEL,
	ROW_DISTANCE,
	ROW_PUBLISHED,
	ROW_FORMATEUR_SIRET,
	ROW_FORMATEUR_UAI,
	ROW_GESTIONNAIRE_SIRET,
	ROW_GESTIONNAIRE_UAI,
	ROW_MEMBERS,
};

/* Their names in the catalogue. */
extern const char *const row_names[ROW_MEMBERS];

/* The members of a row, and what was found by them. */
struct catalogue_row {
	struct js v[ROW_MEMBERS];
	struct err *e;
	struct buf scratch; /* unescaped texts */
	struct js commune;  /* lookup_commune_adresse */
	struct str statut;  /* of the catalogue */
	double latitude, longitude;
	double duree, annee; /* annee: NaN for null */
	struct sessions sessions;
	struct part *part; /* FORMATION_PARTS */
};

/* Fills r->e with "member: X is expected, not 'value'"; returns -1. */
int row_wrong(struct catalogue_row *r, enum row_member m, const char *expected);

/* Returns the text of a member, NULL if it is not a string. The text is valid
 * as long as the row. Call it once per member: each call takes room in scratch.
 */
struct str row_text(struct catalogue_row *r, enum row_member m);

/* Returns what ECMAScript's Number() gives for a member. */
double row_number(struct catalogue_row *r, enum row_member m);

/* Writes the record of r and its columns. Returns 0, or -1 and r->e if a member
 * is not valid in a record. */
int row_put(struct catalogue_row *r, struct formation *out);

#endif
