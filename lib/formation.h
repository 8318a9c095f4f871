/*
 * A formation made from a row of the catalogue and the certifications,
 * organismes and communes it names (formation.md 4 to 9 of the records'
 * specification).
 */
#ifndef FORMATION_H
#define FORMATION_H

#include <stdbool.h>

#include "err.h"
#include "js.h"

struct formations;

/* Opens the databases of dir that rows refer to, or dies naming the one that
 * is missing. compat: see annuaire_open. */
struct formations *formations_open(const char *dir, bool compat);

enum {
	FORMATION_WITHOUT_CERTIFICATION = 1,
	FORMATION_UNANSWERED = 2,
};

/* Appends the record of a row, canonical. Returns 0;
 * FORMATION_WITHOUT_CERTIFICATION if no certification has the row's diploma or
 * fiche; FORMATION_UNANSWERED if the annuaire lacks an answer about its
 * organismes; -1 on any other fault. Then e says "field: what 'value'" and
 * what is appended is no record. */
int formations_put(
    struct formations *f, struct js row, struct buf *out, struct err *e);

void formations_close(struct formations *f);

#endif
