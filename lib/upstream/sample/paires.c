/* The pairs of a diploma and a fiche: those of the kit, version by version. */
#include <stdio.h>
#include <string.h>

#include "upstream/sample/sample.h"

/* The pairs of each family, as letters: diploma A or B, V (in
 * V_FORMATION_DIPLOME alone) or an unknown CFD; with the first, second or an
 * unknown fiche. */
static const char *const liens[FAMILLES] = {
	[F_SIMPLE] = "A0B0",
	[F_TROU] = "A0A1B1",
	[F_DISJOINTE] = "A0",
	[F_LARGE] = "A0B0",
	[F_ETROITE] = "A0",
	[F_PENDANTE] = "A0A??0",
	[F_INACTIVE] = "A0",
	[F_UN_JOUR] = "A0",
	[F_DOUBLE] = "A0",
	[F_ORPHELINS] = "",
	[F_VUE] = "V0",
	[F_PARTAGEE] = "A0B0A1B1",
};

uint64_t
paires(void)
{
	return world.familles * SLOTS + world.inconnues;
}

static void
lien_cfd(char cfd[9], char who, uint64_t g)
{
	struct diplome d = { 0 };

	if (who == '?')
		snprintf(
		    d.cfd, sizeof(d.cfd), "98Z31%03u", (unsigned)(g % 1000));
	else if (who == 'V')
		diplome_cfd(&d, T_V, g / FAMILLES);
	else
		diplome_cfd(&d, who == 'A' ? T_N : T_N51, g);
	strcpy(cfd, d.cfd);
}

/* Pairs that only the kit knows; some codes are not even well formed. */
static void
paire_inconnue(uint64_t i, char cfd[9], char rncp[12])
{
	uint64_t row = world.familles + i % (world.n - world.familles);
	struct diplome d = { 0 };
	unsigned code = 50000 + (unsigned)(i % 40000);

	diplome_cfd(&d, i % 4 == 1 ? T_N51 : T_N, row);
	if (i % 4 == 0 || i % 4 == 3)
		snprintf(
		    d.cfd, sizeof(d.cfd), "97Y22%03u", (unsigned)(i % 1000));
	strcpy(cfd, d.cfd);
	snprintf(rncp, 12, i % 4 == 2 ? "RNCP%u?" : "RNCP%u", code);
	if (i % 4 == 1)
		strcpy(rncp, "NR");
}

bool
paire_at(uint64_t i, char cfd[9], char rncp[12])
{
	uint64_t g = i / SLOTS, slot = i % SLOTS;
	const char *lien;

	if (g >= world.familles) {
		paire_inconnue(i - world.familles * SLOTS, cfd, rncp);
		return true;
	}
	lien = liens[famille(g)];
	if (strlen(lien) <= slot * 2)
		return false;
	lien_cfd(cfd, lien[slot * 2], g);
	if (lien[slot * 2 + 1] == '?')
		snprintf(rncp, 12, "RNCP%u", 90000 + (unsigned)(g % 10000));
	else
		strcpy(
		    rncp, fiche_at(2 * g + (lien[slot * 2 + 1] == '1')).numero);
	return true;
}

/* True if pair i was in version v (0: the oldest; VERSIONS: the API). Pairs are
 * added over time; one in sixteen is removed again. */
bool
paire_in(uint64_t i, unsigned version)
{
	struct rng r = rng_at(A_KIT, i);
	unsigned since = rng_below(&r, VERSIONS - 1);
	bool dropped = rng_below(&r, 16) == 0;

	if (version == VERSIONS)
		return !dropped;
	return version >= since && !(dropped && version > since + 1);
}

/* Some cells are quoted, hold quotes or several lines (a lone CR even). */
void
put_kit_intitule(struct buf *b, uint64_t i)
{
	buf_str(b, word_at(&metiers, i / 4));
	switch (i % 9) {
	case 0:
		buf_str(b, " \nOPTION C : ATELIERS");
		break;
	case 3:
		buf_str(b, " \"OPTION & VARIANTES\"");
		break;
	case 6:
		buf_str(b, ";\r SECONDE LIGNE");
		break;
	default:
		buf_str(b, " (CAP)");
	}
}
