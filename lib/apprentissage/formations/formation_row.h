/*
 * Between the two halves of formation.h: reading a row (formation.c) and
 * writing its record (formation_put.c).
 */
#ifndef FORMATION_ROW_H
#define FORMATION_ROW_H

#include <stdint.h>

#include "apprentissage/formations/formation.h"
#include "apprentissage/formations/session.h"
#include "base/err.h"
#include "json/js.h"

/* The members read, in the order in which the catalogue writes them. */
enum member {
	CLE_MINISTERE_EDUCATIF,
	CFD,
	CODE_POSTAL,
	CODE_COMMUNE_INSEE,
	ONISEP_URL,
	ONISEP_INTITULE,
	ONISEP_LIBELLE_POURSUITE,
	ONISEP_LIEN_SITE_ONISEPFR,
	ONISEP_DISCIPLINE,
	ONISEP_DOMAINE_SOUSDOMAINE,
	RNCP_CODE,
	CAPACITE,
	DUREE,
	ANNEE,
	EMAIL,
	LIEU_GEO,
	LIEU_GEO_COMPUTED,
	LIEU_ADRESSE,
	LIEU_SIRET,
	LIEU_UAI,
	BCN_MEFS_10,
	ENTIEREMENT_A_DISTANCE,
	CONTENU,
	OBJECTIF,
	DATE_DEBUT,
	DATE_FIN,
	NUM_TEL,
	DISTANCE,
	PUBLISHED,
	FORMATEUR_SIRET,
	FORMATEUR_UAI,
	GESTIONNAIRE_SIRET,
	GESTIONNAIRE_UAI,
	MEMBERS,
};

/* Their names in the catalogue. */
extern const char *const row_names[MEMBERS];

/* What was read and found of the row at hand. */
struct row {
	struct js v[MEMBERS];
	struct err *e;
	struct buf scratch; /* unescaped texts */
	struct str commune; /* communes_adresse */
	double latitude, longitude;
	double duree, annee; /* annee: NaN stands for null */
	struct sessions sessions;
	struct buf certification, formateur, responsable; /* JSON */
};

/* Fills r->e with "member: what 'value'"; -1. */
int row_wrong(struct row *r, enum member m, const char *expected);

/* The text of a member, NULL if it is no string. It holds as long as the row;
 * to be asked for once. */
struct str row_text(struct row *r, enum member m);

/* JavaScript's Number() of a member. */
double row_number(struct row *r, enum member m);

/* Writes the record of r; 0, or -1 and r->e if a member is not what a record
 * may hold. */
int row_put(struct row *r, struct formation *out);

#endif
