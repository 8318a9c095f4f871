/*
 * The annuaire: what API Entreprise, API Adresse and the communes say of an
 * établissement, put together as the record of an organisme (organismes.md 5
 * and 6 of the records' specification).
 *
 * It reads entreprise.db, adresse.db and communes.db, and uses their answers
 * whatever their ttl. An answer that is missing is an error; a null one is an
 * answer. Memory does not grow with the databases.
 */
#ifndef ETABLISSEMENT_H
#define ETABLISSEMENT_H

#include <stdbool.h>

#include "buf.h"
#include "err.h"
#include "js.h"

struct annuaire;

/* Opens the three databases of dbdir or dies, naming the one that is missing.
 * compat: dates of API Entreprise, which are seconds, are read as milliseconds
 * and an établissement in a municipal arrondissement has no address. */
struct annuaire *annuaire_open(const char *dbdir, bool compat);
void annuaire_close(struct annuaire *a);

/* Is anything known of this SIRET, given as its source spells it? 0 yes; 1 no:
 * its unité légale is null; -1 with e: it was never asked. */
int annuaire_look(struct annuaire *a, struct str siret, struct err *e);

/* What the record holds besides. Borrowed. */
struct organisme {
	struct str siret;   /* normal form (code_siret) */
	struct str uai;     /* normal form, or NULL */
	const char *statut; /* "présent" or "supprimé" */
	bool qualiopi;
	struct str numero_activite; /* or NULL */
	struct str contacts;        /* a canonical JSON array */
};

/* Appends the record of an organisme whose SIRET its source spells `siret`,
 * canonical. 0; 1 if annuaire_look says 1; -1 with e: an answer is missing, or
 * one gives no valid record. Only 0 appends. */
int annuaire_put(struct annuaire *a, struct str siret,
    const struct organisme *o, struct buf *out, struct err *e);

/* Appends an Adresse in the given commune (a record of table commune). label
 * and code_postal may be NULL. */
void adresse_put(struct buf *out, struct str label, struct str code_postal,
    struct js commune);

#endif
