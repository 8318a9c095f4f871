/*
 * Periods of validity: intervals of instants whose two bounds are inclusive
 * seconds (certifications.md 7.2 and 8.3).
 *
 * DAY_NULL is an open bound: debut since ever, fin for ever. A period may be
 * inverted (debut > fin): the rules below are applied to it all the same.
 */
#ifndef INTERVALLE_H
#define INTERVALLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/day.h"

struct intervalle {
	msec debut, fin;
};

/* The validity of a certification: the later of the two beginnings and the
 * earlier of the two ends. cfd is its ouverture and fermeture, rncp its
 * activation and fin_enregistrement; both open for a side that it has not. */
struct intervalle intervalle_commun(
    struct intervalle cfd, struct intervalle rncp);

/* What b leaves of a, in order: 0 to 2 intervals, their number. A rest ends a
 * second before b or begins a second after it; bounds less than a second apart
 * are the same. The result may be inverted. */
size_t intervalle_retire(
    struct intervalle a, struct intervalle b, struct intervalle rest[2]);

/* A list of intervals. A zeroed one is empty; free(v) at the end. */
struct intervalles {
	struct intervalle *v;
	size_t n, cap;
};

void intervalles_ajoute(struct intervalles *l, struct intervalle a);

/* Replaces, in its place, each interval of l by what b leaves of it. */
void intervalles_retire(struct intervalles *l, struct intervalle b);

#endif
