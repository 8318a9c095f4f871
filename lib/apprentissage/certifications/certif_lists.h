/*
 * The lists of a fiche as a certification holds them (certifications.md 7).
 */
#ifndef CERTIF_LISTS_H
#define CERTIF_LISTS_H

#include "apprentissage/certifications/certif_fiche.h"
#include "apprentissage/certifications/certif_text.h"
#include "base/err.h"

/* What the rncp side is made from, and where it goes. */
struct rendu {
	struct buf *b;
	struct cote *c;
	const struct fiche_json *j;
	struct err *e;
};

/* Fills r->e with "path: X is expected, not 'value'"; returns -1. */
int rendu_refuse(
    const struct rendu *r, const char *path, const char *expected, struct js v);

/* Appends and closes the piece RNCP_...: a list of items of two fields
 * (blocs, formacodes, nsf, rome, certificateurs), the conventions, the voies
 * d'accès. Returns 0, or -1 with r->e filled. */
int rendu_liste(struct rendu *r, int piece);
int rendu_conventions(struct rendu *r);
int rendu_voies(struct rendu *r);

#endif
