/*
 * The part of the sources of certifications that comes from BCN.
 */
#ifndef CERTIF_BCN_H
#define CERTIF_BCN_H

#include "apprentissage/certifications/certif_sources.h"

/* Reads DIR/bcn.db into s: its rows, CFDs and their continuité. */
void certif_bcn_read(struct certif_sources *s, const char *dir);

#endif
