#include "apprentissage/sources/catalogue.h"

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
const struct field catalogue_formation = S_OBJECT("formation", 0, members);
/* clang-format on */
