/*
 * fetch-communes: the communes of France, and what is known of each, from API
 * Géo, INSEE and Enseignement supérieur [communes 1].
 *
 * Each item of a list leads to another request: a region to its départements, a
 * département to its communes, a part of a commune to its commune. The requests
 * to one site run in parallel within its rate limit; a file made from several
 * answers has the order of the list.
 */
#include <stdlib.h>

#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "format/code.h"
#include "net/url.h"
#include "json/js.h"

/* clang-format off */
#define LIST { .kind = CONTENT_JSON, .begins = "[code" }

static struct http_site geo = { .timeout = 30, .tokens = 10, .window = 1000 };
static struct http_site insee = { .timeout = 60, .tokens = 4000,
	.window = 60000, .retry = HTTP_BACKOFF };
static struct http_site enseignement_sup = { .timeout = 300, .tokens = 25,
	.window = 60000 };
/* clang-format on */

static const char *insee_fields[2]; /* the field with the token, or NULL */

/* ---- API Géo: the answer about a code is the raw file NAME-CODE.json ---- */

static int
check_codes(struct str body, struct err *e)
{
	struct buf scratch = { 0 };
	bool good = true;
	struct js item;

	for (struct js_walk w = js_walk(js_of(body));
	     good && js_item(&w, &item);) {
		scratch.n = 0;
		good = code_territoire(js_text(js_get(item, "code"), &scratch));
	}
	buf_free(&scratch);
	return good ? 0
		    : err_set(e, "code: two or three characters are expected");
}

/* Returns the code of an item, checked by check_codes; the caller frees it. */
static char *
code_of(struct js item)
{
	struct buf scratch = { 0 };
	struct str code = js_text(js_get(item, "code"), &scratch);
	char *copy = xstrndup(code.p, code.n);

	buf_free(&scratch);
	return copy;
}

/* done frees the name of the raw file, which is a->arg. */
static void
ask_geo(struct fetch *f, const struct fetch_ask *how, char *name, char *url)
{
	struct fetch_ask a = *how;

	a.http.site = &geo;
	a.name = a.arg = name;
	fetch_ask(f, &a, url);
}

static void
on_last(struct fetch *f, struct fetch_ask *a, struct str body)
{
	(void)f;
	(void)body;
	free(a->arg);
}

static const struct fetch_ask communes = { .content = LIST, .done = on_last };
static const struct fetch_ask region = {
	.content = { .kind = CONTENT_JSON, .begins = "{" }, .done = on_last
};

static void
on_departements(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct js item;

	for (struct js_walk w = js_walk(js_of(body)); js_item(&w, &item);) {
		char *code = code_of(item);

		ask_geo(f, &communes, xasprintf("communes-%s.json", code),
		    fetch_url(f, ADDRESS_GEO,
			"/departements/%s/communes?fields=code,codesPostaux,"
			"centre,bbox,codeDepartement,codeRegion"
			"&geometry=centre",
			code));
		free(code);
	}
	free(a->arg);
}

static const struct fetch_ask departements = {
	.content = LIST, .check = check_codes, .done = on_departements
};

/* The regions of API Géo, and INSEE's overseas collectivities, about which API
 * Géo is asked. Île des Faisans, which is Spanish for half of the year, has no
 * entry there. */
static void
on_regions(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct js item;

	for (struct js_walk w = js_walk(js_of(body)); js_item(&w, &item);) {
		char *code = code_of(item);

		if (a->http.site == &insee && strcmp(code, "981") != 0)
			ask_geo(f, &region, xasprintf("region-%s.json", code),
			    fetch_url(f, ADDRESS_GEO, "/regions/%s", code));
		if (a->http.site == &geo || strcmp(code, "981") != 0)
			ask_geo(f, &departements,
			    xasprintf("departements-%s.json", code),
			    fetch_url(f, ADDRESS_GEO,
				"/regions/%s/departements", code));
		free(code);
	}
	free(a->arg);
}

/* ---- INSEE: the parts of communes, each with its commune ---- */

static struct parts {
	const char *list, *item, *file;
	struct buf *line; /* of the file, one for each item */
	size_t n;
} parts[] = {
	{ .list = "arrondissementsMunicipaux",
	    .item = "arrondissementMunicipal",
	    .file = "arrondissements.ndjson" },
	{ .list = "communesAssociees",
	    .item = "communeAssociee",
	    .file = "associees.ndjson" },
	{ .list = "communesDeleguees",
	    .item = "communeDeleguee",
	    .file = "deleguees.ndjson" },
};
#define PARTS (sizeof(parts) / sizeof(*parts))

static void
ask_insee(struct fetch *f, const struct fetch_ask *how, char *url)
{
	struct fetch_ask a = *how;

	a.http.site = &insee;
	a.http.fields = insee_fields;
	a.http.secret = insee_fields[0];
	fetch_ask(f, &a, url);
}

static int
check_ascendants(struct str body, struct err *e)
{
	size_t n = js_count(js_of(body));

	return n == 1 ? 0 : err_set(e, "one commune is expected, not %zu", n);
}

/* The line still lacks its closing brace. */
static void
on_ascendants(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct buf *line = a->arg;

	(void)f;
	js_put_key(line, "ascendants");
	js_put_compact(line, js_of(body));
	buf_str(line, "}\n");
}

static void
ask_ascendants(
    struct fetch *f, const struct parts *p, struct js item, struct buf *line)
{
	struct buf code = { 0 }, scratch = { 0 };
	char *url;

	js_put_compact(line, item);
	line->n--;
	url_put_escaped(&code, js_text(js_get(item, "code"), &scratch), "");
	url = fetch_url(f, ADDRESS_INSEE,
	    "/metadonnees/geo/%s/%s/ascendants?type=Commune", p->item,
	    buf_view(&code).p);
	ask_insee(f,
	    &(struct fetch_ask){ .content = { .kind = CONTENT_JSON,
				     .begins = "[",
				     .may_be_empty = true },
		.check = check_ascendants,
		.done = on_ascendants,
		.arg = line },
	    url);
	buf_free(&code);
	buf_free(&scratch);
}

static int
check_parts(struct str body, struct err *e)
{
	struct js item;

	for (struct js_walk w = js_walk(js_of(body)); js_item(&w, &item);)
		if (js_get(item, "code").type != JS_STRING)
			return err_set(e, "code: a string is expected");
	return 0;
}

static void
on_parts(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct parts *p = a->arg;
	struct js list = js_of(body), item;
	size_t i = 0;

	p->n = js_count(list);
	p->line = xcalloc(p->n, sizeof(*p->line));
	for (struct js_walk w = js_walk(list); js_item(&w, &item);)
		ask_ascendants(f, p, item, &p->line[i++]);
}

static void
put_parts(struct fetch *f, struct parts *p)
{
	struct buf all = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		buf_str(&all, buf_view(&p->line[i]).p);
		buf_free(&p->line[i]);
	}
	fetch_put(f, p->file, buf_view(&all));
	buf_free(&all);
	free(p->line);
}

/* ---- the first requests: six lists ---- */

static void
ask_lists(struct fetch *f)
{
	static const struct fetch_ask regions = {
		.content = LIST, .check = check_codes, .done = on_regions
	};
	struct fetch_ask collectivites = regions;

	ask_geo(f, &regions, xstrdup("regions.json"),
	    fetch_url(f, ADDRESS_GEO, "/regions"));
	collectivites.name = "collectivites.json";
	ask_insee(f, &collectivites,
	    fetch_url(
		f, ADDRESS_INSEE, "/metadonnees/geo/collectivitesDOutreMer"));
	fetch_ask(f,
	    &(struct fetch_ask){ .http.site = &enseignement_sup,
		.name = "academies.json",
		.content = { .kind = CONTENT_JSON, .begins = "[dep_code" } },
	    fetch_url(f, ADDRESS_ENSEIGNEMENT_SUP,
		"/api/explore/v2.1/catalog/datasets/"
		"fr-esr-referentiel-geographique/exports/json"
		"?group_by=dep_code,aca_nom,aca_id,aca_code"));
	for (size_t i = 0; i < PARTS; i++)
		ask_insee(f,
		    &(struct fetch_ask){ .content = LIST,
			.check = check_parts,
			.done = on_parts,
			.arg = &parts[i] },
		    fetch_url(f, ADDRESS_INSEE, "/metadonnees/geo/%s",
			parts[i].list));
}

int
main(int argc, char **argv)
{
	struct fetch f;
	char *field;

	fetch_begin(&f, argc, argv, "communes",
	    "fetch the communes and what is known of each", NULL);
	insee_fields[0] = field = fetch_secret_field(
	    "API_INSEE_TOKEN", "INSEE_HEADER", "Authorization: Bearer");

	ask_lists(&f);
	http_run();
	for (size_t i = 0; i < PARTS; i++)
		put_parts(&f, &parts[i]);
	fetch_end(&f);
	free(field);
	return 0;
}
