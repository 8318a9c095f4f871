/* Formations: what each one refers to, and how it is odd. */
#include "upstream/sample/sample.h"

/* Which certification a formation names, by its number modulo 20. */
enum cas_certification {
	C_EXACTE,
	C_LACUNE = 12,  /* no RNCP: the CFD's first uncovered period */
	C_NR,           /* "RNCPNR" */
	C_COMPOSEE,     /* a CFD and a fiche that do not form a pair */
	C_SANS_FICHE,   /* no RNCP, and a CFD without any fiche */
	C_ENQUETE_51,   /* a CFD of that table */
	C_CFD_INCONNU,  /* skipped (one in three of these) */
	C_RNCP_INCONNU, /* skipped */
	C_ARCHIVEE,     /* not published; some of these have bad values */
};

/* Returns the famille with that case among the FAMILLES that include g, or the
 * first famille of all if there is none. */
static uint64_t
famille_cas(uint64_t g, enum famille cas)
{
	g -= g % FAMILLES;
	return g + cas < world.familles ? g + cas : cas;
}

static void
set_paire(struct formation *f, uint64_t g)
{
	enum famille cas = famille(g);

	if (cas == F_ORPHELINS || cas == F_VUE) /* these have no pair */
		g = famille_cas(g, F_SIMPLE);
	paire_at(g * SLOTS, f->cfd, f->rncp);
}

static void
set_codes(struct formation *f)
{
	uint64_t g = rng_below(&f->r, (unsigned)world.familles), seul;
	unsigned cas = (unsigned)(f->i % 20);

	if (cas == C_LACUNE)
		g = famille_cas(g, g % 2 ? F_TROU : F_ETROITE);
	set_paire(f, g);
	if (cas == C_LACUNE || cas == C_SANS_FICHE)
		*f->rncp = '\0';
	if (cas == C_SANS_FICHE) {
		seul = world.familles + g % (world.n - world.familles);
		strcpy(f->cfd, diplome_at(T_N, seul).cfd);
	}
	if (cas == C_COMPOSEE) {
		seul = 2 * famille_cas(g + FAMILLES, F_PARTAGEE);
		strcpy(f->rncp, fiche_at(seul).numero);
	}
	if (cas == C_ENQUETE_51)
		paire_at(famille_cas(g, F_SIMPLE) * SLOTS + 1, f->cfd, f->rncp);
	if (cas == C_NR)
		strcpy(f->rncp, "RNCPNR");
	if (cas == C_CFD_INCONNU && f->i % 60 == cas)
		strcpy(f->cfd, "99Z99999");
	if (cas == C_RNCP_INCONNU && f->i % 60 == cas)
		strcpy(f->rncp, "RNCP99998");
	f->publiee = cas != C_ARCHIVEE;
}

/* The formateur is an organisme of the référentiel, or unknown to it, or one
 * that API Entreprise refuses to name; or its SIRET is invalid: empty, or with
 * a wrong check digit. */
static void
set_organismes(struct formation *f)
{
	unsigned n = (unsigned)world.organismes, inconnus;
	char *siret = f->formateur.siret;

	inconnus = (unsigned)(world.etabs - world.organismes);
	if (f->i % 30 == 5)
		f->formateur = etab_at(n + rng_below(&f->r, inconnus));
	else if (f->i % 30 == 17)
		f->formateur = etab_refuse(rng_below(&f->r, n));
	else
		f->formateur = etab_at(rng_below(&f->r, n));
	f->gestionnaire = f->formateur;
	if (!rng_percent(&f->r, 70))
		f->gestionnaire = etab_at(rng_below(&f->r, n));
	if (f->i % 60 == 11)
		siret[13] = (char)('0' + (siret[13] - '0' + 1) % 10);
	else if (f->i % 60 == 41)
		*siret = '\0';
}

/* In the formateur's commune; or a municipal arrondissement, a former commune,
 * an unknown code (the postal code decides), a postal code in its place, or,
 * if it is not published, nowhere. */
static void
set_lieu(struct formation *f)
{
	unsigned arrondissement = rng_below(&f->r, ARRONDISSEMENTS);
	uint64_t c, ancienne = rng_below(&f->r, (unsigned)world.associees);

	strcpy(f->insee, f->formateur.commune.insee);
	strcpy(f->postal, f->formateur.commune.postal[0]);
	if (f->i % 80 == 39) {
		strcpy(f->insee, "99998");
		strcpy(f->postal, "99997");
	} else if (f->i % 25 == 0) {
		arrondissement_at(arrondissement, f->insee, f->postal, &c);
	} else if (f->i % 25 == 1) {
		ancienne_at(ancienne, f->insee, &c);
		strcpy(f->postal, commune_at(c).postal[0]);
	} else if (f->i % 25 == 2) {
		strcpy(f->insee, "99999");
	} else if (f->i % 25 == 3) {
		strcpy(f->insee, f->postal);
	}
}

struct formation
formation_at(uint64_t i)
{
	struct formation f = { .i = i, .r = rng_at(A_FORMATION, i) };

	set_codes(&f);
	set_organismes(&f);
	set_lieu(&f);
	f.duree = rng_between(&f.r, 1, 3);
	return f;
}
