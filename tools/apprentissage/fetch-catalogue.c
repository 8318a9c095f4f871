/*
 * fetch-catalogue: the formations that the Catalogue de l'apprentissage
 * publishes: how many there are, then all of them [catalogue 1].
 */
#include <stdlib.h>
#include <unistd.h>

#include "apprentissage/sources/catalogue.h"
#include "base/text.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "net/url.h"
#include "json/js.h"

#define FORMATIONS "/api/v1/entity/formations"
#define QUERY "query=%%7B%%22catalogue_published%%22:true%%7D"
#define COUNT_DIGITS 9

static struct http_site catalogue = { .timeout = 60 };

/* The requested fields of a formation, {"field":1,...}, encoded. */
static struct str
selection(struct buf *escaped)
{
	struct buf json = { 0 };

	buf_byte(&json, '{');
	for (const struct field *m = catalogue_formation.sub; m->name; m++) {
		js_put_key(&json, m->name);
		buf_byte(&json, '1');
	}
	buf_byte(&json, '}');
	url_put_escaped(escaped, buf_view(&json), ":,");
	buf_free(&json);
	return buf_view(escaped);
}

static void
fetch_formations(struct fetch *f, const char *count)
{
	struct buf select = { 0 };
	char *url = fetch_url(f, ADDRESS_CATALOGUE,
	    FORMATIONS ".json?" QUERY "&limit=%s&select=%s", count,
	    selection(&select).p);
	struct fetch_file file = { .name = "formations.json",
		.http = { .site = &catalogue, .url = url },
		.content = { .kind = CONTENT_JSON,
		    .begins = "[cle_ministere_educatif" } };

	fetch_file(f, &file);
	buf_free(&select);
	free(url);
}

/* Sets *a->arg, a char *, to a copy of the number. */
static void
take_count(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct str number = js_trim(body);
	char **count = a->arg;
	struct err e;

	*count = xstrndup(number.p, number.n);
	if (number.n > COUNT_DIGITS ||
	    strspn(*count, "0123456789") != number.n) {
		err_set(&e, "not a number of formations '%s'",
		    err_quote(number.p, number.n));
		fetch_fail(f, NULL, a->url, EXIT_FAILED, &e);
	}
	if (!strcmp(*count, "0")) {
		err_set(&e, "no formation at all");
		fetch_fail(f, NULL, a->url, EXIT_FAILED, &e);
	}
}

static char *
fetch_count(struct fetch *f)
{
	char *count;
	struct fetch_ask ask = { .http = { .site = &catalogue },
		.content = { .kind = CONTENT_JSON },
		.done = take_count,
		.arg = &count };

	fetch_ask(f, &ask,
	    fetch_url(f, ADDRESS_CATALOGUE, FORMATIONS "/count?" QUERY));
	http_run();
	return count;
}

/* The importer accepts one of the two files, not both; a file that a user put
 * there is not removed. */
static void
refuse_archive(struct fetch *f)
{
	char *path = xasprintf("%s/formations.zip", f->raw);

	if (!access(path, F_OK))
		die("%s: %s: in the way of formations.json: remove it",
		    f->source, path);
	free(path);
}

int
main(int argc, char **argv)
{
	struct fetch f;
	char *count;

	fetch_begin(&f, argc, argv, "catalogue",
	    "fetch the Catalogue de l'apprentissage", NULL);
	refuse_archive(&f);
	count = fetch_count(&f);
	fetch_formations(&f, count);
	fetch_end(&f);
	free(count);
	return 0;
}
