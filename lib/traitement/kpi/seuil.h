/*
 * The thresholds of an ouvrage that switch it to reinforced surveillance
 * (seuil_bascule), compared with the values of one night.
 */
#ifndef SEUIL_H
#define SEUIL_H

#include "base/buf.h"
#include "store/db.h"

/* The night whose values are compared: its execution of calcul, and its day. */
struct nuit {
	int64_t calcul;
	const char *date_reference;
};

struct seuil {
	int64_t id, consecutifs; /* consecutifs: days on which it is exceeded */
	char *code, *operateur;  /* of the KPI; >, >=, < or <= */
	double seuil, valeur;    /* valeur: NaN: the KPI has none */
	bool exceeded; /* on that day, and on as many before as it asks for */
};

struct seuils {
	struct seuil *v;
	size_t n, cap;
};

/* Reads the active thresholds of an ouvrage, in the order of their ids. The
 * caller calls seuils_free. */
void seuils_read(struct seuils *all, struct db *d, const struct nuit *nuit,
    const char *ouvrage);
void seuils_free(struct seuils *all);

/* Appends a line for a notice: the value, and the threshold. */
void seuil_put(struct buf *b, const struct seuil *t);

#endif
