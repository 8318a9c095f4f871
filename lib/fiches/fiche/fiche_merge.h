/*
 * What Claude says of a métier, put into its fiche [fiches 4.2-4.4].
 */
#ifndef FICHE_MERGE_H
#define FICHE_MERGE_H

#include "base/err.h"
#include "fiches/fiche/fiche.h"

/* Puts content, an object whose members have different names, into f, which is
 * in normal form afterwards; compat: a fiche that is publiee becomes enrichi,
 * as in the reference. Version and dates stay. f borrows content. Returns 0, or
 * -1 with "Contenu invalide pour CODE : CHAMP" in e. */
int fiche_merge(struct fiche *f, struct js content, bool compat, struct err *e);

/* ---- fiche_answer.c: the content of an answer ---- */

/* Appends the content that an answer's text holds, an object in which no name
 * comes twice. truncated: the answer was cut at max_tokens, so that its end is
 * to be mended. Returns 0, or -1 with "pas de JSON" or "JSON invalide" in e. */
int fiche_answer(
    struct str text, bool truncated, struct buf *content, struct err *e);

/* ---- fiche_missing.c: what a content lacks ---- */

/* The critical fields, as bits, in the order of this list, which ends with
 * NULL. */
extern const char *const fiche_critical[];

/* The critical fields that content lacks. */
unsigned fiche_missing(struct js content);

/* Appends content, with the critical fields that more has in their place. */
void fiche_complete(struct buf *b, struct js content, struct js more);

/* Appends the names of the expected fields that are absent or empty, as "a, b";
 * nothing if there are none. */
void fiche_put_absent(struct buf *b, struct js content);

#endif
