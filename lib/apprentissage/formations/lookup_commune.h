/*
 * The commune of a place of formation (formation(5) [formation 6.1]): by INSEE
 * code, else by the code of a municipal arrondissement, else by that of a
 * former commune, else by postal code; the first row on ties.
 */
#ifndef LOOKUP_COMMUNE_H
#define LOOKUP_COMMUNE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct lookup_commune;

/* Reads the codes of DIR/communes.db; ends the program if it is missing. */
struct lookup_commune *lookup_commune_open(const char *dir);

/* The rowid of the commune that code leads to, 0 if there is none. */
int64_t lookup_commune_find(const struct lookup_commune *c, struct str code);

/* The members of an address that say where its commune is, as an object:
 * commune, departement, region, academie. Valid until the next call; JS_ABSENT
 * and e if the commune's record is wrong. */
struct js lookup_commune_adresse(
    struct lookup_commune *c, int64_t row, struct err *e);

void lookup_commune_close(struct lookup_commune *c);

#endif
