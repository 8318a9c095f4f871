/*
 * Importing the parameters of the nightly processing: the lines of one input,
 * within one transaction. Whatever is wrong ends the program with the line and
 * the member.
 */
#ifndef IMPORTER_H
#define IMPORTER_H

#include "traitement/parametre/parametre.h"

struct importer {
	struct db *d;
	struct ops ops;
	struct parametre *v; /* the lines, in their order */
	size_t n, cap;
	int64_t inserted, updated, unchanged; /* lines */
};

/* Import a line: of any sorte but kpi and expert, then these. */
void importer_row(struct importer *m, struct parametre *p);
void importer_kpi(struct importer *m, struct parametre *p);
void importer_expert(struct importer *m, struct parametre *p);

/* Checks the KPIs as a whole, once all lines of theirs are imported: operands
 * exist and have one value, none is its own operand. */
void importer_check_kpis(struct importer *m);

/* For these: says what is wrong with a line, and ends the program. */
_Noreturn void importer_refuse(const struct parametre *p, const char *what);

/* True if the query gives a row for value. */
bool importer_has(struct importer *m, const char *sql, struct str value);

/* Prints a change. */
void importer_print(struct importer *m, const char *op, const char *table,
    struct str id, struct str set);

#define SQL_OUVRAGE "SELECT 1 FROM ouvrage WHERE id = ?"

#endif
