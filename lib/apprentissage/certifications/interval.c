#include <stdlib.h>

#include "apprentissage/certifications/interval.h"

#define BEFORE INT64_MIN /* before every instant */
#define AFTER INT64_MAX  /* after every instant */
#define SECOND 1000

struct interval
interval_common(struct interval cfd, struct interval rncp)
{
	struct interval i = cfd;

	/* DAY_NULL is smaller than every instant: no test for debut */
	if (rncp.debut > i.debut)
		i.debut = rncp.debut;
	if (i.fin == DAY_NULL || (rncp.fin != DAY_NULL && rncp.fin < i.fin))
		i.fin = rncp.fin;
	return i;
}

/* Returns a number below, equal to or above 0 if x is before, equal to or after
 * y. */
static int
compare_bounds(msec x, msec y)
{
	msec apart;

	if (x == y)
		return 0;
	if (x == BEFORE || y == AFTER)
		return -1;
	if (x == AFTER || y == BEFORE)
		return 1;
	apart = x - y;
	if (apart > -SECOND && apart < SECOND)
		return 0;
	return apart < 0 ? -1 : 1;
}

static msec
bound(msec t, msec open)
{
	return t == DAY_NULL ? open : t;
}

size_t
interval_subtract(struct interval a, struct interval b, struct interval rest[2])
{
	msec a_debut = bound(a.debut, BEFORE), a_fin = bound(a.fin, AFTER);
	msec b_debut = bound(b.debut, BEFORE), b_fin = bound(b.fin, AFTER);
	size_t n = 0;

	rest[0] = a;
	if (compare_bounds(b_fin, a_debut) < 0 ||
	    compare_bounds(b_debut, a_fin) > 0)
		return 1;
	if (compare_bounds(a_debut, b_fin) == 0) {
		rest[0].debut += SECOND;
		return 1;
	}
	if (compare_bounds(a_fin, b_debut) == 0) {
		rest[0].fin -= SECOND;
		return 1;
	}
	if (compare_bounds(a_debut, b_debut) < 0)
		rest[n++] = (struct interval){ a.debut, b.debut - SECOND };
	if (compare_bounds(b_fin, a_fin) < 0)
		rest[n++] = (struct interval){ b.fin + SECOND, a.fin };
	return n;
}

void
intervals_add(struct intervals *l, struct interval a)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = a;
}

/* Each interval leaves at most two, which are first collected after the list.
 */
void
intervals_subtract(struct intervals *l, struct interval b)
{
	struct interval rest[2];
	size_t old = l->n;

	if (!old)
		return;
	for (size_t i = 0; i < old; i++) {
		size_t n = interval_subtract(l->v[i], b, rest);

		for (size_t k = 0; k < n; k++)
			intervals_add(l, rest[k]);
	}
	l->n -= old;
	memmove(l->v, l->v + old, l->n * sizeof(*l->v));
}
