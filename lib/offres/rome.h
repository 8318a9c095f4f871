/*
 * The sheets of the ROME, table referentielromes: what an offer takes from the
 * sheet of its first code.
 */
#ifndef ROME_H
#define ROME_H

#include "base/hash.h"
#include "store/db.h"

enum rome_part {
	ROME_DEFINITION, /* plain text, NULL if there is none */
	ROME_DESIRED,    /* JSON arrays, never NULL: */
	ROME_ACQUIRED,
	ROME_KNOWLEDGE,
	ROME_ACCESS,
	ROME_PARTS,
};

struct rome_sheet {
	bool known;
	char *part[ROME_PARTS];
	size_t n[ROME_PARTS];
};

/* Sheets that were looked up; there are some hundreds. A zeroed one is empty
 * once .d is set. */
struct romes {
	struct db *d;
	sqlite3_stmt *find;
	struct hash codes;
	struct rome_sheet *sheet;
	size_t cap;
};

/* The sheet of a code; unknown if code is NULL. It holds until the next call.
 */
const struct rome_sheet *rome_find(struct romes *r, struct str code);
struct str rome_part(const struct rome_sheet *s, enum rome_part part);
void romes_free(struct romes *r);

/* Append the parts that an offer's own competences give, NULL JSON included:
 * the names of the "savoir-être", and of each category its items. Return false
 * and append nothing if competences has no such member. */
bool rome_put_names(struct buf *b, struct str competences);
bool rome_put_items(struct buf *b, struct str competences, const char *member);

/* The first code of offer_rome_codes, a JSON array, NULL if there is none; in
 * scratch if need be. */
struct str rome_first_code(struct str codes, struct buf *scratch);

#endif
