/*
 * The ROME's workbook, arborescence_principale.xlsx: domaines, sous-domaines,
 * métiers and their appellations [fiches 3].
 */
#ifndef ROME_H
#define ROME_H

#include "base/hash.h"
#include "fiches/fiche/fiche.h"
#include "xlsx/sheetrec.h"

/* A métier; an empty text where there is none. */
struct rome_fiche {
	char *code, *name, *code_ogr;
	char *domaine, *domaine_name;           /* a letter, and its name */
	char *sous_domaine, *sous_domaine_name; /* A11, and its name */
	int appellations;
};

struct rome {
	struct rome_fiche *fiche; /* in the order of the workbook */
	size_t n, cap;
	int domaines, sous_domaines, appellations;
	size_t sheets; /* begun so far */

	struct hash codes;         /* numbered as fiche; rome.c's */
	struct rome_fiche current; /* its domaine and sous-domaine */
	char *sheet;
};

/* Takes a record of parse-xlsx --all. 0, or -1 with "SHEET:ROW: field: what" in
 * e. */
int rome_add(struct rome *r, const struct sheetrec *record, struct err *e);

void rome_free(struct rome *r);

/* Fills f with the fiche of a métier as it is when it is new; time: now. */
void rome_new_fiche(
    struct fiche *f, const struct rome_fiche *r, const char *time);

/* Appends the name of a métier in the masculine and in the feminine, both made
 * from the one name that the ROME has. */
void rome_names(struct str name, struct buf *masculine, struct buf *feminine);

#endif
