/*
 * The mode of surveillance of an ouvrage, and why it was switched.
 */
#ifndef SURVEILLANCE_H
#define SURVEILLANCE_H

#include "traitement/base/traitement_db.h"

struct bascule {
	bool renforcee;            /* the new mode */
	const char *id_traitement; /* NULL: switched by hand */
	int64_t id_seuil;          /* by a traitement: the threshold, */
	double valeur;             /*   and the value that reached it */
	const char *motif;         /* by hand: why */
};

/* Switches an ouvrage that has the other mode, and keeps a row of it. */
void surveillance_set(
    struct db *d, const char *ouvrage, const struct bascule *b);

#endif
