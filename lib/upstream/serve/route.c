/* The sources, and which of them a path belongs to. */
#include <string.h>

#include "upstream/serve/serve.h"

static void
serve_nothing(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}

/* A path belongs to the first source of which it begins with a prefix. */
const struct source sources[] = {
	{ "bcn", serve_bcn, .prefixes = { "/bcn/" }, .post = true },
	{ "acce", serve_acce, .prefixes = { "/acce/" }, .post = true,
	    .forget = acce_forget },
	{ "kit_apprentissage", serve_kit_apprentissage,
	    .prefixes = { "/cfd_rncp_intitule" }, .token = true },
	{ "kali_ccn", serve_kali_ccn,
	    .prefixes = { "/api/1/datasets/53ba5033a3a729219b7bead9",
		"/fr/datasets/r/02b67492-5243-44e8-8dd1-0cb3f90f35ff",
		"/resources/kali_ccn/" } },
	{ "france_competence", serve_france_competence,
	    .prefixes = { "/api/1/datasets/5eebbc067a14b6fecc9c9976",
		"/fr/datasets/r/", "/resources/france_competence/" } },
	{ "dares_ccn", serve_dares_ccn,
	    .prefixes = { "/dialogue-social/", "/sites/travail-emploi/" } },
	{ "dares_ape_idcc", serve_dares_ape_idcc,
	    .prefixes = { "/donnees/", "/sites/default/" } },
	{ "npec", serve_npec,
	    .prefixes = { "/referentiels-et-bases-de-donnees/",
		"/app/uploads/" } },
	{ "referentiel", serve_file,
	    .prefixes = { "/api/v1/organismes.json" } },
	{ "catalogue", serve_catalogue,
	    .prefixes = { "/api/v1/entity/formations" } },
	{ "communes", serve_communes,
	    .prefixes = { "/regions", "/departements/", "/metadonnees/geo/",
		"/api/explore/" },
	    .token = true },
	{ "mission_locale", serve_mission_locale,
	    .prefixes = { "/TrouveTaML/" }, .finds_nothing = true },
	{ "entreprise", serve_entreprise, .prefixes = { "/v3/insee/" },
	    .token = true },
	{ "adresse", serve_adresse,
	    .prefixes = { "/geocodage/search", "/search" },
	    .finds_nothing = true },
	{ "claude", serve_claude, .prefixes = { "/v1/messages" }, .post = true,
	    .finds_nothing = true, .ends = true },
	{ "fcm", serve_fcm, .prefixes = { "/v1/projects/" }, .post = true },
	{ "fcm_token", serve_token, .prefixes = { "/token" }, .post = true },
	{ "s3", serve_s3, .prefixes = { "/s3/" }, .delete = true },
	{ "sercel", serve_sercel, .prefixes = { "/ouvrages/" }, .token = true,
	    .finds_nothing = true },
	{ "static", serve_static, .prefixes = { "/static/" } },
	{ "other", serve_nothing, .prefixes = { "/" } },
};

const size_t n_sources = sizeof(sources) / sizeof(*sources);
_Static_assert(sizeof(sources) / sizeof(*sources) <= SOURCES_MAX,
    "struct state counts the requests of each source");

static bool
has_path(const struct source *s, const char *path)
{
	for (const char *const *prefix = s->prefixes; *prefix; prefix++)
		if (!strncmp(path, *prefix, strlen(*prefix)))
			return true;
	return false;
}

void
route_find(struct request *r)
{
	r->source = sources;
	while (r->source < sources + n_sources - 1 &&
	       !has_path(r->source, r->path))
		r->source++;
}

void
route_answer(const struct request *r, struct answer *a)
{
	answer_error(a, 404, "no such thing\n");
	if (!strcmp(r->method, "POST") ? !r->source->post
	    : !strcmp(r->method, "DELETE")
		? !r->source->delete
		: strcmp(r->method, "GET") && strcmp(r->method, "HEAD"))
		answer_error(a, 405, "no such method here\n");
	else
		r->source->serve(r, a);
}
