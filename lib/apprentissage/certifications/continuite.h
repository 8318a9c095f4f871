/*
 * Continuity of certifications: codes that replace one another form groups
 * (connected components), and every member of a group carries the list of its
 * known members (certifications.md 9).
 *
 * Three steps: codes are grouped, what is known of them is told, then the
 * lists are made once and copied for each member.
 */
#ifndef CONTINUITE_H
#define CONTINUITE_H

#include "apprentissage/certifications/intervalle.h"
#include "base/buf.h"
#include "base/hash.h"

enum continuite_kind {
	CONTINUITE_CFD,  /* ouverture, fermeture, code, courant */
	CONTINUITE_RNCP, /* activation, fin_enregistrement, code, courant,
			    actif */
};

/* A zeroed struct with its kind set is ready. */
struct continuite {
	enum continuite_kind kind;
	struct hash code;
	struct membre *membre; /* by the code's number */
	size_t cap;
	uint32_t *cite; /* codes of the group being told */
	size_t ncite, cite_cap;
	struct buf text; /* the lists */
};

/* Names a code that belongs together with those named since the last call of
 * continuite_lie. */
void continuite_cite(struct continuite *c, struct str code);

/* Merges the groups that hold one of the codes named, in the order in which
 * the codes come, into the first of them (or a new one), then adds the codes
 * that were in no group. Members keep their order. */
void continuite_lie(struct continuite *c);

/* What is known of a code: only known codes are listed. actif is used for
 * CONTINUITE_RNCP. */
void continuite_connait(struct continuite *c, struct str code,
    struct intervalle periode, bool actif);

/* Makes the lists: by ascending debut, open ones last, ties in the order of
 * the group. To be called once, after the calls above. */
void continuite_liste(struct continuite *c);

/* Appends the list of code's group as JSON, `courant` true on code itself;
 * null if code is in no group. */
void continuite_put(struct continuite *c, struct str code, struct buf *out);

void continuite_free(struct continuite *c);

#endif
