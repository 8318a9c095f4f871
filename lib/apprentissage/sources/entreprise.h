/*
 * Établissements and unités légales, as API Entreprise describes them
 * (models.md 8.2, organismes.md 5.1 of the records' specification).
 */
#ifndef ENTREPRISE_H
#define ENTREPRISE_H

#include "json/schema.h"

/* The members of either. Others, of which the API has many, are dropped. */
extern const struct field entreprise_etablissement[];
extern const struct field entreprise_unite_legale[];

/* Appends v, a valid record or one that holds such, where the lines of an
 * address that read "[ND]", not to be told, are null from here on. partial:
 * null as well what its owner does not want told, the address but for the
 * commune, and the names of persons. */
void entreprise_put(struct buf *out, struct js v, bool partial);

#endif
