/*
 * A formation made from a row of the catalogue and the certifications,
 * organismes and communes it names (formation.md 4 to 9 of the records'
 * specification).
 */
#ifndef FORMATION_H
#define FORMATION_H

#include <stdbool.h>

#include "base/err.h"
#include "json/js.h"

struct formations;

/* A record, and where in it the parts begin that columns are made of. Zero it
 * before the first; text is the caller's to free. */
struct formation {
	struct buf text;
	size_t formateur, responsable, certification, commune;
};

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

/* Their values in a record that formations_put made; they hold as long as it
 * and until scratch, which is emptied first, changes. */
void formation_columns(const struct formation *f, struct buf *scratch,
    struct str column[FORMATION_COLUMNS]);

/* Opens the databases of dir that rows refer to, or dies naming the one that
 * is missing. compat: see annuaire_open. */
struct formations *formations_open(const char *dir, bool compat);

enum {
	FORMATION_WITHOUT_CERTIFICATION = 1,
	FORMATION_UNANSWERED = 2,
};

/* Makes the record of a row, canonical. Returns 0;
 * FORMATION_WITHOUT_CERTIFICATION if no certification has the row's diploma or
 * fiche; FORMATION_UNANSWERED if the annuaire lacks an answer about its
 * organismes; -1 on any other fault. Then e says "field: what 'value'" and
 * out holds no record. */
int formations_put(
    struct formations *f, struct js row, struct formation *out, struct err *e);

void formations_close(struct formations *f);

#endif
