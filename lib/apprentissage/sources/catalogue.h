/*
 * A formation of the Catalogue de l'apprentissage: the fields that are asked
 * of it, and checked, in the order in which they are asked (catalogue.md 2 of
 * the jobs' specification).
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include "json/schema.h"

/* An object, whose members .sub lists. */
extern const struct field catalogue_formation;

#endif
