/*
 * A part of a fiche's record: what FILE has of it, and the rows of the
 * archives (france_competence(5) [france_competence 2.2]).
 */
#ifndef FC_PUT_H
#define FC_PUT_H

#include "apprentissage/france_competence/fc_stage.h"
#include "json/js.h"

/* Appends the part of the fiche that s reads: the items of was, which may be
 * absent, then its rows, each once; of Standard the last row. */
void fc_put(struct fc_stage *s, const struct fc_part *part, struct str numero,
    struct js was, struct buf *doc);

#endif
