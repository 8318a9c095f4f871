/*
 * The sources of the fiches métiers in the invented world: the ROME, and what
 * Claude answers.
 */
#ifndef SAMPLE_FICHES_H
#define SAMPLE_FICHES_H

#include "base/buf.h"

#define METIERS_A 12 /* métiers of domaine A, the one with answers */

/* Write DIR/rome and DIR/claude. */
void sample_rome(const char *dir);
void sample_claude(const char *dir);

/* Appends the name of métier i of domaine A, and sets its code. */
void rome_nom(char code[6], struct buf *nom, unsigned i);

#endif
