/*
 * Diplomas (CFD), fiches (RNCP, RS) and the pairs that join them, arranged in
 * families so that each possible disagreement between them occurs.
 */
#include <stdio.h>

#include "upstream/sample/sample.h"

enum famille
famille(uint64_t g)
{
	return (enum famille)(g % FAMILLES);
}

#define TITRES 20u /* niveaux from this index on belong to ENQUETE_51 */

/* Codes are level, group, serial: row i of a table walks the levels first,
 * then the groups (6n + 1 and the 36 groups have no common divisor, so no code
 * comes twice). Serials of V alone start at 90. */
void
diplome_cfd(struct diplome *d, enum table t, uint64_t i)
{
	unsigned base = t == T_N51 ? TITRES : 0;
	unsigned n = t == T_N51 ? nniveaux - TITRES : TITRES;
	unsigned serial = (unsigned)(i / n / ngroupes) + (t == T_V ? 90 : 1);

	d->niveau = &niveaux[base + i % n];
	d->groupe = &groupes[(i / n + 6 * i) % ngroupes];
	snprintf(d->cfd, sizeof(d->cfd), "%s%s%02u", d->niveau->code,
	    d->groupe->code, serial % 100);
	if (i % 37 == 5) /* a letter in the serial */
		d->cfd[6] = (char)('A' + serial / 10 % 10);
}

/* Opening and closing of A and B, yyyymmdd. */
static const struct {
	int ouverture, fermeture, ouverture51, fermeture51;
} periodes[FAMILLES] = {
	[F_SIMPLE] = { 20210901, 20280831, 20210901, 20280831 },
	[F_TROU] = { 20150901, 20300831, 20150901, 20300831 },
	[F_DISJOINTE] = { 20080901, 20150831, 0, 20160831 },
	[F_LARGE] = { 20150901, 20240831, 20150901, 20240831 },
	[F_ETROITE] = { 20220901, 0, 20220901, 0 },
	[F_PENDANTE] = { 20220901, 20260831, 20220901, 20260831 },
	[F_INACTIVE] = { 0, 0, 19960801, 20031231 },
	[F_UN_JOUR] = { 20200901, 20260831, 20200901, 20260831 },
	[F_DOUBLE] = { 20190901, 20231231, 20200101, 20241231 },
	[F_ORPHELINS] = { 20160901, 0, 20230101, 0 },
	[F_VUE] = { 20230901, 0, 20230901, 0 },
	[F_PARTAGEE] = { 20220901, 20290831, 20230901, 20290831 },
};

static void
lie(char list[][9], unsigned *n, uint64_t row)
{
	struct diplome other = { 0 };

	diplome_cfd(&other, T_N, row);
	strcpy(list[(*n)++], other.cfd);
}

/* Successors declared on both sides, on one side, to a code of the other table,
 * to an unknown code, and twice the same among seven predecessors. */
static void
set_continuite(struct diplome *d, uint64_t g)
{
	struct diplome b = { 0 };

	switch (famille(g)) {
	case F_LARGE:
		lie(d->ancien, &d->nanciens, g - 1);
		__attribute__((fallthrough));
	case F_DISJOINTE:
		if (g + 1 < world.familles)
			lie(d->nouveau, &d->nnouveaux, g + 1);
		break;
	case F_ETROITE:
		while (d->nanciens < (g % 24 == F_ETROITE ? LIENS_MAX : 1))
			lie(d->ancien, &d->nanciens, g - 1 - d->nanciens % 4);
		break;
	case F_ORPHELINS:
		diplome_cfd(&b, T_N51, g);
		strcpy(d->nouveau[d->nnouveaux++], b.cfd);
		break;
	case F_VUE:
		snprintf(d->ancien[d->nanciens++], 9, "98X21%03u",
		    (unsigned)(g % 1000));
		break;
	default:
		break;
	}
}

static void
set_hasard(struct diplome *d, struct rng *r)
{
	unsigned year = rng_between(r, 1996, 2023);

	d->ouverture = (int)year * 10000 + 901;
	if (rng_percent(r, 60))
		d->fermeture =
		    (int)(year + rng_between(r, 2, 12)) * 10000 + 831;
	if (rng_percent(r, 5))
		d->ouverture = 0;
}

/* Sessions and decrees follow from the dates. */
static void
set_suites(struct diplome *d, struct rng *r)
{
	if (d->ouverture) {
		d->premiere = d->ouverture / 10000 + 2;
		d->creation = (d->ouverture / 10000 - 1) * 10000 + rng_jour(r);
	}
	if (d->fermeture) {
		d->derniere = d->fermeture / 10000;
		if (rng_percent(r, 40))
			d->abrogation = d->fermeture / 10000 * 10000 + 115;
	}
}

struct diplome
diplome_at(enum table t, uint64_t i)
{
	struct rng r = rng_at(A_DIPLOME, i * 4 + t);
	struct diplome d = { 0 };

	if (t == T_V && i < world.n)
		return diplome_at(T_N, i);
	if (t == T_N51 && i < world.familles && famille(i) == F_DOUBLE)
		diplome_cfd(&d, T_N, i);
	else
		diplome_cfd(&d, t, t == T_V ? i - world.n : i);
	d.metier = word_at(&metiers, t == T_V ? i - world.n : i);
	d.option = word_at(&options, i / metiers.n + i);
	if (t == T_V || i >= world.familles) {
		set_hasard(&d, &r);
		if (t == T_N && i % 6 == 0)
			lie(d.ancien, &d.nanciens, i - 1);
	} else if (t == T_N51) {
		d.ouverture = periodes[famille(i)].ouverture51;
		d.fermeture = periodes[famille(i)].fermeture51;
	} else {
		d.ouverture = periodes[famille(i)].ouverture;
		d.fermeture = periodes[famille(i)].fermeture;
		set_continuite(&d, i);
	}
	set_suites(&d, &r);
	return d;
}
