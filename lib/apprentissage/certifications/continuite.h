/*
 * Continuité of certifications: codes that replace one another form groups
 * (connected components), and every member of a group carries the list of its
 * known members (certification(5) [certifications 9]).
 *
 * Use in three steps: group the codes (continuite_name, continuite_join),
 * describe the known ones (continuite_know), then build the lists once
 * (continuite_list). After that, continuite_put copies the list of a code.
 */
#ifndef CONTINUITE_H
#define CONTINUITE_H

#include "apprentissage/certifications/interval.h"
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
	struct continuite_member *member; /* by the code's number */
	size_t cap;
	struct {
		uint32_t *v; /* the codes named since the last join */
		size_t n, cap;
	} named;
	struct buf text; /* the lists */
};

/* Adds a code to the set that the next continuite_join merges into one
 * group. */
void continuite_name(struct continuite *c, struct str code);

/* Merges the groups that hold one of the named codes, in the order of these
 * codes, into the first of the groups (or a new one). Then adds the codes that
 * were in no group. Members keep their order. */
void continuite_join(struct continuite *c);

/* Describes a code: only described codes are listed. actif is used for
 * CONTINUITE_RNCP. */
void continuite_know(
    struct continuite *c, struct str code, struct interval periode, bool actif);

/* Builds the lists: by ascending debut, open ones last, ties in the order of
 * the group. Call it once, after the functions above. */
void continuite_list(struct continuite *c);

/* Appends the list of code's group as JSON, `courant` true on code itself;
 * null if code is in no group. */
void continuite_put(struct continuite *c, struct str code, struct buf *out);

void continuite_free(struct continuite *c);

#endif
