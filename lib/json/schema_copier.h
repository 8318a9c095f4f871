/*
 * A copy by a table of fields that is under way, for the files of schema.h.
 */
#ifndef SCHEMA_COPIER_H
#define SCHEMA_COPIER_H

#include "json/schema.h"

/* The path of the current value, from the innermost member or item outwards. */
struct step {
	const struct step *up;
	const char *name; /* NULL for an item */
	size_t i;
};

struct copier {
	struct buf *out;
	struct err *e;
	struct buf scratch;
	const struct step *at;
	struct js_index *x; /* of the outermost members, or NULL */
};

/* Says that v, at c->at, is not what is expected; -1. */
int schema_wrong(struct copier *c, struct js v, const char *expected);

/* Copies v, an F_POINT or F_POLYGON. 0, or -1 and why in c->e. */
int schema_geojson(struct copier *c, const struct field *f, struct js v);

#endif
