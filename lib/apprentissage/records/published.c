#include "apprentissage/records/published.h"
#include "format/code.h"

static bool
is_siret(struct str s)
{
	char normal[15];

	return code_siret(s, normal);
}

static bool
is_uai(struct str s)
{
	char normal[9];

	return code_uai(s, normal);
}

/* adresse */

static const struct field adresse_commune[] = {
	S_REQ("nom", F_STRING),
	S_REQ("code_insee", F_STRING),
	S_END,
};
static const struct field adresse_region[] = {
	S_REQ("code_insee", F_STRING),
	S_REQ("nom", F_STRING),
	S_END,
};
static const struct field academie[] = {
	S_REQ("id", F_STRING),
	S_REQ("code", F_STRING),
	S_REQ("nom", F_STRING),
	S_END,
};
#define COMMUNE_PART                                                           \
	S_OBJECT("commune", 0, adresse_commune),                               \
	    S_OBJECT("departement", 0, adresse_commune),                       \
	    S_OBJECT("region", 0, adresse_region),                             \
	    S_OBJECT("academie", 0, academie)
static const struct field commune_part[] = { COMMUNE_PART, S_END };
static const struct field adresse[] = {
	S_NULL("label", F_STRING),
	S_NULL("code_postal", F_STRING),
	COMMUNE_PART,
	S_END,
};
const struct field adresse_field = S_OBJECT(NULL, 0, adresse);
const struct field adresse_commune_field = S_OBJECT(NULL, 0, commune_part);

/* commune */

static const struct field text_item[] = { S_REQ(NULL, F_STRING) };

static const struct field commune_code[] = {
	S_REQ("insee", F_STRING),
	S_ARRAY("postaux", 0, text_item),
	S_END,
};
static const struct field ancienne[] = {
	S_REQ("nom", F_STRING),
	S_REQ("codeInsee", F_STRING),
	S_END,
};
static const struct field ancienne_item[] = { S_OBJECT(NULL, 0, ancienne) };
static const struct field arrondissement[] = {
	S_REQ("code", F_STRING),
	S_REQ("nom", F_STRING),
	S_END,
};
static const struct field arr_item[] = { S_OBJECT(NULL, 0, arrondissement) };
static const struct field commune_region[] = {
	S_REQ("codeInsee", F_STRING),
	S_REQ("nom", F_STRING),
	S_END,
};
static const struct field commune_localisation[] = {
	S_REQ("centre", F_POINT),
	S_REQ("bbox", F_POLYGON),
	S_END,
};
static const struct field mission_localisation[] = {
	S_NULL("geopoint", F_POINT),
	S_REQ("adresse", F_STRING),
	S_REQ("cp", F_STRING),
	S_REQ("ville", F_STRING),
	S_END,
};
static const struct field mission_contact[] = {
	S_CODE("email", FIELD_NULL, code_email, "an e-mail address"),
	S_NULL("telephone", F_STRING),
	S_NULL("siteWeb", F_STRING),
	S_END,
};
/* id: derived from the code if the mission is unknown to UNML; null if the
 * code is not a number */
static const struct field mission_locale[] = {
	S_NULL("id", F_NUMBER),
	S_REQ("code", F_STRING),
	S_REQ("nom", F_STRING),
	S_REQ("siret", F_STRING),
	S_OBJECT("localisation", 0, mission_localisation),
	S_OBJECT("contact", 0, mission_contact),
	S_END,
};
static const struct field commune[] = {
	S_REQ("nom", F_STRING),
	S_OBJECT("code", 0, commune_code),
	S_ARRAY("anciennes", 0, ancienne_item),
	S_ARRAY("arrondissements", 0, arr_item),
	S_OBJECT("departement", 0, ancienne),
	S_OBJECT("region", 0, commune_region),
	S_OBJECT("academie", 0, academie),
	S_OBJECT("localisation", 0, commune_localisation),
	S_OBJECT("mission_locale", FIELD_NULL, mission_locale),
	S_END,
};
const struct field commune_field = S_OBJECT(NULL, 0, commune);

/* organisme */

static const char *const statuts_referentiel[] = { "présent", "supprimé",
	NULL };

static const struct field org_identifiant[] = {
	S_CODE("uai", FIELD_NULL, is_uai, "a UAI"),
	S_CODE("siret", 0, is_siret, "a SIRET"),
	S_END,
};
static const struct field org_etablissement[] = {
	S_CODE("siret", 0, is_siret, "a SIRET"),
	S_REQ("ouvert", F_BOOL),
	S_NULL("enseigne", F_STRING),
	S_OBJECT("adresse", FIELD_NULL, adresse),
	S_NULL("geopoint", F_POINT),
	S_REQ("creation", F_INSTANT),
	S_NULL("fermeture", F_INSTANT),
	S_END,
};
static const struct field org_unite_legale[] = {
	S_REQ("siren", F_STRING),
	S_REQ("actif", F_BOOL),
	S_REQ("raison_sociale", F_STRING),
	S_REQ("creation", F_INSTANT),
	S_NULL("cessation", F_INSTANT),
	S_END,
};
static const struct field org_renseignements[] = {
	S_REQ("qualiopi", F_BOOL),
	S_NULL("numero_activite", F_STRING),
	S_END,
};
static const struct field org_statut[] = {
	S_ENUM("referentiel", 0, statuts_referentiel),
	S_END,
};
static const struct field contact[] = {
	S_CODE("email", 0, code_email, "an e-mail address"),
	S_ARRAY("sources", 0, text_item),
	S_REQ("confirmation_referentiel", F_BOOL),
	S_END,
};
static const struct field contact_item[] = { S_OBJECT(NULL, 0, contact) };
static const struct field organisme[] = {
	S_OBJECT("identifiant", 0, org_identifiant),
	S_OBJECT("etablissement", 0, org_etablissement),
	S_OBJECT("unite_legale", 0, org_unite_legale),
	S_OBJECT("renseignements_specifiques", 0, org_renseignements),
	S_OBJECT("statut", 0, org_statut),
	S_ARRAY("contacts", 0, contact_item),
	S_END,
};
const struct field organisme_field = S_OBJECT(NULL, 0, organisme);

/* formation */

static const char *const statuts_catalogue[] = { "publié", "supprimé",
	"archivé", NULL };

static const struct field form_identifiant[] = {
	S_REQ("cle_ministere_educatif", F_STRING),
	S_END,
};
static const struct field form_statut[] = {
	S_ENUM("catalogue", 0, statuts_catalogue),
	S_END,
};
static const struct field form_organisme[] = {
	S_OBJECT("organisme", FIELD_NULL, organisme),
	S_REQ("connu", F_BOOL),
	S_END,
};
static const struct field form_certification[] = {
	S_OBJECT("valeur", 0, certification_members),
	S_REQ("connue", F_BOOL),
	S_END,
};
static const struct field form_lieu[] = {
	S_OBJECT("adresse", 0, adresse),
	S_REQ("geolocalisation", F_POINT),
	S_NULL("precision", F_NUMBER),
	S_CODE("siret", FIELD_NULL, is_siret, "a SIRET"),
	S_CODE("uai", FIELD_NULL, is_uai, "a UAI"),
	S_END,
};
static const struct field form_contact[] = {
	S_CODE("email", FIELD_NULL, code_email, "an e-mail address"),
	S_NULL("telephone", F_STRING),
	S_END,
};
static const struct field form_onisep[] = {
	S_CODE("url", FIELD_NULL, code_url, "a URL"),
	S_NULL("intitule", F_STRING),
	S_NULL("libelle_poursuite", F_STRING),
	S_NULL("lien_site_onisepfr", F_STRING),
	S_NULL("discipline", F_STRING),
	S_NULL("domaine_sousdomaine", F_STRING),
	S_END,
};
static const struct field form_modalite[] = {
	S_REQ("entierement_a_distance", F_BOOL),
	S_REQ("duree_indicative", F_NUMBER),
	S_NULL("annee_cycle", F_INT),
	S_CODE("mef_10", FIELD_NULL, code_mef10, "10 digits"),
	S_END,
};
static const struct field form_contenu[] = {
	S_REQ("contenu", F_STRING),
	S_REQ("objectif", F_STRING),
	S_END,
};
static const struct field session[] = {
	S_REQ("debut", F_INSTANT),
	S_REQ("fin", F_INSTANT),
	S_NULL("capacite", F_NUMBER),
	S_END,
};
static const struct field session_item[] = { S_OBJECT(NULL, 0, session) };
static const struct field formation[] = {
	S_OBJECT("identifiant", 0, form_identifiant),
	S_OBJECT("statut", 0, form_statut),
	S_OBJECT("formateur", 0, form_organisme),
	S_OBJECT("responsable", 0, form_organisme),
	S_OBJECT("certification", 0, form_certification),
	S_OBJECT("lieu", 0, form_lieu),
	S_OBJECT("contact", 0, form_contact),
	S_OBJECT("onisep", 0, form_onisep),
	S_OBJECT("modalite", 0, form_modalite),
	S_OBJECT("contenu_educatif", 0, form_contenu),
	S_ARRAY("sessions", 0, session_item),
	S_END,
};
const struct field formation_field = S_OBJECT(NULL, 0, formation);

static const struct field insee_to_ml[] = {
	S_REQ("code_insee", F_STRING),
	S_OBJECT("ml", FIELD_NULL, mission_locale),
	S_END,
};
const struct field insee_to_ml_field = S_OBJECT(NULL, 0, insee_to_ml);
