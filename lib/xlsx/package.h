/*
 * The parts of an Office Open XML package (ECMA-376 part 2): found by
 * relationship, then by content type, then by the name they usually have.
 *
 * Part names compare without regard to the case of ASCII letters. Members of
 * the archive may have a leading slash, and percent escapes in a target are
 * decoded when no member has them as they are.
 */
#ifndef PACKAGE_H
#define PACKAGE_H

#include "base/err.h"
#include "format/arc.h"

#define PACKAGE_NOWHERE SIZE_MAX

struct package_rels {
	struct package_rel {
		char *id;
		char *type;   /* a URI */
		char *target; /* the name of a part, without leading slash */
	} * rel;
	size_t n;
};

/* Reads the relationships of member `source`, of the package itself if that is
 * PACKAGE_NOWHERE, into r; none if the package has no such part. 0, or -1 with
 * e set. package_free_rels frees them, after an error too. */
int package_rels(
    struct arc *a, size_t source, struct package_rels *r, struct err *e);
void package_free_rels(struct package_rels *r);

/* The member that is the part of that name, or PACKAGE_NOWHERE. */
size_t package_find(struct arc *a, const char *name);

/* True if r is the relationship type ("officeDocument", "worksheet" ...), of
 * either conformance class. */
bool package_rel_is(const struct package_rel *r, const char *type);

/* How a part is looked for. */
struct package_want {
	const char *type;         /* of the relationship */
	const char *content_type; /* what it ends in */
	const char *name;         /* usual name, relative to the source */
};

/* *member becomes the part that `source` (or the package, PACKAGE_NOWHERE)
 * refers to, or PACKAGE_NOWHERE. 0, or -1 with e set. */
int package_locate(struct arc *a, size_t source, const struct package_rels *r,
    const struct package_want *w, size_t *member, struct err *e);

#endif
