/* Communes, arrondissements and former communes of the invented country. */
#include <stdio.h>
#include <stdlib.h>

#include "upstream/sample/sample.h"

/* clang-format off */
static const char *const debuts[] = {
	"Beau", "Belle", "Clair", "Font", "Haut", "Mont", "Neuf", "Roche", "Val",
	"Vieux", "Bourg", "Chêne", "Cour", "Essart", "Frêne", "Puy",
};
static const char *const fins[] = {
	"champs", "court", "fleur", "font", "lac", "mont", "pré", "rive", "tour",
	"val", "ville", "bois", "ône", "îlot", "gué", "nay",
};
static const char *const saints[] = {
	"Saint-Aubrin", "Sainte-Élodie", "Saint-Gervin", "L'Hay", "Les Œillets",
	"Saint-Maël", "La Ferté", "Le Mesnil",
};
/* clang-format on */

#define DEPS 128
#define METROPOLE 96u

static uint64_t first[DEPS + 1]; /* first commune of each departement */

/* Communes of departement d at national scale, and at scale 1. */
static unsigned
national(unsigned d, unsigned *base)
{
	static const struct {
		const char *code;
		unsigned base, national;
	} known[] = {
		{ "75", 1, 1 },
		{ "13", 3, 119 },
		{ "69", 3, 267 },
		{ "975", 2, 2 },
		{ "977", 1, 1 },
		{ "978", 1, 1 },
		{ "984", 1, 5 },
		{ "986", 1, 3 },
		{ "987", 2, 48 },
		{ "988", 2, 33 },
		{ "989", 1, 1 },
	};
	struct rng r = rng_at(A_DEPARTEMENT, d);

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(known[i].code, departements[d].code)) {
			*base = known[i].base;
			return known[i].national;
		}
	*base = 3;
	return d < METROPOLE ? rng_between(&r, 250, 490)
			     : rng_between(&r, 17, 34);
}

void
communes_init(void)
{
	for (unsigned d = 0; d < ndepartements; d++) {
		unsigned base, n = national(d, &base);

		n = base + (unsigned)((n - base) * (world.scale - 1) / 99);
		first[d + 1] = first[d] + n;
	}
	world.communes = first[ndepartements];
	world.habitees = first[METROPOLE + 5];
}

uint64_t
commune_first(unsigned d)
{
	return first[d];
}

unsigned
commune_count(unsigned d)
{
	return (unsigned)(first[d + 1] - first[d]);
}

static bool
is_dep(const struct departement *d, const char *code)
{
	return !strcmp(d->code, code);
}

bool
departement_ordinaire(unsigned d)
{
	const struct departement *dep = &departements[d];

	return d < METROPOLE && !is_dep(dep, "75") && !is_dep(dep, "13") &&
	       !is_dep(dep, "69");
}

static const struct {
	const char *dep, *insee, *nom;
	unsigned arrondissements, first, postal;
} villes[] = {
	{ "75", "75056", "Paris", 20, 75101, 75001 },
	{ "13", "13055", "Marseille", 16, 13201, 13001 },
	{ "69", "69123", "Lyon", 9, 69381, 69001 },
};

#define VILLES (sizeof(villes) / sizeof(*villes))

/* Returns the ville of the first commune of d, or VILLES. */
static size_t
ville_of(const struct departement *d)
{
	size_t i = 0;

	while (i < VILLES && !is_dep(d, villes[i].dep))
		i++;
	return i;
}

unsigned
commune_arrondissements(const struct commune *c, unsigned *code)
{
	size_t v = ville_of(c->dep);

	if (c->rang || v == VILLES)
		return 0;
	*code = villes[v].first;
	return villes[v].arrondissements;
}

static void
set_code(struct commune *c)
{
	unsigned number = c->rang + 1;
	size_t v = ville_of(c->dep);

	if (v < VILLES) { /* the number of its first commune is given */
		unsigned taken = (unsigned)atoi(villes[v].insee + 2);

		number = !c->rang ? taken : c->rang + (c->rang >= taken);
	}
	snprintf(c->insee, sizeof(c->insee),
	    strlen(c->dep->code) == 2 ? "%s%03u" : "%s%02u", c->dep->code,
	    number % 1000);
}

static void
add_postal(struct commune *c, unsigned code)
{
	snprintf(c->postal[c->npostaux++], 6, "%05u", code % 100000);
}

/* Three neighbours share a postal code; one commune in seven has two. */
static void
set_postaux(struct commune *c)
{
	const char *dep = c->dep->code;
	unsigned n = (unsigned)atoi(dep) * 1000 + c->rang / 3 % 100 * 10;
	size_t v = ville_of(c->dep);

	if (is_dep(c->dep, "984") || is_dep(c->dep, "989"))
		return;
	if (v < VILLES && !c->rang) {
		for (unsigned i = 0; i < villes[v].arrondissements; i++)
			add_postal(c, villes[v].postal + i);
		if (!v)
			add_postal(c, 75116);
		return;
	}
	if (dep[0] == '2' && dep[1] > '9')
		n = (dep[1] == 'B' ? 20200u : 20000u) + c->rang / 3 % 20 * 10;
	else if (strlen(dep) == 3)
		n = (unsigned)atoi(dep) * 100 + c->rang % 10 * 10;
	if (v < VILLES)
		n += 20;
	add_postal(c, n);
	if (c->rang % 7 == 3)
		add_postal(c, n + 5);
}

static void
set_nom(struct commune *c, struct rng *r)
{
	size_t v = ville_of(c->dep);
	const char *base = debuts[rng_below(r, 16)];
	const char *fin = fins[rng_below(r, 16)];
	const char *sur = word(&rivieres, r);

	if (v < VILLES && !c->rang) {
		snprintf(c->nom, sizeof(c->nom), "%s", villes[v].nom);
		return;
	}
	switch (rng_below(r, 6)) {
	case 0:
		snprintf(c->nom, sizeof(c->nom), "%s-sur-%s",
		    saints[rng_below(r, 8)], sur);
		break;
	case 1:
		snprintf(c->nom, sizeof(c->nom), "%s-en-%s%s",
		    saints[rng_below(r, 8)], base, fin);
		break;
	case 2:
		snprintf(c->nom, sizeof(c->nom), "%s%s-sur-%s", base, fin, sur);
		break;
	default:
		snprintf(c->nom, sizeof(c->nom), "%s%s", base, fin);
	}
}

static const struct departement *
dep_of(uint64_t i, unsigned *rang)
{
	unsigned lo = 0, hi = ndepartements;

	while (hi - lo > 1) {
		unsigned mid = (lo + hi) / 2;

		if (first[mid] <= i)
			lo = mid;
		else
			hi = mid;
	}
	*rang = (unsigned)(i - first[lo]);
	return &departements[lo];
}

struct commune
commune_at(uint64_t i)
{
	struct rng r = rng_at(A_COMMUNE, i);
	struct commune c = { 0 };

	c.dep = dep_of(i, &c.rang);
	c.lat = c.dep->lat * 1000 + (int)rng_below(&r, 7000) - 3500;
	c.lon = c.dep->lon * 1000 + (int)rng_below(&r, 7000) - 3500;
	set_code(&c);
	set_postaux(&c);
	set_nom(&c, &r);
	return c;
}

void
arrondissement_at(unsigned i, char insee[6], char postal[6], uint64_t *commune)
{
	size_t v = 0;
	unsigned d = 0;

	for (; i >= villes[v].arrondissements; v++)
		i -= villes[v].arrondissements;
	while (!is_dep(&departements[d], villes[v].dep))
		d++;
	snprintf(insee, 6, "%05u", (villes[v].first + i) % 100000);
	snprintf(postal, 6, "%05u", (villes[v].postal + i) % 100000);
	*commune = first[d];
}

/* One delegated commune in three bears its parent's own code; the others are
 * numbered from 600 (associated) or 700 on, above any commune. */
void
ancienne_at(uint64_t i, char insee[6], uint64_t *commune)
{
	bool deleguee = i >= world.associees;
	uint64_t k = deleguee ? i - world.associees : i;
	struct rng r = rng_at(A_ANCIENNE, i);
	unsigned d = (unsigned)(k % METROPOLE), number = deleguee ? 700 : 600;

	for (; !departement_ordinaire(d); d = (d + 1) % METROPOLE)
		number += 30; /* apart from that departement's own */
	*commune = first[d] + rng_below(&r, commune_count(d));
	if (deleguee && k % 3 == 0)
		strcpy(insee, commune_at(*commune).insee);
	else
		snprintf(insee, 6, "%s%03u", departements[d].code,
		    (number + (unsigned)(k / METROPOLE)) % 1000);
}
