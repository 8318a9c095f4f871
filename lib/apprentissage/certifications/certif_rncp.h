/*
 * The rncp side of a certification, made of a fiche of France compétences
 * (certification(5) [certifications 7]).
 */
#ifndef CERTIF_RNCP_H
#define CERTIF_RNCP_H

#include "apprentissage/certifications/certif_fiche.h"
#include "apprentissage/certifications/certif_text.h"
#include "base/err.h"

/* Appends the side made of a fiche to text and describes it in c. Returns 0,
 * or -1 with "path: X is expected, not 'value'" in e: this is where a fiche is
 * checked. */
int certif_rncp(struct buf *text, struct str numero, const struct fiche *f,
    const struct fiche_json *j, struct certif_side *c, struct err *e);

#endif
