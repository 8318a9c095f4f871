/*
 * Values of an object that paths of member names lead to, all found in one pass
 * over its text: members that no path names are skipped, and the pass stops
 * when all paths are found. The first of two members of one name counts.
 */
#ifndef PICKS_H
#define PICKS_H

#include <stdint.h>

#include "json/js.h"

struct pick {
	struct js v; /* JS_ABSENT if there is none, or a null on the way */
	bool
	    blocked; /* v is neither an object nor null, but the path goes on */
};

/* A tree of names; the root is the first. */
struct pick_nodes {
	struct pick_node *v;
	size_t n, cap;
};

/* A zeroed struct holds no path. */
struct picks {
	struct pick_nodes nodes;
	struct pick *pick; /* the value of each path, after picks_read */
	size_t n, cap;
	uint32_t round; /* of picks_read */
};

/* Adds a path, "a.b.c", of one name at least. Returns its number, which is its
 * index in pick; a path that was added before keeps its number. */
size_t picks_add(struct picks *p, struct str path);

/* Fills pick from obj, whose text pick then borrows. Nothing is found in null;
 * any other value that is not an object blocks every path. Returns false if the
 * text of obj, as far as it was read, is not JSON. */
bool picks_read(struct picks *p, struct js obj);

/* Appends v, the value of a member of the object, without what no path needs:
 * picks_read finds the same in an object with this value instead. null if no
 * path leads to the member. v is JSON. */
void picks_keep(
    const struct picks *p, const char *member, struct js v, struct buf *out);

void picks_free(struct picks *p);

#endif
