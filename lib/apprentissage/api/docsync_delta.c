/* The known differences from La Bonne Alternance's description. Update them
 * when either description is changed on purpose. */
#include "apprentissage/api/docsync.h"

/* clang-format off */
#define TEXT(...) #__VA_ARGS__
#define JSON(...) TEXT(__VA_ARGS__)

#define PARTNERS ["offres_emploi_lba", "recruteurs_lba", "Hellowork", \
	"France Travail", "RH Alternance", "PASS", "Monster", "Meteojob", \
	"Kelio", "La Poste", "annonces Atlas", "Nos Talents Nos Emplois", \
	"Vite un emploi", "Toulouse metropole"]
#define OPCO ["AFDAS", \
	"AKTO / Opco entreprises et salariés des services à forte \
intensité de main d'oeuvre", \
	"ATLAS", "Constructys", "L'Opcommerce", "OCAPIAT", "OPCO 2i", \
	"Opco entreprises de proximité", "Opco Mobilités", "Opco Santé", \
	"Uniformation, l'Opco de la Cohésion sociale", "inconnu", \
	"OPCO multiple"]

#define Q(name) "parameters.query:" name ".schema"
#define J "responses.200.content.application/json.schema.properties"
#define B "requestBody.content.application/json.schema.properties"
#define WORKPLACE(list) J "." list ".items.properties.workplace.properties"
#define GEOPOINT_TYPE(list) WORKPLACE(list) \
	".location.properties.geopoint.properties.type"

/* removed: in LBA's description only; added: in ours only; changed: in both. */
struct delta {
	const char *path, *lba, *ours;
};

static const struct delta search[] = {
	{ Q("departements") ".anyOf", JSON([{"type": "string"}, {"type":
	    "array", "items": {"type": "string"}}, {"type": "null"}]), NULL },
	{ Q("departements") ".type", NULL, JSON("array") },
	{ Q("departements") ".items", NULL, JSON({"type": "string"}) },
	{ Q("latitude") ".type", JSON(["number", "null"]), JSON("number") },
	{ Q("longitude") ".type", JSON(["number", "null"]), JSON("number") },
	{ Q("radius") ".type", JSON(["number", "null"]), JSON("number") },
	{ Q("opco") ".type", JSON(["string", "null"]), JSON("string") },
	{ Q("rncp") ".type", JSON(["string", "null"]), JSON("string") },
	{ Q("romes") ".type", JSON(["string", "null"]), JSON("string") },
	{ Q("opco") ".enum.11", JSON("inconnu"), NULL },
	{ Q("opco") ".enum.12", JSON("OPCO multiple"), NULL },
	{ Q("partners_to_exclude") ".anyOf", JSON([
	    {"type": "string", "enum": PARTNERS}, {"type": "array", "items":
	    {"type": "string", "enum": PARTNERS}}, {"type": "null"}]), NULL },
	{ Q("partners_to_exclude") ".type", NULL, JSON("array") },
	{ Q("partners_to_exclude") ".items", NULL,
	    JSON({"type": "string", "enum": PARTNERS}) },
	{ GEOPOINT_TYPE("jobs") ".enum", JSON(["Point"]), NULL },
	{ GEOPOINT_TYPE("jobs") ".const", NULL, JSON("Point") },
	{ GEOPOINT_TYPE("recruiters") ".enum", JSON(["Point"]), NULL },
	{ GEOPOINT_TYPE("recruiters") ".const", NULL, JSON("Point") },
	{ WORKPLACE("jobs") ".domain.properties.opco.enum", JSON(OPCO), NULL },
	{ WORKPLACE("recruiters") ".domain.properties.opco.enum", JSON(OPCO),
	    NULL },
	{ J ".recruiters.items.properties.identifier.properties.id", NULL,
	    JSON({"type": "string"}) },
	{ 0 },
};

static const struct delta post_offer[] = {
	{ B ".contract.default", JSON({}), NULL },
	{ B ".offer.properties.publication.default", JSON({}), NULL },
	{ B ".workplace.properties.location.default", JSON({}), NULL },
	{ J ".id", NULL, JSON({"type": "string"}) },
	{ 0 },
};

static const struct delta put_offer[] = {
	{ "parameters.path:id.schema", NULL, JSON({"type": "string"}) },
	{ B ".contract.default", JSON({}), NULL },
	{ B ".offer.properties.publication.default", JSON({}), NULL },
	{ B ".workplace.properties.location.default", JSON({}), NULL },
	{ "responses.204.content",
	    JSON({"application/json": {"schema": {"type": "null"}}}), NULL },
	{ 0 },
};

static const struct delta apply[] = {
	{ B ".applicant_attachment_content.format", NULL, JSON("byte") },
	{ 0 },
};

static const struct delta publishing[] = {
	{ "parameters.path:id.schema", NULL, JSON({"type": "string"}) },
	{ J ".publishing.properties.error.type", JSON(["object", "null"]),
	    JSON("object") },
	{ 0 },
};

static const struct delta export[] = {
	{ J ".lastUpdate.format", NULL, JSON("date-time") },
	{ 0 },
};

static const struct {
	const char *operation;
	const struct delta *deltas;
} expected[] = {
	{ "get:/job/v1/search", search },
	{ "post:/job/v1/offer", post_offer },
	{ "put:/job/v1/offer/{id}", put_offer },
	{ "post:/job/v1/apply", apply },
	{ "get:/job/v1/offer/{id}/publishing-informations", publishing },
	{ "get:/job/v1/export", export },
	{ 0 },
};
/* clang-format on */

static json_t *
difference(const struct delta *d)
{
	const char *type = !d->ours ? "removed" : !d->lba ? "added" : "changed";
	json_t *o = json_pack("{s:s}", "type", type);

	if (d->lba)
		json_object_set_new(
		    o, "source", json_loads(d->lba, JSON_DECODE_ANY, NULL));
	if (d->ours)
		json_object_set_new(
		    o, "result", json_loads(d->ours, JSON_DECODE_ANY, NULL));
	return o;
}

json_t *
docsync_expected(void)
{
	json_t *all = json_object();

	for (size_t i = 0; expected[i].operation; i++) {
		json_t *diff = json_object();

		for (const struct delta *d = expected[i].deltas; d->path; d++)
			json_object_set_new(diff, d->path, difference(d));
		json_object_set_new(all, expected[i].operation,
		    json_pack("{s:s, s:s, s:o}", "source", "lba", "result",
			"api", "diff", diff));
	}
	return all;
}
