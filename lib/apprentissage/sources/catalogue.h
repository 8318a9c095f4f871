/*
 * A formation of the Catalogue de l'apprentissage: the fields that are
 * requested and checked, in the order of the request (catalogue(5) [catalogue
 * 2]).
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "json/schema.h"

/* An object; .sub lists its members. */
extern const struct field catalogue_formation;

#endif
