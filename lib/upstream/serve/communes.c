/* Communes: API Géo, INSEE, enseignement supérieur. */
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

/* Answers with a file, but like an API: without date and ranges. */
static bool
answer_list(struct answer *a, const char *form, const char *code)
{
	char *name = xasprintf("communes/%s%s.json", form, code);

	answer_file(a, name, type_of(name));
	a->file = false;
	free(name);
	return a->status == 200;
}

/* Answers /regions/CODE from its own file, or with an item of the list. */
static void
answer_region(struct answer *a, const char *code)
{
	struct js item;
	struct js_walk w;

	if (answer_list(a, "region-", code) ||
	    !file_map(a, "communes/regions.json"))
		return;
	w = js_walk(js_of(a->body));
	while (js_item(&w, &item))
		if (js_is(js_get(item, "code"), code)) {
			a->own.n = 0;
			js_put_raw(&a->own, item);
			answer_own(a, type_of(".json"));
			return;
		}
	answer_error(a, 404, "no such region\n");
}

static void
answer_geo(const struct request *r, struct answer *a)
{
	char *copy = xstrdup(r->path + 1), *rest = copy;
	const char *what = strsep(&rest, "/"), *code = strsep(&rest, "/");
	bool regions = !strcmp(what, "regions");

	if (regions && !code)
		answer_list(a, "regions", "");
	else if (regions && !rest)
		answer_region(a, code);
	else if (regions && !strcmp(rest, "departements"))
		answer_list(a, "departements-", code);
	else if (!regions && rest && !strcmp(rest, "communes"))
		answer_list(a, "communes-", code);
	free(copy);
}

static const struct list {
	const char *list, *one, *file;
} lists[] = {
	{ "arrondissementsMunicipaux", "arrondissementMunicipal",
	    "communes/arrondissements.ndjson" },
	{ "communesAssociees", "communeAssociee", "communes/associees.ndjson" },
	{ "communesDeleguees", "communeDeleguee", "communes/deleguees.ndjson" },
};

#define LISTS (sizeof(lists) / sizeof(*lists))

/* Answers with all items, without their ascendants, which have their own URLs.
 */
static void
answer_items(struct answer *a, const char *file)
{
	struct str rest, line;
	struct js key, value;

	if (!file_map(a, file))
		return;
	rest = a->body;
	a->own.n = 0;
	buf_byte(&a->own, '[');
	while (next_line(&rest, &line)) {
		js_put_comma(&a->own);
		buf_byte(&a->own, '{');
		for (struct js_walk w = js_walk(js_of(line));
		     js_member(&w, &key, &value);) {
			if (js_is(key, "ascendants"))
				continue;
			js_put_comma(&a->own);
			js_put_raw(&a->own, key);
			buf_byte(&a->own, ':');
			js_put_raw(&a->own, value);
		}
		buf_byte(&a->own, '}');
	}
	buf_byte(&a->own, ']');
	answer_own(a, type_of(".json"));
}

static void
answer_ascendants(struct answer *a, const char *file, const char *code)
{
	struct str rest, line;

	if (!file_map(a, file))
		return;
	rest = a->body;
	while (next_line(&rest, &line)) {
		struct js item = js_of(line);

		if (!js_is(js_get(item, "code"), code))
			continue;
		a->own.n = 0;
		js_put_raw(&a->own, js_get(item, "ascendants"));
		answer_own(a, type_of(".json"));
		return;
	}
	answer_error(a, 404, "no such code\n");
}

static void
answer_insee(const struct request *r, struct answer *a)
{
	char *copy = xstrdup(r->path + strlen("/metadonnees/geo/"));
	char *rest = copy, *what = strsep(&rest, "/");
	const char *code = strsep(&rest, "/");

	if (!code && !strcmp(what, "collectivitesDOutreMer"))
		answer_list(a, "collectivites", "");
	for (size_t i = 0; i < LISTS; i++)
		if (!code && !strcmp(what, lists[i].list))
			answer_items(a, lists[i].file);
		else if (rest && !strcmp(what, lists[i].one) &&
			 !strcmp(rest, "ascendants"))
			answer_ascendants(a, lists[i].file, code);
	free(copy);
}

/* INSEE's token is in one of two fields. */
static bool
has_token(const struct request *r)
{
	const char *token = request_header(r, "X-INSEE-Api-Key-Integration");
	const char *bearer = request_header(r, "Authorization");

	if (bearer && !strncmp(bearer, "Bearer ", 7))
		token = bearer + 7;
	return token &&
	       !strcmp(token, secret_of("API_INSEE_TOKEN", "insee-token"));
}

void
serve_communes(const struct request *r, struct answer *a)
{
	if (!strncmp(r->path, "/api/", 5)) {
		if (!strcmp(r->path, "/api/explore/v2.1/catalog/datasets/"
				     "fr-esr-referentiel-geographique/exports/"
				     "json"))
			answer_list(a, "academies", "");
	} else if (strncmp(r->path, "/metadonnees/", 13) != 0) {
		answer_geo(r, a);
	} else if (!has_token(r)) {
		answer_error(a, 401, "token\n");
	} else {
		answer_insee(r, a);
	}
}
