/* Establishments: identifiers, addresses, and what is odd about them. */
#include <stdio.h>

#include "upstream/sample/sample.h"

static char
luhn(const char *digits)
{
	size_t n = strlen(digits);
	unsigned sum = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(digits[n - 1 - i] - '0');

		d <<= i % 2 == 0;
		sum += d > 9 ? d - 9 : d;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

void
siret_of(char siret[15], unsigned number, unsigned nic)
{
	snprintf(siret, 15, "%08u", number % 100000000);
	siret[8] = luhn(siret);
	snprintf(siret + 9, 6, "%04u", nic % 10000);
	siret[13] = luhn(siret);
	siret[14] = '\0';
}

static void
uai_of(char uai[9], const char *dep, unsigned n)
{
	static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
	unsigned number = 0;

	snprintf(uai, 9, "%s%04u", dep, n % 10000);
	for (const char *p = uai; *p; p++)
		number = number * 10 + (unsigned)(*p - '0');
	uai[7] = letters[number % 23];
	uai[8] = '\0';
}

/* The oddities of establishment e and unit u depend on their number modulo
 * CYCLE. An e with e % 5 == 4 is the second site of unit e - 1. */
#define CYCLE 50u

static enum cas_etab
cas_etab(uint64_t e)
{
	static const unsigned char cas[CYCLE] = { [3] = E_FERME,
		[7] = E_ARRONDISSEMENT,
		[11] = E_PARTIEL,
		[13] = E_NON_DIFFUSE,
		[17] = E_ARRONDISSEMENT,
		[19] = E_INTROUVABLE,
		[27] = E_ARRONDISSEMENT,
		[28] = E_INTROUVABLE,
		[41] = E_SANS_NUMERO,
		[43] = E_LIEU_DIT,
		[47] = E_ETRANGER,
		[49] = E_ANCIENNE };

	return e % (2 * CYCLE) == 60 ? E_COURT : (enum cas_etab)cas[e % CYCLE];
}

static enum cas_unite
cas_unite(uint64_t u)
{
	static const unsigned char cas[CYCLE] = { [11] = U_SANS_NOM,
		[13] = U_NON_DIFFUSE,
		[23] = U_REFUSEE,
		[28] = U_INCONNUE,
		[31] = U_CLOSE,
		[37] = U_PHYSIQUE };

	return (enum cas_unite)cas[u % CYCLE];
}

static void
set_siret(struct etab *e, uint64_t i)
{
	struct rng r = rng_at(A_UNITE, e->unite);
	uint64_t n = e->unite * 7919 + world.seed % 1000003;
	unsigned number = 20000000 + (unsigned)(n % 70000000);
	unsigned nic = rng_between(&r, 1, 60) + (i == e->unite ? 0 : 60);

	if (e->cas == E_COURT)
		number = 1000000 + (unsigned)(n % 9000000);
	siret_of(e->siret, number, nic);
}

/* Assigns communes in turn, by a stride that is prime to their number, so that
 * two establishments of one commune differ in the last digit of their street
 * number, and those of one arrondissement in the digits before it. */
static void
set_lieu(struct etab *e, uint64_t i, struct rng *r)
{
	uint64_t c = (i * 7919 + world.seed % 1009) % world.habitees;
	unsigned first, tour = (unsigned)(i / world.habitees);
	unsigned which = (unsigned)(i / CYCLE * 3 + i % CYCLE / 10);

	e->numero = 1 + tour + 10 * rng_below(r, 12);
	if (e->cas == E_ANCIENNE)
		ancienne_at(i / CYCLE % world.associees, e->insee, &c);
	else if (e->cas == E_ARRONDISSEMENT)
		arrondissement_at(
		    which % ARRONDISSEMENTS, e->insee, e->postal, &c);
	e->commune = commune_at(c);
	if (e->cas == E_ARRONDISSEMENT) {
		e->numero = 9 + 10 * (which / ARRONDISSEMENTS);
		return;
	}
	if (commune_arrondissements(&e->commune, &first))
		snprintf(e->insee, sizeof(e->insee), "%05u", first % 100000);
	else if (e->cas != E_ANCIENNE)
		strcpy(e->insee, e->commune.insee);
	strcpy(e->postal, e->commune.postal[0]);
}

static void
set_voie(struct etab *e, struct rng *r)
{
	static const char *const types[] = { "RUE", "RUE", "AVENUE", "PLACE",
		"BOULEVARD", "CHEMIN", "ALLEE", "IMPASSE", "ROUTE" };
	static const char *const indices[] = { "B", "T", "A" };

	e->type = types[rng_below(r, 9)];
	e->libelle = word(&voies, r);
	if (rng_percent(r, 8))
		e->indice = indices[rng_below(r, 3)];
	if (e->cas == E_SANS_NUMERO || e->cas == E_LIEU_DIT) {
		e->numero = 0;
		e->indice = NULL;
	}
	if (e->cas == E_LIEU_DIT) {
		e->type = NULL;
		e->libelle = "Lieu dit les Quatre Vents";
	}
}

struct etab
etab_at(uint64_t i)
{
	struct rng r = rng_at(A_ETAB, i);
	struct etab e = { i, cas_etab(i), .unite = i - (i % 5 == 4) };

	e.cas_unite = cas_unite(e.unite);
	set_siret(&e, i);
	set_lieu(&e, i, &r);
	set_voie(&e, &r);
	if (rng_percent(&r, 70) || i % 100 == 50 || i % 100 == 80)
		uai_of(e.uai, e.commune.dep->uai, (unsigned)(i % 9000) + 1000);
	if (rng_percent(&r, 60))
		e.enseigne = rng_percent(&r, 10) ? "" : word(&enseignes, &r);
	return e;
}

struct etab
etab_refuse(uint64_t i)
{
	return etab_at(i - i % CYCLE + 23);
}

const char *
etab_siret_brut(const struct etab *e)
{
	return e->siret + (e->cas == E_COURT);
}

bool
etab_localise(const struct etab *e)
{
	switch (e->cas) {
	case E_PARTIEL:
	case E_NON_DIFFUSE:
	case E_INTROUVABLE:
	case E_ETRANGER:
		return false;
	default:
		return true;
	}
}

void
put_label(struct buf *b, const struct etab *e)
{
	if (e->numero)
		buf_fmt(b, "%u ", e->numero);
	if (e->indice)
		buf_fmt(b, "%s ", e->indice);
	if (e->type)
		buf_fmt(b, "%s ", e->type);
	put_capitals(b, e->libelle);
}
