/*
 * check-sources: asks each source one cheap question, and tells which have
 * moved, answer otherwise than expected, or do not answer now. Nothing is kept.
 */
#include <stdlib.h>

#include "base/opt.h"
#include "base/out.h"
#include "crypto/secret.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "net/url.h"

static const struct opt opts[] = {
	{ 'u', "upstream", "URL", "ask a server that mimics the sources" },
	{ 0 },
};

struct question {
	const char *source, *variable, *base;
	const char *path;
	struct content content;
	const char *secret; /* the variable of a secret, or NULL */
	const char *field;  /* the header that holds it; NULL: path ends so */
	const char *header; /* the variable that names another header */
	bool optional;      /* the source does without the secret too */
	bool post;
};

#define PAGE                                                                   \
	{                                                                      \
		.kind = CONTENT_HTML                                           \
	}
#define JSON(start)                                                            \
	{                                                                      \
		.kind = CONTENT_JSON, .begins = (start)                        \
	}

static const struct question questions[] = {
	{ "acce", ADDRESS_ACCE, "/getextract.php", .content = PAGE },
	{ "adresse", ADDRESS_ADRESSE,
	    "/search?limit=1&autocomplete=0&q=8+boulevard+du+port+amiens",
	    .content = { .kind = CONTENT_JSON,
		.begins = "{features",
		.may_be_empty = true } },
	{ "bcn", ADDRESS_BCN,
	    "/index.php/export/CSV?n=N_NIVEAU_FORMATION_DIPLOME"
	    "&separator=%3B&withForeign=true",
	    .content = { .kind = CONTENT_LATIN1,
		.begins = "NIVEAU_FORMATION_DIPLOME" },
	    .post = true },
	{ "catalogue", ADDRESS_CATALOGUE,
	    "/api/v1/entity/formations/count"
	    "?query=%7B%22catalogue_published%22:true%7D",
	    .content = JSON(NULL) },
	{ "communes", ADDRESS_GEO, "/regions", .content = JSON("[code") },
	{ "communes", ADDRESS_INSEE, "/metadonnees/geo/collectivitesDOutreMer",
	    .content = JSON("[code"), .secret = "API_INSEE_TOKEN",
	    .field = "Authorization: Bearer", .header = "INSEE_HEADER",
	    .optional = true },
	{ "communes", ADDRESS_ENSEIGNEMENT_SUP,
	    "/api/explore/v2.1/catalog/datasets/"
	    "fr-esr-referentiel-geographique/exports/json"
	    "?group_by=dep_code,aca_nom,aca_id,aca_code",
	    .content = JSON("[dep_code") },
	{ "dares_ape_idcc", ADDRESS_DARES_APE_IDCC,
	    "/donnees/les-portraits-statistiques-de-branches-professionnelles",
	    .content = PAGE },
	{ "dares_ccn", ADDRESS_DARES_CCN,
	    "/dialogue-social/negociation-collective/article/"
	    "conventions-collectives-nomenclatures",
	    .content = PAGE },
	{ "entreprise", ADDRESS_ENTREPRISE,
	    "/insee/sirene/unites_legales/diffusibles/130025265?context=MNA"
	    "&recipient=13002526500013"
	    "&object=Consolidation+des+donn%C3%A9es&token=",
	    .content = JSON("{"), .secret = "API_ENTREPRISE_KEY" },
	{ "france_competence", ADDRESS_DATA_GOUV,
	    "/datasets/5eebbc067a14b6fecc9c9976",
	    .content = JSON("{resources") },
	{ "kali_ccn", ADDRESS_DATA_GOUV, "/datasets/53ba5033a3a729219b7bead9",
	    .content = JSON("{resources") },
	{ "kit_apprentissage", ADDRESS_KIT,
	    "/cfd_rncp_intitule?page_num=1&page_size=1",
	    .content = JSON("{data"), .secret = "API_KIT_APPRENTISSAGE_TOKEN",
	    .field = "token-connexion:" },
	{ "mission_locale", ADDRESS_UNML, "/TrouveTaML/?search_=80",
	    .content = { .kind = CONTENT_JSON, .may_be_empty = true } },
	{ "npec", ADDRESS_NPEC,
	    "/referentiels-et-bases-de-donnees/?thematics="
	    "financement-de-la-formation-professionnelle-et-de-lapprentissage"
	    "&group=referentiels&paged=1",
	    .content = PAGE },
	{ "referentiel", ADDRESS_REFERENTIEL,
	    "/api/v1/organismes.json?items_par_page=1",
	    .content = JSON("{organismes") },
};

static struct http_site site = { .timeout = 30 };
static bool wrong, later;

static void
tell(const char *state, const struct question *q, const char *url,
    const char *what)
{
	out_line("%-8s %-18s %s%s%s", state, q->source, url_name(url),
	    *what ? ": " : "", what);
}

/* What came of a question. */
static void
judge(const struct question *q, struct http *h)
{
	struct err why = { "" };
	int rc = http_verdict(h);

	/* A company that the API does not know is an answer of its own. */
	if (!h->rc && h->head.status == 404 && !strcmp(q->source, "entreprise"))
		rc = 0;
	if (!rc)
		rc = fetch_content_check(&q->content, h->head.content_type,
		    buf_view(&h->body), &h->e);
	if (rc) {
		later |= rc == EXIT_RETRY;
		wrong |= rc != EXIT_RETRY;
		tell(rc == EXIT_RETRY ? "later" : "wrong", q, h->url, h->e.msg);
	} else if (h->redirected && !url_same_origin(h->redirected, h->url)) {
		wrong = true;
		err_set(&why, "to %s", url_name(h->redirected));
		tell("moved", q, h->url, why.msg);
	} else {
		tell("ok", q, h->url, "");
	}
}

/* The secret at the end of the URL: new, and empty where there is none. */
static char *
query_secret(const struct question *q)
{
	char *secret = q->secret && !q->field ? secret_find(q->secret) : NULL;
	struct buf escaped = { 0 };
	char *text;

	url_put_escaped(&escaped, str_of(secret), "");
	text = xstrdup(buf_view(&escaped).p);
	buf_free(&escaped);
	free(secret);
	return text;
}

static void
ask(struct fetch *f, const struct question *q)
{
	char *end = query_secret(q);
	char *url = fetch_url(f, q->variable, q->base, "%s%s", q->path, end);
	char *field = q->field
			  ? fetch_secret_field(q->secret, q->header, q->field)
			  : NULL;
	const char *const fields[] = { field, NULL };
	struct http h = { .site = &site,
		.url = url,
		.form = q->post ? "" : NULL,
		.fields = fields,
		.secret = field };
	struct err why;

	if (q->secret && !*end && !field && !q->optional) {
		wrong = true;
		err_set(&why, "%s is not set", q->secret);
		tell("wrong", q, url, why.msg);
	} else {
		http_do(&h);
		judge(q, &h);
	}
	http_reset(&h);
	free(end);
	free(field);
	free(url);
}

int
main(int argc, char **argv)
{
	struct fetch f = { .source = "" };

	opt_init(argc, argv, "ask each source one cheap question", "", opts);
	for (int c; (c = opt_next()) >= 0;)
		if (c == 'u' && *opt_arg)
			f.upstream = opt_arg;
	opt_count(0, 0);
	if (f.upstream && !url_is_http(f.upstream))
		opt_wrong("-u: not an http or https URL '%s'", f.upstream);
	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
		ask(&f, &questions[i]);
	return wrong ? EXIT_FAILED : later ? EXIT_RETRY : 0;
}
