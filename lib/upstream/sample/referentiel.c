/* The ONISEP référentiel: one document, all organismes. */
#include <stdio.h>

#include "upstream/sample/sample.h"
#include "json/js.h"

/* One organisme in a hundred occurs twice: first without and then with a UAI,
 * or the other way round. */
uint64_t
organisme_etab(uint64_t r, bool *sans_uai)
{
	*sans_uai = r % 100 == 50 || r % 100 == 81;
	return r % 100 == 51 || r % 100 == 81 ? r - 1 : r;
}

static void
open_item(struct buf *b)
{
	js_put_comma(b);
	buf_byte(b, '{');
}

static void
put_trace(struct buf *b, struct rng *r)
{
	if (rng_percent(r, 80))
		json_raw(b, "sources", "[\"catalogue\",\"sifa-ramsese\"]");
	if (rng_percent(r, 80))
		json_text(b, "date_collecte", "2025-08-30T02:11:05.103Z");
	buf_byte(b, '}');
}

/* agg-organismes drops invalid addresses; one contact has no e-mail at all. */
static void
put_contacts(struct buf *b, const struct etab *e, struct rng *r)
{
	static const char *const forme[][2] = { { "contact@cfa-", ".fr" },
		{ "O'Neil.", "@exemple.fr" }, { "cfa.", "@exemple" },
		{ "é.", "@exemple.fr" }, { "accueil", "@lycee-exemple.fr " },
		{ "a..", "@exemple.fr" }, { "direction+", "@exemple-.fr" } };
	unsigned n = rng_below(r, 4);
	char email[96];

	json_raw(b, "contacts", "[");
	for (unsigned i = 0; i < n; i++) {
		unsigned f = rng_below(r, 7);

		open_item(b);
		snprintf(email, sizeof(email), "%s%s%s", forme[f][0],
		    e->siret + 9, forme[f][1]);
		if (!rng_percent(r, 5))
			json_text(b, "email", email);
		if (!rng_percent(r, 10))
			json_bool(b, "confirmé", rng_percent(r, 60));
		put_trace(b, r);
	}
	buf_str(b, "]");
}

static void
put_certifications(struct buf *b, uint64_t i, struct rng *r)
{
	unsigned n = rng_below(r, 4);

	json_raw(b, "certifications", "[");
	for (unsigned k = 0; k < n; k++) {
		struct fiche f = fiche_at(2 * ((i * 5 + k) % world.familles));

		open_item(b);
		json_text(b, "type", "rncp");
		json_text(b, "code", f.numero);
		json_text(b, "label", f.metier);
		put_trace(b, r);
	}
	buf_str(b, "]");
	json_raw(b, "diplomes", "[");
	for (unsigned k = 0; k < n; k++) {
		struct diplome d = diplome_at(T_N, (i * 7 + k) % world.n);

		open_item(b);
		json_text(b, "type", "cfd");
		json_text(b, "code", d.cfd);
		json_text(b, "niveau", d.niveau->code);
		json_text(b, "label", d.metier);
		put_trace(b, r);
	}
	buf_str(b, "]");
}

static void
put_lieu(struct buf *b, const struct etab *e)
{
	const struct departement *dep = e->commune.dep;
	struct academie a = departement_academie(dep);
	struct buf label = { 0 };

	put_label(&label, e);
	json_raw(b, "adresse", "{");
	json_text(b, "label", buf_view(&label).p);
	json_text(b, "code_postal", e->postal);
	json_text(b, "code_insee", e->insee);
	json_text(b, "localite", e->commune.nom);
	json_raw(b, "departement", "{");
	json_text(b, "code", dep->code);
	json_text(b, "nom", dep->nom);
	buf_str(b, "}");
	json_raw(b, "region", "{");
	json_text(b, "code", dep->region);
	json_text(b, "nom", region_nom(dep->region));
	buf_str(b, "}");
	json_raw(b, "academie", "{");
	json_text(b, "code", a.code);
	json_text(b, "nom", a.nom);
	buf_str(b, "}");
	json_raw(b, "geojson",
	    "{\"type\":\"Feature\",\"geometry\":{"
	    "\"type\":\"Point\",\"coordinates\":[");
	js_put_number(b, e->commune.lon / 1e4);
	buf_byte(b, ',');
	js_put_number(b, e->commune.lat / 1e4);
	buf_str(b, "]},\"properties\":{\"score\":0.87,"
		   "\"source\":\"geo-adresse-api\"}}}");
	buf_free(&label);
}

static void
put_lieux(struct buf *b, uint64_t i, struct rng *r)
{
	unsigned n = rng_below(r, 3);

	json_raw(b, "lieux_de_formation", "[");
	for (unsigned k = 1; k <= n; k++) {
		struct etab e = etab_at((i + 17 * k) % world.etabs);

		open_item(b);
		json_text(b, "code", e.siret);
		json_text(b, "siret", e.siret);
		if (*e.uai)
			json_text(b, "uai", e.uai);
		json_bool(b, "uai_fiable", *e.uai != '\0');
		put_lieu(b, &e);
		put_trace(b, r);
	}
	buf_str(b, "]");
}

static void
put_relations(struct buf *b, uint64_t i, struct rng *r)
{
	static const char *const types[] = { "formateur->responsable",
		"responsable->formateur", "entreprise" };
	unsigned n = rng_below(r, 3);

	json_raw(b, "relations", "[");
	for (unsigned k = 1; k <= n; k++) {
		struct etab e = etab_at((i + 29 * k) % world.etabs);

		open_item(b);
		json_text(b, "type", types[rng_below(r, 3)]);
		json_text(b, "siret", e.siret);
		json_text(b, "uai", *e.uai ? e.uai : NULL);
		json_bool(b, "referentiel", true);
		json_text(b, "label", word(&enseignes, r));
		put_trace(b, r);
	}
	buf_str(b, "]");
}

static void
put_uai_potentiels(struct buf *b, const struct etab *e, struct rng *r)
{
	json_raw(b, "uai_potentiels", "[");
	if (*e->uai) {
		open_item(b);
		json_text(b, "uai", e->uai);
		put_trace(b, r);
	}
	buf_str(b, "]");
	json_raw(b, "reseaux", "[");
	if (rng_percent(r, 20)) {
		open_item(b);
		json_text(b, "code", "greta");
		json_text(b, "label", "GRETA");
		put_trace(b, r);
	}
	buf_str(b, "]");
	json_raw(b, "referentiels",
	    rng_percent(r, 50) ? "[\"liste-publique-organismes-formation\"]"
			       : "[\"sifa-ramsese\",\"agricole\"]");
}

/* UAI as people type them: the check letter in lower case, the leading zero
 * forgotten; null, absent. */
static void
put_uai(struct buf *b, const struct etab *e, struct rng *r)
{
	char uai[9];
	unsigned how = rng_below(r, 12);

	snprintf(uai, sizeof(uai), "%s", e->uai);
	if (!*uai) {
		if (how % 3)
			json_raw(b, "uai", "null");
		return;
	}
	if (how == 0)
		uai[7] = (char)(uai[7] - 'A' + 'a');
	json_text(b, "uai", how == 1 && *uai == '0' ? uai + 1 : uai);
}

static void
put_identite(struct buf *b, const struct etab *e, struct rng *r)
{
	static const char *const natures[] = { "responsable", "formateur",
		"responsable_formateur", "inconnue" };

	json_text(b, "siret", etab_siret_brut(e));
	put_uai(b, e, r);
	if (!rng_percent(r, 5))
		json_text(b, "raison_sociale", word(&enseignes, r));
	if (e->enseigne)
		json_text(b, "enseigne", e->enseigne);
	json_bool(b, "siege_social", rng_percent(r, 70));
	json_text(b, "nature", natures[rng_below(r, 4)]);
	if (rng_percent(r, 80))
		json_bool(b, "qualiopi", rng_percent(r, 85));
	if (rng_percent(r, 75)) {
		js_put_key(b, "numero_declaration_activite");
		buf_fmt(b, "\"%s%08u\"", e->commune.dep->code,
		    rng_below(r, 100000000));
	}
	if (rng_percent(r, 95))
		json_text(b, "etat_administratif",
		    e->cas == E_FERME ? "fermé" : "actif");
	if (rng_percent(r, 60))
		json_raw(b, "forme_juridique",
		    "{\"code\":\"9220\",\"label\":\"Association déclarée\"}");
}

static void
put_organisme(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_ORGANISME, i);
	bool sans_uai;
	struct etab e = etab_at(organisme_etab(i, &sans_uai));

	(void)arg;
	if (sans_uai)
		*e.uai = '\0';
	buf_str(b, i ? ",{" : "{");
	put_identite(b, &e, &r);
	if (e.cas != E_PARTIEL && rng_percent(&r, 95))
		put_lieu(b, &e);
	put_contacts(b, &e, &r);
	put_certifications(b, i, &r);
	put_lieux(b, i, &r);
	if (rng_percent(&r, 80))
		put_relations(b, i, &r);
	put_uai_potentiels(b, &e, &r);
	buf_str(b, ",\"_meta\":{\"anomalies\":[");
	if (rng_percent(&r, 6))
		buf_str(b, "{\"key\":\"adresse\",\"type\":\"geocodage\","
			   "\"job\":\"import\",\"details\":\"introuvable\"}");
	buf_fmt(b,
	    "],\"date_import\":\"2025-08-30T02:10:00.000Z\","
	    "\"nouveau\":%s}}",
	    rng_percent(&r, 3) ? "true" : "false");
}

void
sample_referentiel(const char *dir)
{
	struct buf head = { 0 };

	buf_fmt(&head,
	    "{\"pagination\":{\"page\":1,\"resultats_par_page\":60000,"
	    "\"nombre_de_page\":1,\"total\":%llu},\"organismes\":[",
	    (unsigned long long)world.organismes);
	write_rows(dir, "referentiel/organismes.json",
	    &(struct rows){ buf_view(&head).p, world.organismes, put_organisme,
		NULL, "]}\n", 0 });
	buf_free(&head);
}
