/*
 * The annuaire: what entreprise.db, adresse.db and communes.db say about an
 * établissement (organisme(5) [organismes 5]).
 *
 * An answer is used even after its ttl. A missing answer is an error, a null
 * answer is not. Memory does not grow with the databases.
 */
#ifndef ANNUAIRE_H
#define ANNUAIRE_H

#include <stdbool.h>

#include "apprentissage/organismes/etablissement.h"

struct annuaire;

/* Opens the three databases of dbdir. A missing one ends the program with a
 * message that names it. compat: see organisme_put; in addition, an
 * établissement in a municipal arrondissement has no address. */
struct annuaire *annuaire_open(const char *dbdir, bool compat);
void annuaire_close(struct annuaire *a);

/* Looks a SIRET up, as its source spells it. Returns 0 if its unité légale is
 * known, 1 if the answer about it is null, -1 and e if it was never asked. */
int annuaire_look(struct annuaire *a, struct str siret, struct err *e);

enum { ANNUAIRE_MISSING = -2 };

/* Appends the canonical record of an organisme. siret: the SIRET as its source
 * spells it. Returns 0; 1 if annuaire_look returns 1; ANNUAIRE_MISSING and e if
 * an answer is missing; -1 and e if an answer gives no valid record. Nothing is
 * appended unless it returns 0. */
int annuaire_put(struct annuaire *a, struct str siret,
    const struct organisme *o, struct buf *out, struct err *e);

#endif
