/* Fiches of France Compétences: those of the families, then others. */
#include <stdio.h>

#include "upstream/sample/sample.h"

const int archives[ARCHIVES] = { 20211224, 20230210, 20240322, 20250905 };

/* First archive, last archive where ACTIVE, end of registration. */
struct vie {
	unsigned premiere, jusqua;
	int fin;
};

#define JAMAIS ARCHIVES

static const struct vie vies[FAMILLES][2] = {
	[F_SIMPLE] = { { 1, 3, 20280831 }, { 0, 0, 20221231 } },
	[F_TROU] = { { 0, 0, 20221231 }, { 2, 3, 20290331 } },
	[F_DISJOINTE] = { { 1, 3, 20270630 }, { 1, 2, 20240901 } },
	[F_LARGE] = { { 0, 3, 20270630 }, { 1, 3, 20280831 } },
	[F_ETROITE] = { { 2, 3, 20261231 }, { 3, 3, 20301231 } },
	[F_PENDANTE] = { { 1, 3, 20260630 }, { 0, 3, 20261231 } },
	[F_INACTIVE] = { { 0, JAMAIS, 0 }, { 0, JAMAIS, 20061231 } },
	[F_UN_JOUR] = { { 1, 1, 0 }, { 2, 3, 0 } },
	[F_DOUBLE] = { { 1, 3, 20260630 }, { 1, 3, 20270831 } },
	[F_ORPHELINS] = { { 1, 3, 20280831 }, { 0, 3, 0 } },
	[F_VUE] = { { 1, 3, 20280831 }, { 0, 1, 20231231 } },
	[F_PARTAGEE] = { { 1, 3, 20270831 }, { 2, 3, 20290831 } },
};

/* Numbers are scattered over 100..42002, so that the archives are not in the
 * order of the codes; they are unique. */
static void
set_numero(char numero[12], const char *repertoire, uint64_t i)
{
	snprintf(numero, 12, "%s%u", repertoire,
	    (unsigned)(100 + (i * 7919 + world.seed % 41903) % 41903));
}

static void
set_dates(struct fiche *f, struct rng *r)
{
	int year = archives[f->premiere % ARCHIVES] / 10000 - 1;

	f->decision = year * 10000 + rng_jour(r);
	if (!rng_percent(r, 25)) /* otherwise the date of decision is used */
		f->effet = year * 10000 + 901;
	if (rng_percent(r, 10))
		f->decision = 0;
}

static void
set_famille(struct fiche *f, uint64_t i)
{
	enum famille cas = famille(i / 2);
	const struct vie *vie = &vies[cas][i % 2];
	struct diplome d = diplome_at(T_N, i / 2);

	static const char *const niv[] = { "NIV3", "NIV4", "NIV5", "NIV6",
		"NIV7", "NIV8" };
	char c = d.niveau->qualification[0] == '0' ? d.niveau->qualification[1]
						   : '0';

	f->premiere = vie->premiere;
	f->jusqua = vie->jusqua;
	f->fin = vie->fin;
	f->apprentissage = cas != F_INACTIVE && (i % 2 == 0 || i % 8 != 3);
	f->niveau = c >= '3' && c <= '8' ? niv[c - '3'] : "";
	f->metier = d.metier;
	f->option = d.option;
	if (cas == F_TROU && i % 2)
		set_numero(f->ancienne, "RNCP", i - 1);
	else if (cas == F_TROU || (cas == F_ETROITE && i % 2 == 0))
		set_numero(f->nouvelle, "RNCP", i + 1);
	else if (cas == F_LARGE && i % 2) /* a fiche nobody has */
		strcpy(f->nouvelle, "RNCP49999");
}

/* The other fiches by case: RS fiches; open or closed to apprenticeship;
 * vanished from the newest archive; without a Standard row there. */
static void
set_autre(struct fiche *f, uint64_t i, struct rng *r)
{
	static const char *const niv[] = { "NIV3", "NIV4", "NIV5", "NIV6",
		"NIV7", "NIV8", "REPRISE", "" };
	unsigned cas = (unsigned)(i % 10);

	f->rs = cas < 4;
	f->apprentissage = cas != 7 && cas != 3;
	f->bizarre = cas == 7;
	f->perdue = cas == 9;
	f->premiere = rng_below(r, 3);
	f->jusqua = rng_between(r, f->premiere, JAMAIS);
	if (cas == 8)
		f->derniere = 2;
	f->fin = (int)rng_between(r, 2023, 2030) * 10000 + 1231;
	f->niveau = niv[rng_below(r, 8)];
	f->metier = word(&metiers, r);
	f->option = word(&options, r);
	if (cas == 0) /* a fiche RS may follow a fiche RNCP */
		set_numero(f->ancienne, "RNCP",
		    rng_below(r, 2 * (unsigned)world.familles));
}

struct fiche
fiche_at(uint64_t i)
{
	struct rng r = rng_at(A_FICHE, i);
	struct fiche f = { .derniere = ARCHIVES - 1 };

	if (i < 2 * world.familles)
		set_famille(&f, i);
	else
		set_autre(&f, i, &r);
	set_numero(f.numero, f.rs ? "RS" : "RNCP", i);
	set_dates(&f, &r);
	return f;
}

const char *
fiche_actif(const struct fiche *f, unsigned archive)
{
	if (f->bizarre)
		return "";
	return f->jusqua != JAMAIS && archive <= f->jusqua ? "ACTIVE"
							   : "INACTIVE";
}
