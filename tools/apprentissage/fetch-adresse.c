/*
 * fetch-adresse: asks API Adresse for the points of a list of addresses
 * [organismes 5.2]. An answer is valid for a year.
 */
#include "fetch/addresses.h"
#include "fetch/fetch_answers.h"
#include "net/url.h"

#define DAYS 365

static struct http_site adresse = { .timeout = 60,
	.tokens = 100,
	.window = 60000,
	.retry = HTTP_BACKOFF_409,
	.patience = 60 };

static const struct field question_members[] = { S_REQ("codePostal", F_STRING),
	S_REQ("codeInsee", F_STRING), S_REQ("adresse", F_STRING), S_END };
static const struct field question = S_OBJECT("", 0, question_members);

/* Appends the text of v, encoded as by encodeURIComponent, except that : $ ,
 * stay, the apostrophe becomes %27, and a space becomes blank. */
static void
put_escaped(struct buf *b, struct js v, const char *blank)
{
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ' ')
			buf_str(b, blank);
		else if (s.p[i] == '\'')
			buf_str(b, "%27");
		else
			url_put_escaped(b, (struct str){ s.p + i, 1 }, ":$,");
	buf_free(&scratch);
}

/* The words of an address are joined by an encoded plus sign. */
static char *
url_of(struct fetch *f, const struct inquiry *q)
{
	struct buf query = { 0 };
	char *url;

	put_escaped(&query, js_get(q->question, "codePostal"), "+");
	buf_str(&query, "&citycode=");
	put_escaped(&query, js_get(q->question, "codeInsee"), "+");
	buf_str(&query, "&q=");
	put_escaped(&query, js_get(q->question, "adresse"), "%2B");
	url = fetch_url(f, ADDRESS_ADRESSE,
	    "/search?limit=1&autocomplete=0&postcode=%s", buf_view(&query).p);
	buf_free(&query);
	return url;
}

static const char *const types[] = { "Feature", NULL };
static const struct field feature_members[] = { S_ENUM("type", 0, types),
	S_REQ("geometry", F_POINT), S_END };
static const struct field feature = S_OBJECT("", 0, feature_members);
static const struct field answer_members[] = { S_ARRAY("features", 0, &feature),
	S_END };
static const struct field answer = S_OBJECT("", 0, answer_members);

/* The answer is the point of the first place found, or null. */
static int
hear(struct inquiry *q, struct buf *out)
{
	struct buf b = { 0 };
	struct js_walk w;
	struct js first = { 0 };
	int rc = answers_read(q, &answer, &b);

	q->days = DAYS;
	if (!rc) {
		w = js_walk(js_get(js_of(buf_view(&b)), "features"));
		js_item(&w, &first);
		js_put_raw(out, js_get(first, "geometry"));
	}
	buf_free(&b);
	return rc;
}

static size_t
put(struct buf *line, struct js q, struct str point)
{
	buf_add(line, q.p, q.n - 1);
	buf_str(line, ",\"point\":");
	buf_add(line, point.p, point.n);
	buf_byte(line, '}');
	return 0;
}

static const struct inquiries inquiries = {
	.site = &adresse,
	.question = &question,
	.files = { "adresses.ndjson" },
	.url = url_of,
	.hear = hear,
	.put = put,
};

int
main(int argc, char **argv)
{
	struct fetch f;
	const char *path;

	path = fetch_begin(&f, argc, argv, "adresse",
	    "ask API Adresse where the addresses of a list are", "QUESTIONS");
	fetch_answers(&f, &inquiries, path);
	fetch_end(&f);
	return 0;
}
