/*
 * Missions locales: the answers of UNML, and member `ml` of the records
 * (commune(5) [mission_locale 2, 3 and 5]).
 */
#ifndef MISSION_LOCALE_H
#define MISSION_LOCALE_H

#include "json/schema.h"

/* The strings are borrowed; NULL is written as null. */
struct mission {
	double id; /* NaN is written as null */
	struct str code, nom, siret;
	bool located; /* lng and lat are set */
	double lng, lat;
	struct str adresse, cp, ville;
	struct str email, telephone, site_web;
};

/* An answer of UNML: {results: [{structure}], total, success}. Every key of a
 * structure is required, because a missing one means that the service has
 * changed. */
extern const struct field unml_answer;

/* Returns the code of a structure, which names the mission in the coverage
 * file; NULL if there is none. It points into structure or into scratch, to
 * which it may be appended. */
struct str mission_code(struct js structure, struct buf *scratch);

/* Returns the mission of a structure of an answer that has passed unml_answer.
 * The strings point into it or into scratch, whose former content is dropped.
 * Coordinates that are not numbers are NaN, which mission_put writes as null:
 * not a valid Point. */
struct mission mission_of_unml(struct js structure, struct buf *scratch);

/* Returns the id of a mission that is unknown to UNML: its code as a number,
 * with 98 and 99 in place of a leading 2A and 2B; NaN if that is not a number.
 */
double mission_id(struct str code);

/* Appends ml, unchecked: insee_to_ml_field (published.h) checks it. */
void mission_put(struct buf *b, const struct mission *m);

#endif
