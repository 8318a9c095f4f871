/*
 * import-entreprise: the answers of API Entreprise.
 *
 * Reads RAWDIR/etablissements.ndjson, records {identifiant, etablissement,
 * ttl}, and RAWDIR/unites_legales.ndjson, records {identifiant, unite_legale,
 * ttl}; identifiant is the SIRET or SIREN as it was asked, the answer may be
 * null, ttl may be absent. Writes tables etablissement and unite_legale,
 * ordered by the question.
 */
#include "cache.h"
#include "code.h"
#include "out.h"

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
static const struct field unite_legale[] = {
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
static const struct field etablissement[] = {
	S_CODE("siret", 0, is_siret, "a SIRET"),
	S_ENUM("etat_administratif", 0, etats),
	S_NULL("date_creation", F_NUMBER), S_NULL("date_fermeture", F_NUMBER),
	S_NULL("enseigne", F_STRING),
	S_OBJECT("unite_legale", 0, its_unite_legale),
	S_OBJECT("adresse", 0, adresse), S_END };

#define TTL S_NULLISH("ttl", F_INSTANT_UTC)

static const struct field of_etablissement[] = {
	S_REQ("identifiant", F_STRING),
	S_OBJECT("etablissement", FIELD_NULL, etablissement), TTL, S_END };
static const struct field of_unite_legale[] = {
	S_REQ("identifiant", F_STRING),
	S_OBJECT("unite_legale", FIELD_NULL, unite_legale), TTL, S_END };
/* clang-format on */

static const struct field etablissement_record =
    S_OBJECT("", 0, of_etablissement);
static const struct field unite_legale_record =
    S_OBJECT("", 0, of_unite_legale);

/* Lines of an address that may not be told read "[ND]": null from here on.
 * The commune's code and name are taken as they are. */
static void
settle(struct buf *doc)
{
	struct js a = js_at(js_of(buf_view(doc)), "etablissement.adresse");
	struct buf b = { 0 };
	struct js key, value;

	if (a.type != JS_OBJECT)
		return;
	buf_add(&b, doc->p, (size_t)(a.p - doc->p));
	buf_byte(&b, '{');
	for (struct js_walk w = js_walk(a); js_member(&w, &key, &value);) {
		if (js_is(value, "[ND]") && !js_is(key, "code_commune") &&
		    !js_is(key, "libelle_commune"))
			value.type = JS_ABSENT; /* written null */
		js_put_comma(&b);
		js_put_raw(&b, key);
		buf_byte(&b, ':');
		js_put_raw(&b, value);
	}
	buf_byte(&b, '}');
	buf_add(&b, a.p + a.n, doc->n - (size_t)(a.p + a.n - doc->p));
	buf_free(doc);
	*doc = b;
}

static const struct cache files[] = {
	{ "etablissements.ndjson", "etablissement", &etablissement_record,
	    "identifiant", settle },
	{ "unites_legales.ndjson", "unite_legale", &unite_legale_record,
	    "identifiant", NULL },
};

int
main(int argc, char **argv)
{
	struct import im = { 0 };
	const char *dir;
	int64_t rows[2];
	struct db *d;

	(void)argc;
	dir = import_folder(&im, argv, "import the answers of API Entreprise");
	d = db_create(im.path);
	for (int i = 0; i < 2; i++)
		rows[i] = cache_import(&im, d, dir, &files[i]);
	import_end(&im);
	out_line("{\"etablissement\":%lld,\"unite_legale\":%lld}",
	    (long long)rows[0], (long long)rows[1]);
	db_publish(d);
	return 0;
}
