/*
 * import-catalogue: the formations of the Catalogue de l'apprentissage.
 *
 * Reads the record stream of `parse-json --end` on standard input. Formations
 * whose tags are empty are left out; of the others the fields of the table
 * below are kept unchanged, in the order in which the formations came. No
 * formation at all is a result like another: it empties the table.
 */
#include "db.h"
#include "import.h"
#include "opt.h"
#include "out.h"
#include "rec.h"
#include "schema.h"
#include "table.h"

static const struct opt opts[] = {
	IMPORT_OPTIONS,
	{ 0 },
};

/* clang-format off */
static const struct field string = S_REQ("", F_STRING);
static const struct field modalite[] = {
	S_REQ("duree", F_STRING), S_REQ("annee", F_STRING), S_END };
static const struct field mef[] = {
	S_REQ("mef10", F_STRING), S_OBJECT("modalite", 0, modalite), S_END };
static const struct field a_mef = S_OBJECT("", 0, mef);

static const struct field members[] = {
	S_REQ("cle_ministere_educatif", F_STRING),
	S_REQ("cfd", F_STRING),
	S_REQ("code_postal", F_STRING),
	S_REQ("code_commune_insee", F_STRING),
	S_NULL("onisep_url", F_STRING),
	S_NULL("onisep_intitule", F_STRING),
	S_NULL("onisep_libelle_poursuite", F_STRING),
	S_NULL("onisep_lien_site_onisepfr", F_STRING),
	S_NULL("onisep_discipline", F_STRING),
	S_NULL("onisep_domaine_sousdomaine", F_STRING),
	S_NULL("rncp_code", F_STRING),
	S_NULL("capacite", F_STRING),
	S_REQ("duree", F_STRING),
	S_REQ("annee", F_STRING),
	S_NULL("email", F_STRING),
	S_REQ("lieu_formation_geo_coordonnees", F_STRING),
	S_NULL("lieu_formation_geo_coordonnees_computed", F_STRING),
	S_REQ("lieu_formation_adresse", F_STRING),
	S_NULLISH("etablissement_lieu_formation_siret", F_STRING),
	S_NULLISH("etablissement_lieu_formation_uai", F_STRING),
	S_ARRAY("tags", 0, &string),
	S_ARRAY("bcn_mefs_10", 0, &a_mef),
	S_REQ("entierement_a_distance", F_BOOL),
	S_NULL("contenu", F_STRING),
	S_NULL("objectif", F_STRING),
	S_ARRAY("date_debut", FIELD_NULL, &string),
	S_ARRAY("date_fin", FIELD_NULL, &string),
	S_NULL("num_tel", F_STRING),
	S_NULL("distance", F_NUMBER),
	S_REQ("catalogue_published", F_BOOL),
	S_REQ("published", F_BOOL),
	S_REQ("etablissement_formateur_siret", F_STRING),
	S_NULL("etablissement_formateur_uai", F_STRING),
	S_REQ("etablissement_gestionnaire_siret", F_STRING),
	S_NULL("etablissement_gestionnaire_uai", F_STRING),
	S_END };
static const struct field formation = S_OBJECT("formation", 0, members);
/* clang-format on */

/* Nothing in tags: an empty array, or (the source's habit) an empty string. */
static bool
without_tag(struct js record)
{
	struct js tags = js_get(record, "tags");

	if (tags.type == JS_ARRAY)
		return js_count(tags) == 0;
	return tags.type == JS_STRING && tags.n == 2;
}

static int64_t
import_records(struct import *im, struct rec *in, struct table_writer *w)
{
	struct buf doc = { 0 };
	struct js record;
	struct err e;
	int64_t skipped = 0;

	while (rec_next(in, &record)) {
		if (without_tag(record)) {
			skipped++;
			continue;
		}
		doc.n = 0;
		if (schema_copy(&formation, record, &doc, &e))
			import_refuse(
			    im, rec_where(in), record.p, record.n, &e);
		else
			table_add(w, js_of(buf_view(&doc)), (struct str){ 0 },
			    (struct str){ 0 }, NULL);
	}
	buf_free(&doc);
	return skipped;
}

int
main(int argc, char **argv)
{
	struct import im = { 0 };
	struct table_writer w;
	struct rec in;
	struct db *d;
	int64_t rows, skipped;
	int c;

	(void)argc;
	opt_init(argv, "import the formations of the catalogue", "", opts);
	while ((c = opt_next()) >= 0)
		import_option(&im, c);
	opt_count(0, 0);
	import_begin(&im);
	rec_open(&in, NULL, true);
	d = db_create(im.path);
	table_begin(&w, d, table_find("catalogue"));
	skipped = import_records(&im, &in, &w);
	rows = table_end(&w);
	rec_close(&in);
	import_end(&im);
	out_line("{\"rows\":%lld,\"without_tag\":%lld}", (long long)rows,
	    (long long)skipped);
	db_publish(d);
	return 0;
}
