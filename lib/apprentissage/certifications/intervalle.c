#include <stdlib.h>

#include "apprentissage/certifications/intervalle.h"

#define AVANT INT64_MIN /* before every instant */
#define APRES INT64_MAX /* after every instant */
#define SECONDE 1000

struct intervalle
intervalle_commun(struct intervalle cfd, struct intervalle rncp)
{
	struct intervalle i = cfd;

	/* DAY_NULL is the least of the instants */
	if (rncp.debut > i.debut)
		i.debut = rncp.debut;
	if (i.fin == DAY_NULL || (rncp.fin != DAY_NULL && rncp.fin < i.fin))
		i.fin = rncp.fin;
	return i;
}

/* Below, equal or above 0 as x is before, the same as or after y. */
static int
compare(msec x, msec y)
{
	msec apart;

	if (x == y)
		return 0;
	if (x == AVANT || y == APRES)
		return -1;
	if (x == APRES || y == AVANT)
		return 1;
	apart = x - y;
	if (apart > -SECONDE && apart < SECONDE)
		return 0;
	return apart < 0 ? -1 : 1;
}

static msec
borne(msec t, msec ouverte)
{
	return t == DAY_NULL ? ouverte : t;
}

size_t
intervalle_retire(
    struct intervalle a, struct intervalle b, struct intervalle rest[2])
{
	msec a_debut = borne(a.debut, AVANT), a_fin = borne(a.fin, APRES);
	msec b_debut = borne(b.debut, AVANT), b_fin = borne(b.fin, APRES);
	size_t n = 0;

	rest[0] = a;
	if (compare(b_fin, a_debut) < 0 || compare(b_debut, a_fin) > 0)
		return 1;
	if (compare(a_debut, b_fin) == 0) {
		rest[0].debut += SECONDE;
		return 1;
	}
	if (compare(a_fin, b_debut) == 0) {
		rest[0].fin -= SECONDE;
		return 1;
	}
	if (compare(a_debut, b_debut) < 0)
		rest[n++] = (struct intervalle){ a.debut, b.debut - SECONDE };
	if (compare(b_fin, a_fin) < 0)
		rest[n++] = (struct intervalle){ b.fin + SECONDE, a.fin };
	return n;
}

void
intervalles_ajoute(struct intervalles *l, struct intervalle a)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = a;
}

/* Each interval leaves two at most: they are collected behind the list. */
void
intervalles_retire(struct intervalles *l, struct intervalle b)
{
	struct intervalle rest[2];
	size_t old = l->n;

	if (!old)
		return;
	for (size_t i = 0; i < old; i++) {
		size_t n = intervalle_retire(l->v[i], b, rest);

		for (size_t k = 0; k < n; k++)
			intervalles_ajoute(l, rest[k]);
	}
	l->n -= old;
	memmove(l->v, l->v + old, l->n * sizeof(*l->v));
}
