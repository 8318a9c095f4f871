/*
 * Missions locales: what UNML says of one, and `ml` as the records hold it
 * (mission_locale.md 2, 3 and 5).
 */
#ifndef MISSION_LOCALE_H
#define MISSION_LOCALE_H

#include "json/schema.h"

/* The strings are borrowed; those that are NULL are written as null. */
struct mission {
	double id; /* NaN is written as null */
	struct str code, nom, siret;
	bool located; /* lng and lat count */
	double lng, lat;
	struct str adresse, cp, ville;
	struct str email, telephone, site_web;
};

/* An answer of UNML: {results: [{structure}], total, success}. Every key of a
 * structure is needed, because one that is gone means another service. */
extern const struct field unml_answer;

/* Its code: what the coverage calls the mission. It points into structure or
 * into scratch, to which it may be appended; NULL if there is none. */
struct str mission_code(struct js structure, struct buf *scratch);

/* A structure of an answer that has passed unml_answer. The strings point into
 * it or into scratch, whose former content is dropped. Coordinates that are no
 * numbers are NaN, which mission_put writes as null: no Point. */
struct mission mission_of_unml(struct js structure, struct buf *scratch);

/* The id of a mission that UNML does not know: its code as a number, 2A and 2B
 * in front read as 98 and 99; NaN if that is none. */
double mission_id(struct str code);

/* Appends ml. Nothing is checked: insee_to_ml_field (published.h) does. */
void mission_put(struct buf *b, const struct mission *m);

#endif
