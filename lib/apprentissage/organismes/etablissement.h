/*
 * The record of an organisme, made of the answers of API Entreprise and API
 * Adresse about its établissement and of its commune (organisme(5)
 * [organismes 6]). annuaire.h finds these in the databases.
 */
#ifndef ETABLISSEMENT_H
#define ETABLISSEMENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "json/js.h"

/* The question to API Adresse about an établissement: its postal code, its
 * commune, and the line of its street. NULL if unknown. */
struct adresse_question {
	struct str code_postal, code_insee, label;
};

/* Derives the question from an établissement (the API's record, or null).
 * Returns true if the question is complete and should be asked. The strings are
 * valid as long as the record, and until b, which is emptied first, changes. */
bool adresse_question(
    struct js etablissement, struct buf *b, struct adresse_question *q);

/* Appends the members of an Adresse that say where its commune is: commune,
 * departement, region, academie. commune: a record of table commune. */
void commune_put(struct buf *out, struct js commune);

/* Appends an Adresse in the given commune (a record of table commune). label
 * and code_postal may be NULL. */
void adresse_put(struct buf *out, struct str label, struct str code_postal,
    struct js commune);

/* The answers about an organisme: unite_legale is never null, the others are
 * null or absent if nothing is known. */
struct organisme_answers {
	struct js etablissement, unite_legale, commune, point;
};

/* The rest of an organisme's record. */
struct organisme {
	struct str siret;   /* normal form (code_siret) */
	struct str uai;     /* normal form, or NULL */
	const char *statut; /* "présent" or "supprimé" */
	bool qualiopi;
	struct str numero_activite; /* or NULL */
	struct str contacts;        /* a canonical JSON array */
};

/* Appends the canonical record. compat: reads the dates of API Entreprise,
 * which are seconds, as milliseconds. Returns 0, or -1 with the field in e;
 * then nothing is appended. */
int organisme_put(struct buf *out, const struct organisme *o,
    const struct organisme_answers *from, bool compat, struct err *e);

#endif
