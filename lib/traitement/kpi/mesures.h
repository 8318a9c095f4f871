/*
 * The consolidated measures of an ouvrage over the windows of its KPIs: those
 * of this traitement and of all before it, each once.
 */
#ifndef MESURES_H
#define MESURES_H

#include "base/hash.h"
#include "traitement/base/traitement_db.h"

struct point {
	int64_t t; /* ms since 1970 */
	double valeur;
	uint32_t capteur;  /* in names */
	uint32_t grandeur; /* likewise */
	uint32_t groupe;   /* likewise; HASH_NONE: none */
	uint32_t ordre;    /* of the traitement, then */
	uint32_t n;        /* of the measure in it */
	uint32_t ligne;    /* of the lot */
	int64_t id_brute, id_parametrage;
};

struct mesures {
	struct hash names;
	struct point *v; /* by (t, capteur) */
	size_t n, cap;
	uint32_t *rank; /* of each name, in the order of bytes */
	size_t rank_cap;
};

/* Reads the measures with from <= t < t->fin. Zero m before the first call. */
void mesures_read(struct mesures *m, struct db *d, const struct traitement *t,
    const char *ouvrage, msec from);
void mesures_free(struct mesures *m);

#endif
