/*
 * The text of a certification (models.md 3 of the records' specification).
 *
 * A record has two sides: what comes from a BCN row (cfd) and what comes from
 * a fiche of France Compétences (rncp). Each side is serialised once, in
 * pieces, and spliced into every record that it takes part in.
 */
#ifndef CERTIF_TEXT_H
#define CERTIF_TEXT_H

#include <stdint.h>

#include "apprentissage/certifications/intervalle.h"
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
	COTE_MAX,
};

/* A side, serialised: piece i ends end[i] bytes behind at. */
struct cote {
	const struct buf *text;
	size_t at;
	uint32_t end[COTE_MAX];
};

/* A side begins at the end of text, which must outlive it; then each piece is
 * appended to text in turn and closed. */
void cote_begin(struct cote *c, const struct buf *text);
void cote_close(struct cote *c, int piece);

struct certification {
	const struct cote *cfd, *rncp; /* NULL: the record has no such side */
	struct intervalle valide;      /* debut, fin */
	struct str continuite_cfd, continuite_rncp; /* JSON; NULL for null */
};

/* Appends the record as canonical JSON. */
void certification_put(struct buf *out, const struct certification *c);

#endif
