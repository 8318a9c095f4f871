/* The catalogue's formations, as an array or, in a ZIP, as JSON lines. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "upstream/sample/sample.h"
#include "json/js.h"

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

/* The right UAI, or in lower case, or another one's, or none. */
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

static void
put_lieu(struct buf *b, struct formation *f)
{
	const struct commune *c = &f->formateur.commune;
	bool computed_only = f->i % 25 == 4;
	const char *voie = word(&voies, &f->r);
	unsigned numero = rng_between(&f->r, 1, 99);
	char text[64];

	snprintf(text, sizeof(text),
	    computed_only ? " %.4f , %.4f " : "%.4f,%.4f", c->lat / 1e4,
	    c->lon / 1e4);
	json_text(
	    b, "lieu_formation_geo_coordonnees", computed_only ? "" : text);
	json_text(b, "lieu_formation_geo_coordonnees_computed",
	    computed_only || f->i % 3 ? text : NULL);
	snprintf(text, sizeof(text), "%u rue %s", numero, voie);
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
put_instant(
    struct buf *b, unsigned year, const char *day, uint64_t i, unsigned k)
{
	const char *form = i % 11 != 5 ? "T00:00:00.000Z"
			   : k         ? "T08:30:00+02:00"
				       : "";

	js_put_comma(b);
	buf_fmt(b, "\"%u-%s%s\"", year, day, form);
}

/* n dates from year on; in reverse for every other formation. */
static void
put_dates(struct buf *b, uint64_t i, unsigned n, unsigned year, const char *day)
{
	for (unsigned k = 0; k < n; k++)
		put_instant(b, year + (i % 2 ? k : n - 1 - k), day, i, k);
	buf_str(b, "]");
}

static void
put_starts(struct buf *b, uint64_t i, unsigned n, unsigned year)
{
	json_raw(b, "date_debut", "[");
	put_dates(b, i, n, year, "09-02");
}

static void
put_ends(struct buf *b, uint64_t i, unsigned n, unsigned year)
{
	json_raw(b, "date_fin", "[");
	put_dates(b, i, n, year, "07-04");
}

/* Starts and ends may differ in number, be absent, or end before they start
 * (kept if the numbers agree). If the numbers differ, every end is later than
 * some start, and some end is later than every start. */
static void
put_sessions(struct buf *b, struct formation *f)
{
	uint64_t i = f->i;
	unsigned n = rng_between(&f->r, 1, 3);
	unsigned year = 2022 + rng_below(&f->r, 4);

	switch (i % 11) {
	case 0:
		json_raw(b, "date_debut", "null");
		json_raw(b, "date_fin", "null");
		break;
	case 1:
		put_starts(b, i, 0, year);
		put_ends(b, i, n, year);
		break;
	case 2:
		put_starts(b, i, 3, year);
		put_ends(b, i, 2, year + f->duree + 1);
		break;
	case 3:
		put_starts(b, i, 1, year);
		put_ends(b, i, 3, year + 1);
		break;
	case 4:
		put_starts(b, i, n, year);
		put_ends(b, i, n, year - 1);
		break;
	default:
		put_starts(b, i, n, year);
		put_ends(b, i, n, year + f->duree);
	}
}

static void
put_modalite(struct buf *b, struct formation *f)
{
	static const char *const capacite[] = { "12", "24", "", " 8 " };
	char text[16];
	unsigned k = rng_below(&f->r, 6);

	json_text(b, "capacite", k < 4 ? capacite[k] : NULL);
	snprintf(text, sizeof(text), "%u", f->duree);
	json_text(b, "duree",
	    f->i % 80 == 19   ? "à définir" /* not published */
	    : f->i % 40 == 21 ? "2.0"
			      : text);
	snprintf(text, sizeof(text), "%u", rng_between(&f->r, 1, f->duree));
	json_text(b, "annee", f->i % 7 ? text : "X");
}

/* No MEF, one (kept) or two (dropped). */
static void
put_mefs(struct buf *b, unsigned duree, struct rng *r)
{
	unsigned n = rng_below(r, 3);

	json_raw(b, "bcn_mefs_10", "[");
	for (unsigned k = 0; k < n; k++) {
		unsigned end = rng_below(r, 1000000000);

		js_put_comma(b);
		buf_fmt(b,
		    "{\"mef10\":\"%u%09u\",\"modalite\":{\"duree\":\"%u\","
		    "\"annee\":\"%u\"}}",
		    rng_between(r, 2, 4), end, duree, k + 1);
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
	js_put_member(b, name, buf_view(&text));
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

/* One formation in five hundred has the key of the one before: the later one
 * wins. */
static void
put_cle(struct buf *b, uint64_t i)
{
	uint64_t n = i - (i % 500 == 499);
	struct etab e = etab_at(n % world.organismes);

	js_put_key(b, "cle_ministere_educatif");
	buf_fmt(b, "\"%06lluP01%s%s-%s#L01\"", (unsigned long long)n, e.siret,
	    e.siret, e.commune.insee);
}

/* The fields, in the order of the request's select. */
static void
put_formation(struct buf *b, uint64_t i)
{
	struct formation f = formation_at(i);

	buf_fmt(b, "{\"_id\":\"%024llx\"", (unsigned long long)i + 0x5f0000);
	put_cle(b, i);
	json_text(b, "cfd", f.cfd);
	json_text(b, "code_postal", f.postal);
	json_text(b, "code_commune_insee", f.insee);
	put_onisep(b, &f.r);
	json_text(b, "rncp_code", *f.rncp ? f.rncp : NULL);
	put_modalite(b, &f);
	put_lieu(b, &f);
	put_site(b, &f.r);
	json_raw(b, "tags", i % 50 == 33 ? "[]" : "[\"2024\",\"2025\"]");
	put_mefs(b, f.duree, &f.r);
	json_bool(b, "entierement_a_distance", rng_percent(&f.r, 5));
	put_contenu(b, "contenu", 2900, &f.r);
	put_contenu(b, "objectif", 1600, &f.r);
	put_sessions(b, &f);
	put_contact(b, &f.r);
	put_distance(b, &f.r);
	json_bool(b, "catalogue_published", true);
	json_bool(b, "published", f.publiee);
	put_siret_uai(
	    b, "formateur", f.formateur.siret, uai_saisi(&f.formateur, &f.r));
	put_siret_uai(b, "gestionnaire", f.gestionnaire.siret,
	    uai_saisi(&f.gestionnaire, &f.r));
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

/* The importer accepts only one of the two files: removes the other one. */
static void
drop(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);

	if (!unlink(path))
		note("%s: removed", path);
	free(path);
}

void
sample_catalogue(const char *dir)
{
	const struct member lines = { "formations.ndjson",
		{ .n = world.formations, .put = put_line } };

	if (world.catalogue_zip) {
		write_zip(dir, "catalogue/formations.zip", &lines, 1,
		    NAMES_UNDECLARED);
		drop(dir, "catalogue/formations.json");
		return;
	}
	write_rows(dir, "catalogue/formations.json",
	    &(struct rows){
		"[", world.formations, put_item, NULL, "]\n", UTF_8 });
	drop(dir, "catalogue/formations.zip");
}
