/*
 * Text as the fiches count and compare it: by characters (code points) and by
 * Unicode's white space, as Python does.
 */
#ifndef FICHE_TEXT_H
#define FICHE_TEXT_H

#include "base/buf.h"

/* Bytes of the white space that s begins with; 0 if it begins otherwise. */
size_t fiche_space(struct str s);

/* s without white space at both ends; borrows s. */
struct str fiche_trim(struct str s);

/* Number of characters of s. */
size_t fiche_length(struct str s);

/* The first n characters of s; borrows s. */
struct str fiche_cut(struct str s, size_t n);

/* Appends s in lower case. */
void fiche_put_lower(struct buf *b, struct str s);

#endif
