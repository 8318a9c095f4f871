/*
 * import-catalogue: the formations of the Catalogue de l'apprentissage.
 *
 * Reads the record stream of `parse-json --end` on standard input. Formations
 * whose tags are empty are left out; of the others the fields of the table
 * below are kept unchanged, in the order in which the formations came. No
 * formation at all is a result like another: it empties the table.
 */
#include "docimport.h"

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

int
main(int argc, char **argv)
{
	static const struct docimport catalogue = {
		.what = "import the formations of the catalogue",
		.table = "catalogue",
		.record = &formation,
		.skip = without_tag,
		.skipped = "without_tag",
	};

	(void)argc;
	return docimport_main(argv, &catalogue);
}
