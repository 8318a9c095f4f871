/*
 * The list of organismes: which record a row of the référentiel updates
 * (organisme(5) [organismes 4]). Records keep the order in which they were
 * added.
 */
#ifndef ORGANISMES_H
#define ORGANISMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct organismes_row {
	int64_t source;         /* rowid in the référentiel, 0 if none */
	bool present;           /* its statut.referentiel is "présent" */
	char siret[15], uai[9]; /* normal forms, "" for no UAI */
};

/* Zeroed: empty. Memory use is about 100 bytes per record; organismes_free
 * frees it. */
struct organismes {
	struct organismes_row *v;
	size_t n, cap;
	struct hash key; /* SIRET and UAI */
	size_t *row_of;  /* of each key: its index in v */
};

/* Adds a record; both strings are shorter than their field. The result is valid
 * until the next call. */
struct organismes_row *organismes_add(
    struct organismes *o, const char *siret, const char *uai);

/* Returns the record that a row (siret, uai) updates: the one with that key;
 * else the présent one of that SIRET without UAI, which then gets the UAI; else
 * a new one. */
struct organismes_row *organismes_target(
    struct organismes *o, const char *siret, const char *uai);

void organismes_free(struct organismes *o);

#endif
