/*
 * The anomalies of one ouvrage in one stage: lines with the same fault are one
 * row that counts them. Rows are written in the order (raw data, line, code),
 * those without raw data last, by (code, sensor).
 */
#ifndef ANOMALIE_H
#define ANOMALIE_H

#include "base/hash.h"
#include "store/db.h"

enum gravite {
	G_ALERTE,   /* to be looked at; the data are used */
	G_REJET,    /* the line or measure is not used */
	G_BLOQUANT, /* nothing of the lot or ouvrage is used */
};

struct anomalie {
	char code[4]; /* V04 */
	enum gravite gravite;
	int64_t id_brute, ligne; /* 0: none */
	struct str capteur;      /* NULL: none */
	struct str groupe;       /* faults are told apart by it too; or NULL */
};

struct anomalies {
	struct anomalie_row *row;
	size_t n, cap;
	struct hash keys;
	struct buf key;
	int64_t total; /* lines and other faults, each counted */
	bool grave;    /* one of them is REJET or BLOQUANT */
};

/* Adds one fault; the texts are copied. */
void anomalies_add(struct anomalies *a, const struct anomalie *one);

/* Writes the rows of an execution; ouvrage is NULL for the stage as a whole. */
void anomalies_store(
    struct anomalies *a, struct db *d, int64_t execution, const char *ouvrage);

/* Empties a for the next ouvrage; its memory is kept. */
void anomalies_clear(struct anomalies *a);
void anomalies_free(struct anomalies *a);

#endif
