/*
 * Which establishments API Entreprise is asked for: those that an organisme of
 * the référentiel or a formation of the catalogue names. This is the only
 * thing kept in memory, one byte per establishment, because it cannot be
 * computed from an index.
 */
#include "base/err.h"
#include "format/code.h"
#include "upstream/sample/sample.h"

enum { BY_ORGANISME = 1, BY_FORMATION = 2 };

static void
mark(unsigned char *named, const struct etab *e)
{
	char normal[15];

	if (code_siret(str_of(e->siret), normal))
		named[e->i] |= BY_FORMATION;
}

static unsigned char
who_names(uint64_t e)
{
	static unsigned char *named;
	bool sans_uai;

	if (!named) {
		named = xcalloc(world.etabs + 1, 1);
		for (uint64_t i = 0; i < world.organismes; i++)
			named[organisme_etab(i, &sans_uai)] |= BY_ORGANISME;
		for (uint64_t i = 0; i < world.formations; i++) {
			struct formation f = formation_at(i);

			mark(named, &f.formateur);
			mark(named, &f.gestionnaire);
		}
	}
	return named[e];
}

bool
etab_demande(const struct etab *e)
{
	if (e->cas == E_COURT)
		return who_names(e->i) & BY_FORMATION;
	return who_names(e->i) != 0;
}

bool
etab_demande_brut(const struct etab *e)
{
	return e->cas == E_COURT && who_names(e->i) & BY_ORGANISME;
}

bool
unite_demandee(const struct etab *u)
{
	struct etab second = etab_at(u->i + 1);

	return etab_demande(u) ||
	       (second.unite == u->i && second.i < world.etabs &&
		   etab_demande(&second));
}
