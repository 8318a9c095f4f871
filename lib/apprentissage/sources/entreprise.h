/*
 * Établissements and unités légales, as API Entreprise describes them
 * (entreprise(5) [models 8.2, organismes 5.1]).
 */
#ifndef ENTREPRISE_H
#define ENTREPRISE_H

#include "json/schema.h"

/* The members that are kept of each. The many others of the API are dropped. */
extern const struct field entreprise_etablissement[];
extern const struct field entreprise_unite_legale[];

/* Appends v, a valid record or a value that contains some, with null in place
 * of address lines that read "[ND]" (not disclosed). partial: also with null in
 * place of personal names and of the address except the commune. */
void entreprise_put(struct buf *out, struct js v, bool partial);

#endif
