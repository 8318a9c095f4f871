/*
 * How complete a fiche is [fiches 6].
 */
#ifndef SCORE_H
#define SCORE_H

#include "fiches/fiche/fiche.h"

/* 0 to 100. f is in normal form afterwards. */
int fiche_score(struct fiche *f);

#endif
