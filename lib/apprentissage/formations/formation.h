/*
 * A formation made from a row of the catalogue and the certifications,
 * organismes and communes it names (formation(5) [formation 4 to 9]).
 */
#ifndef FORMATION_H
#define FORMATION_H

#include <stdbool.h>

#include "apprentissage/formations/part.h"
#include "apprentissage/records/formation_parts.h"
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

/* A record, canonical: head, the parts and what stands between them, tail. The
 * texts are borrowed from the struct. Zero it at first; formation_free at the
 * end. */
struct formation {
	struct str column[FORMATION_COLUMNS];
	struct str head;
	struct part part[FORMATION_PARTS];
	struct str tail; /* NULL: head is the whole record */
	struct buf text, scratch;
};

void formation_free(struct formation *f);

/* Opens the databases of dir that rows refer to. A missing one ends the program
 * with a message that names it. compat: see annuaire_open. kept, which is
 * borrowed, tells what need not be looked up again. */
struct formations *formations_open(
    const char *dir, bool compat, const struct parts *kept);

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
