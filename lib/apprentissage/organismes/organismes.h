/*
 * The list of organismes: which record a row of the référentiel writes
 * (organismes.md 4 of the records' specification). Records keep the order in
 * which they were added.
 */
#ifndef ORGANISMES_H
#define ORGANISMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct organismes_row {
	int64_t source; /* the référentiel's rowid that writes it, 0 if none */
	bool present;   /* its statut.referentiel is "présent" */
	char siret[15], uai[9]; /* normal forms, "" for no UAI */
};

/* Zeroed: empty. Owns its memory, about 100 bytes a record. */
struct organismes {
	struct organismes_row *row;
	size_t n, cap;
	struct hash key; /* SIRET and UAI */
	size_t *row_of;  /* a key's row */
};

/* Adds a record; both strings are shorter than their field. The result holds
 * until the next call. */
struct organismes_row *organismes_add(
    struct organismes *o, const char *siret, const char *uai);

/* The record that (siret, uai) writes: the one of that name; else the one that
 * is présent without UAI, which takes the name (the établissement has just
 * got its UAI); else a new one. */
struct organismes_row *organismes_target(
    struct organismes *o, const char *siret, const char *uai);

void organismes_free(struct organismes *o);

#endif
