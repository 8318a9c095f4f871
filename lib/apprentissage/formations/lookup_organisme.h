/*
 * The organismes of a formation, by SIRET and UAI (formation(5) [formation 7]):
 * a row of table organisme, or else a record made from the answers of the
 * annuaire.
 */
#ifndef LOOKUP_ORGANISME_H
#define LOOKUP_ORGANISME_H

#include "apprentissage/formations/part.h"
#include "base/buf.h"
#include "base/err.h"

struct lookup_organisme;

/* Opens DIR/organismes.db and the annuaire's databases; a missing one ends the
 * program. compat: see annuaire_open. */
struct lookup_organisme *lookup_organisme_open(const char *dir, bool compat);

enum { ORGANISME_UNANSWERED = 1 };

/* The code of a part that is an organisme. */
enum { ORGANISME_SIRET };

/* Makes out the answer {"organisme":...,"connu":...} for a SIRET and a UAI (or
 * NULL) as the catalogue spells them. Returns 0; ORGANISME_UNANSWERED and e if
 * the annuaire lacks an answer; -1 and e if the record is invalid. */
int lookup_organisme_find(struct lookup_organisme *o, const struct parts *kept,
    struct str siret, struct str uai, struct part *out, struct err *e);

void lookup_organisme_close(struct lookup_organisme *o);

#endif
