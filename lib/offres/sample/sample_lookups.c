#include <stdio.h>
#include <stdlib.h>

#include "offres/sample/sample_world.h"

static void
write_romes(struct sample_world *w)
{
	struct sample_file f;
	char rome[128];

	sample_next(w, &f, "referentielromes", SAMPLE_LINES);
	for (int i = 0; i < SAMPLE_ROMES; i++) {
		const struct sample_rome *r = &sample_romes[i];

		snprintf(rome, sizeof(rome),
		    "{\"code_rome\":\"%s\",\"intitule\":\"%s\"}", r->code,
		    r->label);
		sample_begin(&f);
		sample_oid(&f, "_id", sample_id(SAMPLE_OTHER, 900000 + i));
		sample_raw(&f, "rome", rome);
		sample_text(&f, "definition", "Exerce ce métier.");
		sample_text(&f, "acces_metier", "CAP ou expérience.");
		sample_raw(&f, "competences",
		    "{\"savoir_etre_professionnel\":[{\"libelle\":\"Faire "
		    "preuve de rigueur\"}],\"savoir_faire\":[{\"libelle\":"
		    "\"Production\",\"items\":[{\"libelle\":\"Préparer\"}]}],"
		    "\"savoirs\":[{\"libelle\":\"Normes\",\"items\":[{"
		    "\"libelle\":\"Hygiène\"}]}]}");
		sample_end(&f);
	}
	sample_close(&f);
}

/* The one training centre, 50 km from Rennes and far from the rest. */
static void
write_centres(struct sample_world *w)
{
	struct sample_file f;

	sample_next(w, &f, "catalogue_etablissements", SAMPLE_LINES);
	sample_begin(&f);
	sample_text(&f, "_id", "E1");
	sample_text(&f, "siret", sample_siret(90000001));
	sample_bool(&f, "certifie_qualite", true);
	sample_text(&f, "geo_coordonnees", "48.1173,-1.0058");
	sample_text(&f, "entreprise_raison_sociale", "CFA DE BRETAGNE");
	sample_end(&f);
	sample_close(&f);
	sample_next(w, &f, "formationcatalogues", SAMPLE_LINES);
	sample_begin(&f);
	sample_oid(&f, "_id", sample_id(SAMPLE_OTHER, 910000));
	sample_raw(&f, "rome_codes", "[\"D1102\"]");
	sample_text(&f, "etablissement_formateur_id", "E1");
	sample_text(
	    &f, "etablissement_formateur_courriel", "contact@cfa.example");
	sample_bool(&f, "catalogue_published", true);
	sample_end(&f);
	sample_close(&f);
	sample_next(w, &f, "unsubscribedofs", SAMPLE_LINES);
	sample_close(&f);
	sample_next(w, &f, "cfas", SAMPLE_LINES);
	sample_begin(&f);
	sample_oid(&f, "_id", sample_id(SAMPLE_OTHER, 920000));
	sample_text(&f, "siret", sample_siret(90000001));
	sample_text(&f, "raison_sociale", "CFA DE BRETAGNE");
	sample_text(&f, "address", "3 RUE DU PARC 35500 VITRE");
	sample_end(&f);
	sample_close(&f);
	sample_next(w, &f, "referentiel_engagement_entreprise", SAMPLE_LINES);
	sample_begin(&f);
	sample_text(&f, "siret", sample_siret(1));
	sample_text(&f, "engagement", "handicap");
	sample_raw(&f, "sources", "[\"france-travail\"]");
	sample_end(&f);
	sample_close(&f);
}

/* What API Entreprise says of the SIRETs of recruiters: they are open, but for
 * two of those that wait. */
static void
put_answer(struct sample_world *w, struct out *out, int i)
{
	const struct sample_town *t = &sample_towns[sample_recruiters[i].town];
	const char *siret = sample_siret(sample_number(w, i));
	struct buf *b = &out->buf;

	buf_fmt(b, "{\"identifiant\":\"%s\",\"etablissement\":", siret);
	if (i == 23)
		buf_str(b, "null");
	else
		buf_fmt(b,
		    "{\"siret\":\"%s\",\"etat_administratif\":\"%s\","
		    "\"unite_legale\":{\"personne_morale_attributs\":{"
		    "\"raison_sociale\":\"ATELIERS %lld\"},"
		    "\"personne_physique_attributs\":null},\"adresse\":{"
		    "\"numero_voie\":\"2\",\"type_voie\":\"RUE\","
		    "\"libelle_voie\":\"NEUVE\",\"code_postal\":\"%s\","
		    "\"libelle_commune\":\"%s\"}}",
		    siret, i == 22 ? "F" : "A", sample_number(w, i), t->zipcode,
		    t->city);
	buf_str(b, "}\n");
	out_record(out);
}

static void
write_answers(struct sample_world *w)
{
	char *path = xasprintf("%s/etablissements.ndjson", w->dir);
	struct out out;

	out_open(&out, path);
	for (w->copy = 0; w->copy < w->scale; w->copy++)
		for (int i = 0; i < SAMPLE_RECRUITERS; i++)
			put_answer(w, &out, i);
	out_close(&out);
	free(path);
}

void
sample_write_lookups(struct sample_world *w)
{
	w->copy = 0;
	write_romes(w);
	write_centres(w);
	write_answers(w);
}
