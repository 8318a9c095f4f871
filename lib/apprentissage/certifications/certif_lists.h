/*
 * The lists of a fiche as a certification holds them (certification(5)
 * [certifications 7]).
 */
#ifndef CERTIF_LISTS_H
#define CERTIF_LISTS_H

#include "apprentissage/certifications/certif_fiche.h"
#include "apprentissage/certifications/certif_text.h"
#include "base/err.h"

/* The fiche that an rncp side is made from, and the text it is appended to. */
struct side_writer {
	struct buf *b;
	struct certif_side *c;
	const struct fiche_json *j;
	struct err *e;
};

/* Fills w->e with "path: X is expected, not 'value'"; returns -1. */
int side_refuse(const struct side_writer *w, const char *path,
    const char *expected, struct js v);

/* Append and close the piece RNCP_...: a list of items of two fields (blocs,
 * formacodes, nsf, rome, certificateurs), the conventions, the voies d'accès.
 * Return 0, or -1 with w->e filled. */
int side_list(struct side_writer *w, int piece);
int side_conventions(struct side_writer *w);
int side_voies(struct side_writer *w);

#endif
