/*
 * The annuaire: what entreprise.db, adresse.db and communes.db know of an
 * établissement (organismes.md 5 of the records' specification).
 *
 * Answers are used whatever their ttl. One that is missing is an error; a null
 * one is an answer. Memory does not grow with the databases.
 */
#ifndef ANNUAIRE_H
#define ANNUAIRE_H

#include <stdbool.h>

#include "apprentissage/organismes/etablissement.h"

struct annuaire;

/* Opens the three databases of dbdir or dies, naming the one that is missing.
 * compat: as organisme_put; and an établissement in a municipal
 * arrondissement has no address. */
struct annuaire *annuaire_open(const char *dbdir, bool compat);
void annuaire_close(struct annuaire *a);

/* Is anything known of this SIRET, given as its source spells it? 0 yes; 1 no:
 * its unité légale is null; -1 with e: it was never asked. */
int annuaire_look(struct annuaire *a, struct str siret, struct err *e);

enum { ANNUAIRE_MISSING = -2 };

/* Appends the record of an organisme whose SIRET its source spells `siret`,
 * canonical. 0; 1 if annuaire_look says 1; ANNUAIRE_MISSING with e: an answer
 * is missing; -1 with e: one gives no valid record. Only 0 appends. */
int annuaire_put(struct annuaire *a, struct str siret,
    const struct organisme *o, struct buf *out, struct err *e);

#endif
