/*
 * Periods of validity: intervals of instants whose two bounds are inclusive
 * seconds (certification(5) [certifications 7.2 and 8.3]).
 *
 * DAY_NULL is an open bound: no beginning for debut, no end for fin. A period
 * may be inverted (debut > fin): the rules below are applied to it all the
 * same.
 */
#ifndef INTERVAL_H
#define INTERVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"

struct interval {
	msec debut, fin;
};

/* The validity of a certification: the later of the two beginnings and the
 * earlier of the two ends. cfd is its ouverture and fermeture, rncp its
 * activation and fin_enregistrement; both DAY_NULL for a missing side. */
struct interval interval_common(struct interval cfd, struct interval rncp);

/* Stores a minus b in rest, in order, and returns how many intervals are left:
 * 0, 1 or 2. A rest ends a second before b or begins a second after it; bounds
 * less than a second apart are equal. A rest may be inverted. */
size_t interval_subtract(
    struct interval a, struct interval b, struct interval rest[2]);

/* A list of intervals. A zeroed one is empty; the caller frees v. */
struct intervals {
	struct interval *v;
	size_t n, cap;
};

void intervals_add(struct intervals *l, struct interval a);

/* Replaces each interval of l, in its place, by what is left of it without b.
 */
void intervals_subtract(struct intervals *l, struct interval b);

#endif
