/*
 * The commune of a place of formation (formation.md 6.1): by INSEE code, code
 * of a municipal arrondissement, code of a former commune, else postal code,
 * in that order; the first row on ties.
 */
#ifndef LOOKUP_COMMUNE_H
#define LOOKUP_COMMUNE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct communes;

/* Reads the codes of DIR/communes.db, or dies. */
struct communes *communes_open(const char *dir);

/* The row of the commune that code leads to, 0 if there is none. */
int64_t communes_find(const struct communes *c, struct str code);

/* The value of the member commune of an address, and those behind it
 * ({...},"departement":{...},...,"academie":{...}); NULL and e if the
 * commune's record is wrong. They hold until the next call. */
struct str communes_adresse(struct communes *c, int64_t row, struct err *e);

void communes_close(struct communes *c);

#endif
