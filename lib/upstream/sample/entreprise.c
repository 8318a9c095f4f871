/* Answers of API Entreprise and API Adresse, one per line. */
#include <stdio.h>

#include "upstream/sample/sample.h"
#include "json/js.h"

/* Midnight in Paris (winter), in Unix seconds; negative before 1970. */
static long long
instant(struct rng *r, int first_day, int last_day)
{
	unsigned span = (unsigned)(last_day - first_day);

	return (first_day + (long long)rng_below(r, span)) * 86400 - 3600;
}

static const char *
capitals(struct buf *b, const char *s)
{
	b->n = 0;
	put_capitals(b, s);
	return buf_view(b).p;
}

static void
put_noms(struct buf *b, enum cas_unite cas, struct rng *r)
{
	bool physique = cas == U_PHYSIQUE || cas == U_SANS_NOM;
	struct buf text = { 0 }, raison = { 0 };

	put_raison(&raison, r);
	json_text(
	    b, "type", physique ? "personne_physique" : "personne_morale");
	json_raw(b, "personne_morale_attributs", "{");
	json_text(b, "raison_sociale",
	    physique || cas == U_INCONNUE ? NULL
	    : cas == U_NON_DIFFUSE        ? "[ND]"
				   : capitals(&text, buf_view(&raison).p));
	json_text(b, "sigle",
	    rng_percent(r, 20) && !physique && cas != U_INCONNUE ? "CFA"
								 : NULL);
	buf_str(b, "}");
	json_raw(b, "personne_physique_attributs", "{");
	json_text(b, "prenom_usuel",
	    cas == U_PHYSIQUE ? capitals(&text, word(&prenoms, r)) : NULL);
	json_text(b, "nom_usage",
	    cas == U_PHYSIQUE && rng_percent(r, 40)
		? capitals(&text, word(&noms, r))
		: NULL);
	json_text(b, "nom_naissance",
	    cas == U_PHYSIQUE ? capitals(&text, word(&noms, r)) : NULL);
	buf_str(b, "}");
	buf_free(&text);
	buf_free(&raison);
}

enum place { IN_ETABLISSEMENT, BY_ITSELF };

/* Appends unit u; in an establishment it has no date_cessation. The unknown
 * unit is invented by the client, with milliseconds. */
static void
put_unite(struct buf *b, uint64_t u, enum place place)
{
	struct rng r = rng_at(A_UNITE, u);
	struct etab e = etab_at(u);
	bool close = e.cas_unite == U_CLOSE || e.cas_unite == U_INCONNUE;
	long long cessation = instant(&r, 18000, 20000);

	buf_byte(b, '{');
	js_put_key(b, "siren");
	buf_fmt(b, "\"%.9s\"", e.siret);
	put_noms(b, e.cas_unite, &r);
	json_text(b, "etat_administratif", close ? "C" : "A");
	if (e.cas_unite == U_INCONNUE || rng_percent(&r, 3))
		json_raw(b, "date_creation", "null");
	else
		json_int(b, "date_creation", instant(&r, -20000, 18000));
	if (place == BY_ITSELF && close)
		json_int(b, "date_cessation",
		    e.cas_unite == U_CLOSE ? cessation : 631152000000);
	else if (place == BY_ITSELF)
		json_raw(b, "date_cessation", "null");
	buf_byte(b, '}');
}

static void
put_rue(struct buf *b, const struct etab *e)
{
	struct buf libelle = { 0 };
	char numero[16];

	snprintf(numero, sizeof(numero), "%u", e->numero);
	if (e->cas != E_LIEU_DIT) /* may be absent */
		json_text(b, "numero_voie", e->numero ? numero : NULL);
	json_text(b, "indice_repetition_voie", e->indice);
	json_text(b, "type_voie", e->type);
	json_text(b, "libelle_voie", capitals(&libelle, e->libelle));
	json_text(b, "complement_adresse", e->numero % 9 ? NULL : "BATIMENT C");
	json_text(b, "code_postal", e->postal);
	buf_free(&libelle);
}

static void
put_adresse(struct buf *b, const struct etab *e)
{
	static const char *const ligne[] = { "numero_voie",
		"indice_repetition_voie", "type_voie", "libelle_voie",
		"complement_adresse", "code_postal" };
	bool etranger = e->cas == E_ETRANGER;
	struct buf nom = { 0 };

	json_raw(b, "adresse", "{");
	if (e->cas == E_PARTIEL || e->cas == E_NON_DIFFUSE || etranger)
		for (unsigned i = 0; i < 6; i++)
			json_text(b, ligne[i],
			    e->cas == E_NON_DIFFUSE ? "[ND]" : NULL);
	else
		put_rue(b, e);
	json_text(b, "code_commune", etranger ? NULL : e->insee);
	json_text(b, "libelle_commune",
	    etranger ? NULL : capitals(&nom, e->commune.nom));
	json_text(b, "libelle_commune_etranger", etranger ? "GENEVE" : NULL);
	json_text(b, "code_pays_etranger", etranger ? "99140" : NULL);
	json_text(b, "libelle_pays_etranger", etranger ? "SUISSE" : NULL);
	buf_byte(b, '}');
	buf_free(&nom);
}

static void
put_etablissement(struct buf *b, const struct etab *e)
{
	struct rng r = rng_at(A_ADRESSE, e->i);

	buf_fmt(b, "{\"identifiant\":\"%s\",\"etablissement\":", e->siret);
	if (e->cas == E_INTROUVABLE) {
		buf_str(b, "null}\n");
		return;
	}
	buf_byte(b, '{');
	json_text(b, "siret", e->siret);
	json_text(b, "etat_administratif", e->cas == E_FERME ? "F" : "A");
	if (rng_percent(&r, 4))
		json_raw(b, "date_creation", "null");
	else
		json_int(b, "date_creation", instant(&r, -9000, 18500));
	if (e->cas == E_FERME)
		json_int(b, "date_fermeture", instant(&r, 18500, 20000));
	else
		json_raw(b, "date_fermeture", "null");
	json_text(b, "enseigne", e->enseigne);
	js_put_key(b, "unite_legale");
	put_unite(b, e->unite, IN_ETABLISSEMENT);
	put_adresse(b, e);
	buf_str(b, "}}\n");
}

static void
put_etablissements(struct buf *b, uint64_t i, const void *arg)
{
	struct etab e = etab_at(i);

	(void)arg;
	if (etab_demande(&e))
		put_etablissement(b, &e);
	if (etab_demande_brut(&e))
		buf_fmt(b, "{\"identifiant\":\"%s\",\"etablissement\":null}\n",
		    etab_siret_brut(&e));
}

static void
put_unite_legale(struct buf *b, const struct etab *e)
{
	buf_fmt(b, "{\"identifiant\":\"%.9s\",\"unite_legale\":", e->siret);
	if (e->cas_unite == U_REFUSEE)
		buf_str(b, "null");
	else
		put_unite(b, e->i, BY_ITSELF);
	buf_str(b, "}\n");
}

static void
put_unites_legales(struct buf *b, uint64_t i, const void *arg)
{
	struct etab e = etab_at(i);

	(void)arg;
	if (e.unite == i && unite_demandee(&e))
		put_unite_legale(b, &e);
	if (etab_demande_brut(&e))
		buf_fmt(b, "{\"identifiant\":\"%.9s\",\"unite_legale\":null}\n",
		    etab_siret_brut(&e));
}

/* One answer in ten has no feature. */
static void
put_reponse(struct buf *b, uint64_t i, const void *arg)
{
	struct rng r = rng_at(A_ADRESSE, i);
	struct etab e = etab_at(i);
	struct buf label = { 0 };

	(void)arg;
	if (!etab_demande(&e) || !etab_localise(&e) || e.cas_unite == U_REFUSEE)
		return;
	put_label(&label, &e);
	buf_byte(b, '{');
	json_text(b, "codePostal", e.postal);
	json_text(b, "codeInsee", e.insee);
	json_text(b, "adresse", buf_view(&label).p);
	buf_free(&label);
	if (rng_percent(&r, 10)) {
		json_raw(b, "point", "null}\n");
		return;
	}
	json_raw(b, "point", "{\"coordinates\":[");
	js_put_number(
	    b, (e.commune.lon * 100 + (int)rng_below(&r, 20000)) / 1e6);
	buf_byte(b, ',');
	js_put_number(
	    b, (e.commune.lat * 100 + (int)rng_below(&r, 20000)) / 1e6);
	buf_str(b, "],\"type\":\"Point\"}}\n");
}

void
sample_entreprise(const char *dir)
{
	write_rows(dir, "entreprise/etablissements.ndjson",
	    &(struct rows){ .n = world.etabs, .put = put_etablissements });
	write_rows(dir, "entreprise/unites_legales.ndjson",
	    &(struct rows){ .n = world.etabs, .put = put_unites_legales });
}

void
sample_adresse(const char *dir)
{
	write_rows(dir, "adresse/adresses.ndjson",
	    &(struct rows){ .n = world.etabs, .put = put_reponse });
}
