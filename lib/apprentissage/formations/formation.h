/*
 * A formation made from a row of the catalogue and the certifications,
 * organismes and communes it names (formation(5) [formation 4 to 9]).
 */
#ifndef FORMATION_H
#define FORMATION_H

#include <stdbool.h>

#include "base/err.h"
#include "json/js.h"

struct formations;

/* The columns of table formation, in their order. */
enum {
	FORMATION_CLE,
	FORMATION_STATUT,
	FORMATION_CFD,
	FORMATION_RNCP,
	FORMATION_CODE_INSEE,
	FORMATION_FORMATEUR,
	FORMATION_RESPONSABLE,
	FORMATION_COLUMNS,
};

/* A record and the values of its columns, which are borrowed from the struct.
 * Zero it before the first formations_put; formation_free at the end. */
struct formation {
	struct buf text, scratch;
	struct str column[FORMATION_COLUMNS];
};

void formation_free(struct formation *f);

/* Opens the databases of dir that rows refer to. A missing one ends the program
 * with a message that names it. compat: see annuaire_open. */
struct formations *formations_open(const char *dir, bool compat);

enum {
	FORMATION_WITHOUT_CERTIFICATION = 1,
	FORMATION_UNANSWERED = 2,
};

/* Makes the record of a row, canonical, and its columns. Returns 0;
 * FORMATION_WITHOUT_CERTIFICATION if no certification has the row's diploma or
 * fiche; FORMATION_UNANSWERED if the annuaire lacks an answer about its
 * organismes; -1 on any other fault. Unless it returns 0, e says "field: what
 * 'value'" and out contains no record. */
int formations_put(
    struct formations *f, struct js row, struct formation *out, struct err *e);

void formations_close(struct formations *f);

#endif
