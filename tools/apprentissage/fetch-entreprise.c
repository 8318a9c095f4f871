/*
 * fetch-entreprise: asks API Entreprise about the établissements and unités
 * légales of a list [organismes 5.1].
 *
 * Each is first requested as fully public (diffusible) and, if there is none,
 * as partly public. An answer is valid for seven days if the company is open,
 * for 30 days if the API does not know it, otherwise for ever. The token is in
 * the query, which no message shows.
 */
#include <stdlib.h>

#include "apprentissage/sources/entreprise.h"
#include "fetch/addresses.h"
#include "fetch/fetch_answers.h"
#include "net/url.h"

#define DAYS 7
#define MAX_AGE 512 /* the letter of --max-age */
#define DAYS_UNKNOWN 30

static struct http_site entreprise = { .timeout = 5,
	.tokens = 100,
	.window = 60000,
	.retry = HTTP_BACKOFF_409,
	.patience = 60 };

static struct buf token; /* escaped */

/* ---- the calls, and what a status means to each ---- */

enum meaning {
	READ, /* a record, or a failure */
	NOTHING,
	ASK_ON,
	CLOSED,
};
enum { DIFFUSIBLE, PARTIAL };

struct call {
	const char *path;
	enum meaning on_404, on_422, on_429;
};
static const struct call etablissements[] = {
	{ "etablissements/diffusibles", ASK_ON, NOTHING, ASK_ON },
	{ "etablissements", NOTHING, READ, READ },
};
static const struct call unites_legales[] = {
	{ "unites_legales/diffusibles", ASK_ON, NOTHING, READ },
	{ "unites_legales", CLOSED, READ, READ },
};

static enum meaning
meaning_of(const struct call *c, long status)
{
	switch (status) {
	case 404:
		return c->on_404;
	case 422:
		return c->on_422;
	case 429:
		return c->on_429;
	case 451:
		return NOTHING;
	default:
		return READ;
	}
}

/* ---- questions: {siret} or {siren} ---- */

static const struct field question_members[] = { S_OPT("siret", F_STRING),
	S_OPT("siren", F_STRING), S_END };
static const struct field question = S_OBJECT("", 0, question_members);

static struct js
siret_of(struct js q)
{
	return js_get(q, "siret");
}

static const struct call *
call_of(const struct inquiry *q)
{
	const struct call *calls =
	    js_is_null(siret_of(q->question)) ? unites_legales : etablissements;

	return &calls[q->step];
}

static struct js
code_of(struct js q)
{
	struct js siret = siret_of(q);

	return js_is_null(siret) ? js_get(q, "siren") : siret;
}

static char *
url_of(struct fetch *f, const struct inquiry *q)
{
	struct buf scratch = { 0 }, code = { 0 };
	struct js asked = code_of(q->question);
	char *url;

	if (js_is_null(asked))
		die("a siret or a siren is expected, not '%s'", q->text);
	url_put_escaped(&code, js_text(asked, &scratch), "");
	url = fetch_url(f, ADDRESS_ENTREPRISE,
	    "/insee/sirene/%s/%s?token=%s&context=MNA"
	    "&recipient=13002526500013"
	    "&object=Consolidation+des+donn%%C3%%A9es",
	    call_of(q)->path, buf_view(&code).p, buf_view(&token).p);
	buf_free(&scratch);
	buf_free(&code);
	return url;
}

/* ---- answers ---- */

static const struct field etablissement_answer[] = {
	S_OBJECT("data", 0, entreprise_etablissement), S_END
};
static const struct field unite_legale_answer[] = {
	S_OBJECT("data", 0, entreprise_unite_legale), S_END
};

/* An unknown unité légale is recorded as closed on 1 January 1990: in
 * milliseconds, unlike the API's own dates. */
static void
put_closed(struct buf *out, struct js siren)
{
	buf_str(out, "{\"siren\":");
	js_put_raw(out, siren);
	buf_str(out,
	    ",\"type\":\"personne_morale\",\"personne_morale_attributs\":"
	    "{\"raison_sociale\":null,\"sigle\":null},"
	    "\"personne_physique_attributs\":{\"prenom_usuel\":null,"
	    "\"nom_usage\":null,\"nom_naissance\":null},"
	    "\"etat_administratif\":\"C\",\"date_creation\":null,"
	    "\"date_cessation\":631152000000}");
}

static int
read_answer(struct inquiry *q, struct buf *out)
{
	bool siret = !js_is_null(siret_of(q->question));
	struct field answer =
	    S_OBJECT("", 0, siret ? etablissement_answer : unite_legale_answer);
	struct buf b = { 0 };
	struct js data;
	int rc = answers_read(q, &answer, &b);

	if (!rc) {
		data = js_get(js_of(buf_view(&b)), "data");
		if (js_is(js_get(data, "etat_administratif"), "A"))
			q->days = DAYS;
		entreprise_put(out, data, q->step == PARTIAL);
	}
	buf_free(&b);
	return rc;
}

/* A status counts only if the API itself has sent it: its body lists errors,
 * and there was no redirect. Gateways and wrong addresses answer 404 too, so
 * 404 needs that body; 422 and 451 may have none. 429 means the same from
 * anybody. */
static int
check_origin(struct http *h)
{
	static const struct content errors = { .kind = CONTENT_JSON,
		.begins = "{errors" };
	long status = h->head.status;
	struct err why = { "it was redirected" };
	int rc = EXIT_FAILED;

	if (status == 429 || (status != 404 && !h->body.n && !h->redirected))
		return 0;
	if (!h->redirected)
		rc = fetch_content_check(
		    &errors, h->head.content_type, buf_view(&h->body), &why);
	if (rc)
		err_set(&h->e, "HTTP %ld, but not from the API: %s", status,
		    why.msg);
	return rc;
}

static int
hear(struct inquiry *q, struct buf *out)
{
	enum meaning m = READ;
	int rc;

	if (!q->http.rc)
		m = meaning_of(call_of(q), q->http.head.status);
	if (m == READ)
		return read_answer(q, out);
	if ((rc = check_origin(&q->http)))
		return rc;
	if (m == ASK_ON) {
		q->step = PARTIAL;
		return ANSWERS_ASK_ON;
	}
	if (q->http.head.status == 404) {
		q->unknown = true;
		q->days = DAYS_UNKNOWN;
	}
	if (m == CLOSED)
		put_closed(out, js_get(q->question, "siren"));
	else
		buf_str(out, "null");
	return 0;
}

/* ---- raw files ---- */

enum { ETABLISSEMENTS, UNITES_LEGALES };

static size_t
put(struct buf *line, struct js q, struct str answer)
{
	bool siret = !js_is_null(siret_of(q));

	buf_str(line, "{\"identifiant\":");
	js_put_raw(line, code_of(q));
	buf_str(line, siret ? ",\"etablissement\":" : ",\"unite_legale\":");
	buf_add(line, answer.p, answer.n);
	buf_byte(line, '}');
	return siret ? ETABLISSEMENTS : UNITES_LEGALES;
}

static struct inquiries inquiries = {
	.site = &entreprise,
	.question = &question,
	.files = { "etablissements.ndjson", "unites_legales.ndjson" },
	.url = url_of,
	.hear = hear,
	.put = put,
};

static const struct opt opts[] = {
	FETCH_OPTIONS,
	{ 'k', "keep-going", NULL, "leave out what gets no answer" },
	{ MAX_AGE, "max-age", "DAYS", "ask again what was answered before" },
	{ 0 },
};

static void
take_option(int c)
{
	if (c == 'k')
		inquiries.keep_going = true;
	else
		inquiries.max_age =
		    (unsigned)opt_number("--max-age", opt_arg, 1, 36500);
}

int
main(int argc, char **argv)
{
	struct fetch f;
	const char *path;
	char *key;
	int rc;

	path = fetch_begin_with(&f, argc, argv, "entreprise",
	    "ask API Entreprise for the companies of a list", "QUESTIONS", opts,
	    take_option);
	key = fetch_secret("API_ENTREPRISE_KEY");
	url_put_escaped(&token, str_of(key), "");
	rc = fetch_answers(&f, &inquiries, path);
	fetch_end(&f);
	buf_free(&token);
	free(key);
	return rc;
}
