/*
 * import-referentiel: the organismes of the Référentiel de l'apprentissage.
 *
 * Reads the record stream of `parse-json --member organismes --end` on
 * standard input; its end mark carries the pagination, whose total must equal
 * the number of records. Writes table referentiel: the known fields of every
 * record, unchanged, in the order of the stream.
 */
#include "apprentissage/records/tables.h"
#include "suite/import_documents.h"

/* The requested page size: a longer list would be cut. */
#define TOTAL_MAX 60000

/* clang-format off */
static const struct field string = S_REQ("", F_STRING);

#define SOURCES S_ARRAY("sources", FIELD_OPT, &string)
#define DATE S_OPT("date_collecte", F_STRING)

static const char *const types_certification[] = { "rncp", NULL };
static const char *const types_diplome[] = { "cfd", NULL };
static const char *const types_relation[] = { "formateur->responsable",
	"responsable->formateur", "entreprise", NULL };
static const char *const natures[] = { "responsable", "formateur",
	"responsable_formateur", "inconnue", NULL };
static const char *const etats[] = { "actif", "fermé", NULL };

static const struct field code_nom[] = {
	S_REQ("code", F_STRING), S_REQ("nom", F_STRING), S_END };
static const struct field code_label[] = {
	S_REQ("code", F_STRING), S_REQ("label", F_STRING), S_END };
static const struct field geometry[] = {
	S_REQ("type", F_STRING), S_REQ("coordinates", F_ANY), S_END };
static const struct field properties[] = {
	S_OPT("score", F_NUMBER), S_OPT("source", F_STRING), S_END };
static const struct field geojson[] = {
	S_REQ("type", F_STRING), S_OBJECT("geometry", 0, geometry),
	S_OBJECT("properties", 0, properties), S_END };
static const struct field adresse[] = {
	S_OPT("label", F_STRING), S_REQ("code_postal", F_STRING),
	S_REQ("code_insee", F_STRING), S_REQ("localite", F_STRING),
	S_OBJECT("departement", FIELD_OPT, code_nom),
	S_OBJECT("region", 0, code_nom), S_OBJECT("academie", 0, code_nom),
	S_OBJECT("geojson", FIELD_OPT, geojson), S_END };

static const struct field certification[] = {
	S_ENUM("type", 0, types_certification), S_OPT("code", F_STRING),
	S_OPT("label", F_STRING), SOURCES, DATE, S_END };
static const struct field contact[] = {
	S_OPT("email", F_STRING), S_OPT("confirmé", F_BOOL), SOURCES, DATE, S_END };
static const struct field diplome[] = {
	S_ENUM("type", 0, types_diplome), S_OPT("code", F_STRING),
	S_OPT("niveau", F_STRING), S_OPT("label", F_STRING), SOURCES, DATE, S_END };
static const struct field lieu[] = {
	S_OPT("code", F_STRING), S_OPT("siret", F_STRING), S_OPT("uai", F_STRING),
	S_OPT("uai_fiable", F_BOOL), S_OBJECT("adresse", FIELD_OPT, adresse),
	SOURCES, DATE, S_END };
static const struct field relation[] = {
	S_ENUM("type", FIELD_OPT, types_relation), S_REQ("siret", F_STRING),
	S_NULLISH("uai", F_STRING), S_OPT("referentiel", F_BOOL),
	S_OPT("label", F_STRING), SOURCES, DATE, S_END };
static const struct field reseau[] = {
	S_REQ("code", F_STRING), S_REQ("label", F_STRING), SOURCES, DATE, S_END };
static const struct field uai_potentiel[] = {
	S_REQ("uai", F_STRING), SOURCES, DATE, S_END };
static const struct field anomalie[] = {
	S_REQ("key", F_STRING), S_REQ("type", F_STRING), S_REQ("job", F_STRING),
	S_REQ("details", F_STRING), SOURCES, S_OPT("date", F_STRING),
	S_OPT("code", F_STRING), DATE, S_END };

static const struct field a_certification = S_OBJECT("", 0, certification);
static const struct field a_contact = S_OBJECT("", 0, contact);
static const struct field a_diplome = S_OBJECT("", 0, diplome);
static const struct field a_lieu = S_OBJECT("", 0, lieu);
static const struct field a_relation = S_OBJECT("", 0, relation);
static const struct field a_reseau = S_OBJECT("", 0, reseau);
static const struct field a_uai = S_OBJECT("", 0, uai_potentiel);
static const struct field an_anomalie = S_OBJECT("", 0, anomalie);

static const struct field meta[] = {
	S_OPT("date_import", F_STRING), S_OPT("date_dernier_import", F_STRING),
	DATE, S_OPT("uai_probable", F_STRING), S_REQ("nouveau", F_BOOL),
	S_ARRAY("anomalies", 0, &an_anomalie), S_END };

static const struct field members[] = {
	S_REQ("siret", F_STRING), S_NULLISH("uai", F_STRING),
	S_OPT("raison_sociale", F_STRING), S_OPT("enseigne", F_STRING),
	S_OPT("siege_social", F_BOOL),
	S_ARRAY("certifications", 0, &a_certification),
	S_ARRAY("contacts", 0, &a_contact), S_ARRAY("diplomes", 0, &a_diplome),
	S_ARRAY("lieux_de_formation", 0, &a_lieu), S_ENUM("nature", 0, natures),
	S_ARRAY("referentiels", 0, &string),
	S_ARRAY("relations", FIELD_OPT, &a_relation),
	S_ARRAY("reseaux", 0, &a_reseau), S_ARRAY("uai_potentiels", 0, &a_uai),
	S_OPT("numero_declaration_activite", F_STRING), S_OPT("qualiopi", F_BOOL),
	S_OBJECT("adresse", FIELD_OPT, adresse),
	S_ENUM("etat_administratif", FIELD_OPT, etats),
	S_OBJECT("forme_juridique", FIELD_OPT, code_label),
	S_OBJECT("_meta", FIELD_OPT, meta), S_END };
static const struct field organisme = S_OBJECT("organisme", 0, members);

static const struct field page[] = {
	S_REQ("page", F_NUMBER), S_REQ("resultats_par_page", F_NUMBER),
	S_REQ("nombre_de_page", F_NUMBER), S_REQ("total", F_NUMBER), S_END };
static const struct field pagination = S_OBJECT("pagination", 0, page);
/* clang-format on */

/* Checks that the list was not cut: the totals must agree. */
static void
check_total(struct ndjson *in)
{
	struct js p = js_at(in->end, "rest.pagination");
	struct buf b = { 0 };
	struct err e;
	double total = js_number(js_get(p, "total"));

	if (schema_copy(&pagination, p, &b, &e))
		die("%s: pagination: %s", in->in.name, e.msg);
	if (total > TOTAL_MAX)
		die("%s: pagination.total: %.0f organismes, more than the page"
		    " of %d that was asked for",
		    in->in.name, total, TOTAL_MAX);
	if (total != (double)in->total)
		die("%s: pagination.total: %.0f announced, %zu received",
		    in->in.name, total, in->total);
	if (!in->total)
		die("%s: no organisme at all", in->in.name);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	static const struct import_documents referentiel = {
		.what = "import the organismes of the référentiel\n"
			"reads NDJSON with an end mark on standard input"
			" (parse-json --member organismes --end)",
		.table = &table_referentiel,
		.record = &organisme,
		.check = check_total,
	};

	return import_documents_main(argc, argv, &referentiel);
}
