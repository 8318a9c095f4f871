/*
 * A fiche métier: a row of fiches_metiers, as cat-table prints it
 * [fiches 2].
 */
#ifndef FICHE_H
#define FICHE_H

#include "json/js.h"

/* The columns, in their order in the table. */
enum fiche_column {
	FICHE_ID,
	FICHE_CODE_ROME,
	FICHE_CODE_OGR,
	FICHE_NOM_MASCULIN,
	FICHE_NOM_FEMININ,
	FICHE_NOM_EPICENE,
	FICHE_DESCRIPTION,
	FICHE_DESCRIPTION_COURTE,
	FICHE_COMPETENCES,
	FICHE_COMPETENCES_TRANSVERSALES,
	FICHE_FORMATIONS,
	FICHE_CERTIFICATIONS,
	FICHE_CONDITIONS_TRAVAIL,
	FICHE_ENVIRONNEMENTS,
	FICHE_METIERS_PROCHES,
	FICHE_SECTEURS_ACTIVITE,
	FICHE_MISSIONS_PRINCIPALES,
	FICHE_ACCES_METIER,
	FICHE_SAVOIRS,
	FICHE_AUTRES_APPELLATIONS,
	FICHE_TRAITS_PERSONNALITE,
	FICHE_APTITUDES,
	FICHE_PROFIL_RIASEC,
	FICHE_COMPETENCES_DIMENSIONS,
	FICHE_DOMAINE_PROFESSIONNEL,
	FICHE_PREFERENCES_INTERETS,
	FICHE_SITES_UTILES,
	FICHE_CONDITIONS_TRAVAIL_DETAILLEES,
	FICHE_STATUTS_PROFESSIONNELS,
	FICHE_NIVEAU_FORMATION,
	FICHE_TYPES_CONTRATS,
	FICHE_ROME_UPDATE_PENDING,
	FICHE_VALIDATION_IA_SCORE,
	FICHE_VALIDATION_IA_DATE,
	FICHE_VALIDATION_IA_DETAILS,
	FICHE_SALAIRES,
	FICHE_PERSPECTIVES,
	FICHE_STATUT,
	FICHE_VERSION,
	FICHE_SOURCE,
	FICHE_TAGS,
	FICHE_DATE_CREATION,
	FICHE_DATE_MAJ,
	FICHE_AUTEUR,
	FICHE_COLUMNS,
};

/* What a column holds. */
enum fiche_kind {
	FICHE_INT,
	FICHE_TEXT,
	FICHE_JSON,        /* any JSON, kept as it is */
	FICHE_LIST,        /* an array of texts */
	FICHE_LIST_NIVEAU, /* an array of objects with nom and niveau */
	FICHE_LIST_URL,    /* an array of objects with nom and url */
	FICHE_OBJECT,      /* an object with a member, or null */
	FICHE_SALARIES,    /* salaires */
	FICHE_OUTLOOK,     /* perspectives */
};

/* Name and kind of every column. */
struct fiche_field {
	const char *name;
	enum fiche_kind kind;
};
extern const struct fiche_field fiche_fields[FICHE_COLUMNS];

static inline bool
fiche_is_json(enum fiche_column i)
{
	return fiche_fields[i].kind >= FICHE_JSON;
}

/* The column of that name; FICHE_COLUMNS if there is none. */
enum fiche_column fiche_column(const char *name);

/* A fiche in memory; a zeroed one is empty. A value is borrowed from the row
 * that was read or belongs to the fiche. */
struct fiche {
	struct js col[FICHE_COLUMNS]; /* JS_ABSENT: null */
	struct buf own[FICHE_COLUMNS];
};

/* Takes the columns of row, an object that f borrows until fiche_free. Frees
 * what f held. */
void fiche_borrow(struct fiche *f, struct js row);

/* Puts *value, a JSON text, into a column; takes ownership of it and zeroes
 * it. */
void fiche_take(struct fiche *f, enum fiche_column i, struct buf *value);

/* Puts a text (.p NULL: null), or an integer, into a column. */
void fiche_set_text(struct fiche *f, enum fiche_column i, struct str s);
void fiche_set_int(struct fiche *f, enum fiche_column i, long long v);

/* The text of a column, unescaped; .p NULL if it holds no string. It may point
 * into scratch, whose content it replaces. */
struct str fiche_get_text(
    const struct fiche *f, enum fiche_column i, struct buf *scratch);

/* Appends the value of a column as cat-table prints it. */
void fiche_put_value(struct buf *b, const struct fiche *f, enum fiche_column i);

/* Appends the fiche as a row of all columns. */
void fiche_put(struct buf *b, const struct fiche *f);

/* Appends the JSON object of the columns in which new differs from old; of all
 * columns but id if old is NULL. False if there are none. */
bool fiche_put_changes(
    struct buf *b, const struct fiche *old, const struct fiche *new);

void fiche_free(struct fiche *f);

#endif
