/*
 * The parts that explanations share: a pair of codes and an organisme.
 */
#ifndef PARTS_H
#define PARTS_H

#include "export/explain/step.h"

/* A pair of codes, and what was found about it. */
struct explained_pair {
	struct str cfd, rncp; /* NULL: without that code */
	bool certified;       /* a certification has this very pair */
	bool in_kit, in_bcn, in_v_only, in_rncp;
	bool active; /* the fiche's */
};

/* Adds the four steps of a pair: certification, kit, diplome, fiche. Those of a
 * code that is NULL are left out. Fills in what was found. */
void explain_pair_steps(struct explain *x, struct explained_pair *p);

/* True if agg-formation can make a certification of the pair, whose steps come
 * first. */
bool explain_pair_known(struct explain *x, const struct explained_pair *p);

/* Adds the verdict of a pair, whose steps come first. */
void explain_pair_verdict(struct explain *x, const struct explained_pair *p);

/* What was found about an organisme. */
struct explained_organisme {
	bool recorded, listed; /* in table organisme; in the référentiel */
	bool present;          /* statut of the record */
};

/* Adds the four steps of an organisme: the record, the référentiel and both
 * answers of API Entreprise. role: that of a formation (formateur), to which
 * another organisme with that SIRET may answer; NULL: the organisme itself. */
struct explained_organisme explain_organisme_steps(
    struct explain *x, const char *role, struct str siret, struct str uai);

#endif
