/*
 * The text of a certification (certification(5) [models 3]).
 *
 * A record has two sides: what comes from a BCN row (cfd) and what comes from
 * a fiche of France compétences (rncp). Each side is serialised once, in
 * pieces, and spliced into every record that it takes part in.
 */
#ifndef CERTIF_TEXT_H
#define CERTIF_TEXT_H

#include <stdint.h>

#include "apprentissage/certifications/interval.h"
#include "base/buf.h"

/* Pieces of the cfd side, in the order in which they are written. */
enum {
	CFD_IDENTIFIANT,
	CFD_INTITULE,
	CFD_NIVEAU,
	CFD_BASE_LEGALE,
	CFD_NSF,
	CFD_PERIODE,
	CFD_NATURE,
	CFD_GESTIONNAIRE,
};

/* Pieces of the rncp side. */
enum {
	RNCP_IDENTIFIANT,
	RNCP_ANTERIEUR,
	RNCP_NIVEAU,
	RNCP_INTITULE,
	RNCP_BLOCS,
	RNCP_CONVENTIONS,
	RNCP_FORMACODES,
	RNCP_NSF,
	RNCP_ROME,
	RNCP_PERIODE,
	RNCP_ENREGISTREMENT,
	RNCP_VOIE_ACCES,
	RNCP_CERTIFICATEURS,
	SIDE_PIECES,
};

/* A serialised side: piece i ends at byte at + end[i] of text. */
struct certif_side {
	const struct buf *text;
	size_t at;
	uint32_t end[SIDE_PIECES];
};

/* Begin a side at the end of text, which must outlive it. The caller then
 * appends each piece to text in turn and closes it. */
void side_begin(struct certif_side *c, const struct buf *text);
void side_close(struct certif_side *c, int piece);

struct certification {
	/* NULL: the record has no such side. */
	const struct certif_side *cfd, *rncp;
	struct interval valide;                     /* debut, fin */
	struct str continuite_cfd, continuite_rncp; /* JSON; NULL for null */
};

/* Appends the record as canonical JSON. */
void certification_put(struct buf *out, const struct certification *c);

#endif
