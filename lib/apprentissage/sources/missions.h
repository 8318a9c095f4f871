/*
 * The missions locales that serve a commune. A mission is described by UNML if
 * UNML knows its code, else by the first row of the coverage file that names
 * it, and by a file of places (commune(5) [mission_locale 2, 3 and 5]).
 */
#ifndef MISSIONS_H
#define MISSIONS_H

#include "apprentissage/sources/mission_locale.h"
#include "base/hash.h"

/* Where a mission is that UNML does not know. */
struct place {
	double lat, lng;
	struct str siret;
};

/* A zeroed struct with rawdir is ready for use. */
struct missions {
	const char *rawdir; /* unml/XX.json: UNML's answers, by the first two
			       characters of a postal code */

	struct hash places; /* names of missions */
	struct kept_place {
		double lat, lng;
		struct buf siret;
	} * place;

	struct hash codes; /* of the missions that occurred */
	struct known_mission {
		char *ml; /* JSON */
		bool checked;
	} * known;

	size_t unknown_to_unml;
	struct hash prefixes; /* of the answers that were read */
	struct buf doc, text; /* scratch */
};

/* Adds the place of the mission called nom. The last place of a name counts. */
void missions_add_place(
    struct missions *m, struct str nom, const struct place *place);

/* Sets *at to the number of the mission that a row of the coverage file
 * describes; reads the answer of UNML for its postal code if the mission is
 * new. Returns 0, or -1 with a message in e if the postal code is none or the
 * mission is invalid. Dies if the answer is missing or invalid. */
int missions_find(
    struct missions *m, const struct mission *row, uint32_t *at, struct err *e);

/* Returns member `ml` of a mission's records, as JSON, valid until
 * missions_free. */
const char *missions_json(const struct missions *m, uint32_t at);

void missions_free(struct missions *m);

#endif
