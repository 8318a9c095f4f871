/*
 * The record of an organisme, made of the answers of API Entreprise and API
 * Adresse about its établissement and of its commune (organismes.md 6 of the
 * records' specification). No database here: see annuaire.h.
 */
#ifndef ETABLISSEMENT_H
#define ETABLISSEMENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "json/js.h"

/* What API Adresse is asked about an établissement: its postal code, its
 * commune, and its street's line. NULL where unknown. */
struct question {
	struct str code_postal, code_insee, label;
};

/* Reads the question off an établissement (the API's record, or null); true
 * if all of it is known, so that it is to be asked. The strings hold as long
 * as the record and until b, which is emptied first, changes. */
bool adresse_question(
    struct js etablissement, struct buf *b, struct question *q);

/* Appends the members of an Adresse that say where its commune is: commune,
 * departement, region, academie. commune: a record of table commune. */
void commune_put(struct buf *out, struct js commune);

/* Appends an Adresse in the given commune (a record of table commune). label
 * and code_postal may be NULL. */
void adresse_put(struct buf *out, struct str label, struct str code_postal,
    struct js commune);

/* The answers: unite_legale is never null, the others are null or absent
 * where nothing is known. */
struct answers {
	struct js etablissement, unite_legale, commune, point;
};

/* What an organisme's record holds besides. */
struct organisme {
	struct str siret;   /* normal form (code_siret) */
	struct str uai;     /* normal form, or NULL */
	const char *statut; /* "présent" or "supprimé" */
	bool qualiopi;
	struct str numero_activite; /* or NULL */
	struct str contacts;        /* a canonical JSON array */
};

/* Appends the canonical record. compat: dates of API Entreprise, which are
 * seconds, are read as milliseconds. Returns 0, or -1 with the field in e, and
 * then appends nothing. */
int organisme_put(struct buf *out, const struct organisme *o,
    const struct answers *from, bool compat, struct err *e);

#endif
