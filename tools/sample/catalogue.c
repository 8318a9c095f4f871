/* The catalogue's formations, as an array or, in a ZIP, as JSON lines. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "err.h"
#include "js.h"
#include "sample.h"

/* What makes a formation odd, by its number: which certification it names
 * (modulo 20), where it is (modulo 25), how its sessions pair up (modulo 11),
 * who gives it (modulo 30). */
enum cas_certification {
	C_EXACTE,
	C_LACUNE = 12,  /* no RNCP: the CFD's first uncovered period */
	C_NR,           /* "RNCPNR" */
	C_COMPOSEE,     /* a CFD and a fiche that are no pair */
	C_SANS_FICHE,   /* no RNCP, and a CFD without any fiche */
	C_ENQUETE_51,   /* a CFD of that table */
	C_CFD_INCONNU,  /* skipped (one in three of these) */
	C_RNCP_INCONNU, /* skipped */
	C_ARCHIVEE,     /* not published; some of these have bad values */
};

struct codes {
	char cfd[9], rncp[12];
	bool sans_rncp;
};

/* The first famille from g on that is in this case. */
static uint64_t
famille_cas(uint64_t g, enum famille cas)
{
	g -= g % FAMILLES;
	return g + cas < world.familles ? g + cas : cas;
}

static void
set_exacte(struct codes *c, uint64_t g)
{
	enum famille cas = famille(g);

	if (cas == F_ORPHELINS || cas == F_VUE) /* these have no pair */
		g = famille_cas(g, F_SIMPLE);
	paire_at(g * 4, c->cfd, c->rncp);
}

static struct codes
codes_at(uint64_t i, struct rng *r)
{
	uint64_t g = rng_below(r, (unsigned)world.familles);
	unsigned cas = (unsigned)(i % 20);
	struct codes c = { 0 };

	set_exacte(&c, g);
	if (cas == C_LACUNE)
		set_exacte(&c, famille_cas(g, g % 2 ? F_TROU : F_ETROITE));
	c.sans_rncp = cas == C_LACUNE || cas == C_SANS_FICHE;
	if (cas == C_NR)
		strcpy(c.rncp, "RNCPNR");
	else if (cas == C_COMPOSEE)
		strcpy(c.rncp,
		    fiche_at(2 * famille_cas(g + FAMILLES, F_PARTAGEE)).numero);
	else if (cas == C_SANS_FICHE)
		strcpy(
		    c.cfd, diplome_at(T_N,
			       world.familles + g % (world.n - world.familles))
			       .cfd);
	else if (cas == C_ENQUETE_51)
		paire_at(famille_cas(g, F_SIMPLE) * 4 + 1, c.cfd, c.rncp);
	else if (cas == C_CFD_INCONNU && i % 60 == cas)
		strcpy(c.cfd, "99Z99999");
	else if (cas == C_RNCP_INCONNU && i % 60 == cas)
		strcpy(c.rncp, "RNCP99998");
	return c;
}

static void
put_siret_uai(
    struct buf *b, const char *who, const char *siret, const char *uai)
{
	char name[64];

	snprintf(name, sizeof(name), "etablissement_%s_siret", who);
	json_text(b, name, siret);
	snprintf(name, sizeof(name), "etablissement_%s_uai", who);
	json_text(b, name, uai);
}

/* The right UAI, the same in lower case, another's, or none. */
static const char *
uai_saisi(struct etab *e, struct rng *r)
{
	unsigned how = rng_below(r, 12);

	if (how == 0 || !*e->uai)
		return NULL;
	if (how == 1)
		e->uai[7] = (char)(e->uai[7] - 'A' + 'a');
	return how == 2 ? "0999999Z" : e->uai;
}

/* An organisme of the référentiel, one that it does not know, one that API
 * Entreprise refuses to name. */
static struct etab
formateur_at(uint64_t i, struct rng *r)
{
	unsigned n = (unsigned)world.organismes;

	switch (i % 30) {
	case 5:
		return etab_at(n + rng_below(r, (unsigned)world.etabs - n));
	case 17:
		return etab_at(rng_below(r, n / 50) * 50 + 23);
	default:
		return etab_at(rng_below(r, n));
	}
}

/* One formateur in thirty has a SIRET that is none: empty, or with a wrong
 * check digit. */
static void
put_etablissements(struct buf *b, uint64_t i, struct etab *formateur,
    struct etab *gestionnaire, struct rng *r)
{
	char *siret = formateur->siret;

	if (i % 60 == 11)
		siret[13] = siret[13] == '9' ? '0' : (char)(siret[13] + 1);
	else if (i % 60 == 41)
		*siret = '\0';
	put_siret_uai(
	    b, "formateur", formateur->siret, uai_saisi(formateur, r));
	put_siret_uai(
	    b, "gestionnaire", gestionnaire->siret, uai_saisi(gestionnaire, r));
}

struct lieu {
	char insee[6], postal[6];
	int lat, lon;
};

static struct lieu
lieu_at(uint64_t i, const struct etab *e, struct rng *r)
{
	struct lieu l = { .lat = e->commune.lat, .lon = e->commune.lon };
	uint64_t c = commune_first(0);

	strcpy(l.insee, e->commune.insee);
	strcpy(l.postal, e->commune.postal[0]);
	switch (i % 25) {
	case 0: /* a municipal arrondissement */
		arrondissement_at(
		    rng_below(r, ARRONDISSEMENTS), l.insee, l.postal, &c);
		break;
	case 1: /* a former commune */
		ancienne_at(
		    rng_below(r, (unsigned)world.associees), l.insee, &c);
		strcpy(l.postal, commune_at(c).postal[0]);
		break;
	case 2: /* unknown: the postal code decides */
		strcpy(l.insee, "99999");
		break;
	case 3: /* a postal code in the wrong field */
		strcpy(l.insee, l.postal);
		break;
	}
	if (i % 80 == 39) { /* nowhere, but not published */
		strcpy(l.insee, "99998");
		strcpy(l.postal, "99997");
	}
	return l;
}

static void
put_lieu(struct buf *b, uint64_t i, const struct lieu *l, struct rng *r)
{
	char text[64];
	bool computed_only = i % 25 == 4;

	snprintf(text, sizeof(text),
	    computed_only ? " %.4f , %.4f " : "%.4f,%.4f", l->lat / 1e4,
	    l->lon / 1e4);
	json_text(
	    b, "lieu_formation_geo_coordonnees", computed_only ? "" : text);
	json_text(b, "lieu_formation_geo_coordonnees_computed",
	    computed_only || i % 3 ? text : NULL);
	snprintf(text, sizeof(text), "%u rue %s", rng_between(r, 1, 99),
	    word(&voies, r));
	json_text(b, "lieu_formation_adresse", text);
}

/* Absent, null, wrong or right. */
static void
put_site(struct buf *b, struct rng *r)
{
	struct etab e = etab_at(rng_below(r, (unsigned)world.etabs));

	switch (rng_below(r, 5)) {
	case 0:
		return;
	case 1:
		put_siret_uai(b, "lieu_formation", NULL, NULL);
		return;
	case 2:
		put_siret_uai(
		    b, "lieu_formation", "12345678901234", "0290900A");
		return;
	default:
		put_siret_uai(b, "lieu_formation", e.siret, uai_saisi(&e, r));
	}
}

static void
put_onisep(struct buf *b, struct rng *r)
{
	static const char *const url[] = {
		" http://www.orientation.exemple.fr/formation/un metier ",
		"http://www.orientation.exemple.fr/slug/FOR.123",
		"www.exemple.fr", "", NULL, NULL
	};
	bool there = rng_percent(r, 60);

	json_text(b, "onisep_url", url[rng_below(r, 6)]);
	json_text(b, "onisep_intitule", there ? word(&metiers, r) : NULL);
	json_text(b, "onisep_libelle_poursuite",
	    there ? "BTS \"services\"; licence professionnelle" : NULL);
	json_text(b, "onisep_lien_site_onisepfr",
	    there ? "orientation.exemple.fr/x y" : NULL);
	json_text(b, "onisep_discipline", there ? "arts & métiers" : NULL);
	json_text(b, "onisep_domaine_sousdomaine",
	    there ? "matériaux/métiers du bois" : "");
}

static void
put_instant(struct buf *b, unsigned year, bool end, uint64_t i, unsigned k)
{
	const char *form = i % 11 != 5 ? "T00:00:00.000Z"
			   : k         ? "T08:30:00+02:00"
				       : "";

	js_put_comma(b);
	buf_fmt(b, "\"%u-%s%s\"", year, end ? "07-04" : "09-02", form);
}

/* n dates from year on; every other formation has them in reverse. */
static void
put_dates(struct buf *b, uint64_t i, unsigned n, unsigned year, bool end)
{
	json_raw(b, end ? "date_fin" : "date_debut", "[");
	for (unsigned k = 0; k < n; k++)
		put_instant(b, year + (i % 2 ? k : n - 1 - k), end, i, k);
	buf_str(b, "]");
}

/* Starts and ends may differ in number, be absent, or end before they start
 * (taken as they are when the numbers agree). Where they disagree every end is
 * later than some start, and some end later than every start. */
static void
put_sessions(struct buf *b, uint64_t i, unsigned duree, struct rng *r)
{
	unsigned n = rng_between(r, 1, 3), year = 2022 + rng_below(r, 4);

	switch (i % 11) {
	case 0:
		json_raw(b, "date_debut", "null");
		json_raw(b, "date_fin", "null");
		break;
	case 1:
		put_dates(b, i, 0, year, false);
		put_dates(b, i, n, year, true);
		break;
	case 2:
		put_dates(b, i, 3, year, false);
		put_dates(b, i, 2, year + duree + 1, true);
		break;
	case 3:
		put_dates(b, i, 1, year, false);
		put_dates(b, i, 3, year + 1, true);
		break;
	case 4:
		put_dates(b, i, n, year, false);
		put_dates(b, i, n, year - 1, true);
		break;
	default:
		put_dates(b, i, n, year, false);
		put_dates(b, i, n, year + duree, true);
	}
}

static void
put_modalite(struct buf *b, uint64_t i, unsigned duree, struct rng *r)
{
	static const char *const capacite[] = { "12", "24", "", " 8 " };
	char text[16];
	unsigned k = rng_below(r, 6);

	json_text(b, "capacite", k < 4 ? capacite[k] : NULL);
	snprintf(text, sizeof(text), "%u", duree);
	json_text(b, "duree",
	    i % 80 == 19   ? "à définir" /* not published */
	    : i % 40 == 21 ? "2.0"
			   : text);
	snprintf(text, sizeof(text), "%u", rng_between(r, 1, duree));
	json_text(b, "annee", i % 7 ? text : "X");
}

/* No MEF, one (kept) or two (dropped). */
static void
put_mefs(struct buf *b, unsigned duree, struct rng *r)
{
	unsigned n = rng_below(r, 3);

	json_raw(b, "bcn_mefs_10", "[");
	for (unsigned k = 0; k < n; k++) {
		js_put_comma(b);
		buf_fmt(b,
		    "{\"mef10\":\"%u%09u\",\"modalite\":{\"duree\":\"%u\","
		    "\"annee\":\"%u\"}}",
		    rng_between(r, 2, 4), rng_below(r, 1000000000), duree,
		    k + 1);
	}
	buf_str(b, "]");
}

static void
put_contenu(struct buf *b, const char *name, size_t n, struct rng *r)
{
	static struct buf text;

	if (rng_percent(r, 4)) {
		json_text(b, name, NULL);
		return;
	}
	text.n = 0;
	put_prose(&text, r, n / 2 + rng_below(r, (unsigned)n), "\n");
	js_put_key(b, name);
	js_put_text(b, buf_view(&text));
}

static void
put_contact(struct buf *b, struct rng *r)
{
	static const char *const email[] = { "cfa@exemple.fr",
		"cfa@exemple.fr ", "inscription.cfa@lycee-exemple.fr",
		"pas d'adresse", NULL };

	json_text(b, "email", email[rng_below(r, 5)]);
	json_text(b, "num_tel", rng_percent(r, 70) ? "02 00 00 00 00" : NULL);
}

static void
put_distance(struct buf *b, struct rng *r)
{
	unsigned metres = rng_below(r, 60000);

	js_put_key(b, "distance");
	if (rng_percent(r, 30))
		buf_str(b, "null");
	else
		js_put_number(b, metres % 3 ? metres : metres / 8.0);
}

/* One in five hundred bears its predecessor's key: the later one wins. */
static void
put_cle(struct buf *b, uint64_t i)
{
	uint64_t n = i - (i % 500 == 499);
	struct etab e = etab_at(n % world.organismes);

	js_put_key(b, "cle_ministere_educatif");
	buf_fmt(b, "\"%06lluP01%s%s-%s#L01\"", (unsigned long long)n, e.siret,
	    e.siret, e.commune.insee);
}

/* The fields in the order of the request's select. */
static void
put_formation(struct buf *b, uint64_t i)
{
	struct rng r = rng_at(A_FORMATION, i);
	struct codes c = codes_at(i, &r);
	struct etab formateur = formateur_at(i, &r);
	struct etab gestionnaire =
	    rng_percent(&r, 70)
		? formateur
		: etab_at(rng_below(&r, (unsigned)world.organismes));
	struct lieu l = lieu_at(i, &formateur, &r);
	unsigned duree = rng_between(&r, 1, 3);

	buf_fmt(b, "{\"_id\":\"%024llx\"", (unsigned long long)i + 0x5f0000);
	put_cle(b, i);
	json_text(b, "cfd", c.cfd);
	json_text(b, "code_postal", l.postal);
	json_text(b, "code_commune_insee", l.insee);
	put_onisep(b, &r);
	json_text(b, "rncp_code", c.sans_rncp ? NULL : c.rncp);
	put_modalite(b, i, duree, &r);
	put_lieu(b, i, &l, &r);
	put_site(b, &r);
	json_raw(b, "tags", i % 50 == 33 ? "[]" : "[\"2024\",\"2025\"]");
	put_mefs(b, duree, &r);
	json_bool(b, "entierement_a_distance", rng_percent(&r, 5));
	put_contenu(b, "contenu", 2900, &r);
	put_contenu(b, "objectif", 1600, &r);
	put_sessions(b, i, duree, &r);
	put_contact(b, &r);
	put_distance(b, &r);
	json_bool(b, "catalogue_published", true);
	json_bool(b, "published", i % 20 != C_ARCHIVEE);
	put_etablissements(b, i, &formateur, &gestionnaire, &r);
	buf_byte(b, '}');
}

static void
put_item(struct buf *b, uint64_t i, const void *arg)
{
	(void)arg;
	if (i)
		buf_byte(b, ',');
	put_formation(b, i);
}

static void
put_line(struct buf *b, uint64_t i, const void *arg)
{
	(void)arg;
	put_formation(b, i);
	buf_byte(b, '\n');
}

/* Importers take one of the two files: the other one goes. */
static void
drop(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	if (!unlink(path))
		note("%s: removed", path);
	free(path);
}

void
sample_catalogue(const char *dir, bool zip)
{
	const struct member lines = { "formations.ndjson",
		{ .n = world.formations, .put = put_line } };

	if (zip) {
		write_zip(dir, "catalogue/formations.zip", &lines, 1, false);
		drop(dir, "catalogue/formations.json");
		return;
	}
	write_rows(dir, "catalogue/formations.json",
	    &(struct rows){ "[", world.formations, put_item, NULL, "]\n", 0 });
	drop(dir, "catalogue/formations.zip");
}
