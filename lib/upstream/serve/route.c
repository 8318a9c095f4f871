/* Which source a path belongs to. */
#include <string.h>

#include "upstream/serve/serve.h"

const char *const source_names[SOURCES] = { "bcn", "acce", "kit_apprentissage",
	"france_competence", "kali_ccn", "dares_ccn", "dares_ape_idcc", "npec",
	"referentiel", "catalogue", "communes", "mission_locale", "entreprise",
	"adresse", "static", "other" };

static void
nothing(const struct request *r, struct answer *a)
{
	(void)r;
	(void)a;
}

static void (*const serve[SOURCES])(const struct request *, struct answer *) = {
	serve_bcn, serve_acce, serve_kit, serve_france_competence, serve_kali,
	serve_dares_ccn, serve_dares_ape_idcc, serve_npec, serve_referentiel,
	serve_catalogue, serve_communes, serve_mission_locale, serve_entreprise,
	serve_adresse, serve_static, nothing
};

/* The first that a path begins with. */
static const struct {
	const char *prefix;
	enum source source;
} routes[] = {
	{ "/bcn/", S_BCN },
	{ "/acce/", S_ACCE },
	{ "/cfd_rncp_intitule", S_KIT },
	{ "/api/1/datasets/53ba5033a3a729219b7bead9", S_KALI },
	{ "/fr/datasets/r/02b67492-5243-44e8-8dd1-0cb3f90f35ff", S_KALI },
	{ "/resources/kali_ccn/", S_KALI },
	{ "/api/1/datasets/5eebbc067a14b6fecc9c9976", S_FRANCE_COMPETENCE },
	{ "/fr/datasets/r/", S_FRANCE_COMPETENCE },
	{ "/resources/france_competence/", S_FRANCE_COMPETENCE },
	{ "/dialogue-social/", S_DARES_CCN },
	{ "/sites/travail-emploi/", S_DARES_CCN },
	{ "/donnees/", S_DARES_APE_IDCC },
	{ "/sites/default/", S_DARES_APE_IDCC },
	{ "/referentiels-et-bases-de-donnees/", S_NPEC },
	{ "/app/uploads/", S_NPEC },
	{ "/api/v1/organismes.json", S_REFERENTIEL },
	{ "/api/v1/entity/formations", S_CATALOGUE },
	{ "/regions", S_COMMUNES },
	{ "/departements/", S_COMMUNES },
	{ "/metadonnees/geo/", S_COMMUNES },
	{ "/api/explore/", S_COMMUNES },
	{ "/TrouveTaML/", S_MISSION_LOCALE },
	{ "/v3/insee/", S_ENTREPRISE },
	{ "/search", S_ADRESSE },
	{ "/static/", S_STATIC },
	{ "/", S_OTHER },
};

void
route_find(struct request *r)
{
	size_t i = 0;

	while (i + 1 < sizeof(routes) / sizeof(*routes) &&
	       strncmp(r->path, routes[i].prefix, strlen(routes[i].prefix)))
		i++;
	r->source = routes[i].source;
}

void
route_answer(const struct request *r, struct answer *a)
{
	bool post = !strcmp(r->method, "POST");

	answer_error(a, 404, "no such thing\n");
	if (post ? r->source != S_BCN && r->source != S_ACCE
		 : strcmp(r->method, "GET") && strcmp(r->method, "HEAD"))
		answer_error(a, 405, "no such method here\n");
	else
		serve[r->source](r, a);
}
