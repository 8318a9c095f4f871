#include "apprentissage/sources/entreprise.h"
#include "format/code.h"

static bool
is_siret(struct str s)
{
	char normal[15];

	return code_siret(s, normal);
}

/* clang-format off */
static const char *const types[] = { "personne_morale", "personne_physique",
	NULL };
static const char *const etats_unite[] = { "A", "C", NULL };
static const char *const etats[] = { "A", "F", NULL };

static const struct field morale[] = {
	S_NULL("raison_sociale", F_STRING), S_NULL("sigle", F_STRING), S_END };
static const struct field physique[] = {
	S_NULL("prenom_usuel", F_STRING), S_NULL("nom_usage", F_STRING),
	S_NULL("nom_naissance", F_STRING), S_END };

#define UNITE_LEGALE \
	S_REQ("siren", F_STRING), S_ENUM("type", 0, types), \
	S_OBJECT("personne_morale_attributs", 0, morale), \
	S_OBJECT("personne_physique_attributs", 0, physique), \
	S_ENUM("etat_administratif", 0, etats_unite), \
	S_NULL("date_creation", F_NUMBER)

static const struct field its_unite_legale[] = { UNITE_LEGALE, S_END };
const struct field entreprise_unite_legale[] = {
	UNITE_LEGALE, S_NULL("date_cessation", F_NUMBER), S_END };
static const struct field adresse[] = {
	S_FIELD("numero_voie", F_STRING, FIELD_FILL | FIELD_NULL),
	S_NULL("indice_repetition_voie", F_STRING),
	S_NULL("type_voie", F_STRING), S_NULL("libelle_voie", F_STRING),
	S_NULL("complement_adresse", F_STRING), S_NULL("code_postal", F_STRING),
	S_NULL("libelle_commune_etranger", F_STRING),
	S_NULL("code_pays_etranger", F_STRING),
	S_NULL("libelle_pays_etranger", F_STRING),
	S_NULL("code_commune", F_STRING), S_NULL("libelle_commune", F_STRING),
	S_END };
const struct field entreprise_etablissement[] = {
	S_CODE("siret", 0, is_siret, "a SIRET"),
	S_ENUM("etat_administratif", 0, etats),
	S_NULL("date_creation", F_NUMBER), S_NULL("date_fermeture", F_NUMBER),
	S_NULL("enseigne", F_STRING),
	S_OBJECT("unite_legale", 0, its_unite_legale),
	S_OBJECT("adresse", 0, adresse), S_END };
/* clang-format on */

/* Why a member may have to be null. */
enum {
	HIDE_ND = 1,      /* an address line: may read "[ND]" */
	HIDE_PARTIAL = 2, /* the owner's: null in a partial record */
};

static const struct discreet {
	const char *name;
	unsigned hide;
} discreet[] = {
	{ "numero_voie", HIDE_ND | HIDE_PARTIAL },
	{ "indice_repetition_voie", HIDE_ND | HIDE_PARTIAL },
	{ "type_voie", HIDE_ND | HIDE_PARTIAL },
	{ "libelle_voie", HIDE_ND | HIDE_PARTIAL },
	{ "complement_adresse", HIDE_ND | HIDE_PARTIAL },
	{ "code_postal", HIDE_ND | HIDE_PARTIAL },
	{ "libelle_commune_etranger", HIDE_ND },
	{ "code_pays_etranger", HIDE_ND },
	{ "libelle_pays_etranger", HIDE_ND },
	{ "sigle", HIDE_PARTIAL },
	{ "prenom_usuel", HIDE_PARTIAL },
	{ "nom_usage", HIDE_PARTIAL },
	{ "nom_naissance", HIDE_PARTIAL },
};

static bool
is_hidden(struct js key, struct js value, bool partial)
{
	for (size_t i = 0; i < sizeof(discreet) / sizeof(*discreet); i++)
		if (js_is(key, discreet[i].name))
			return (partial && discreet[i].hide & HIDE_PARTIAL) ||
			       (discreet[i].hide & HIDE_ND &&
				   js_is(value, "[ND]"));
	return false;
}

void
entreprise_put(struct buf *out, struct js v, bool partial)
{
	struct js key, value;

	if (v.type != JS_OBJECT) {
		js_put_raw(out, v);
		return;
	}
	buf_byte(out, '{');
	for (struct js_walk w = js_walk(v); js_member(&w, &key, &value);) {
		js_put_comma(out);
		js_put_raw(out, key);
		buf_byte(out, ':');
		if (is_hidden(key, value, partial))
			buf_str(out, "null");
		else
			entreprise_put(out, value, partial);
	}
	buf_byte(out, '}');
}
