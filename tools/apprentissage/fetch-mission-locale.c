/*
 * fetch-mission-locale: asks UNML about the missions locales that the coverage
 * file names [mission_locale 3].
 *
 * A request has the first two characters of a postal code. It is skipped for a
 * row of the coverage whose mission is in an earlier answer, so the requests
 * are sent one after the other. The importer proceeds in the same way.
 */
#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#include "apprentissage/sources/mission_locale.h"
#include "base/hash.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "format/dsv.h"

static struct http_site unml = { .timeout = 30, .tokens = 10, .window = 1000 };

enum { CODE_ML, CODE_POSTAL, COLUMNS };
static const char *const names[] = { "Code ML", "Code Postal ML" };
static int column[COLUMNS];

static struct hash codes;    /* codes of the missions found so far */
static struct hash prefixes; /* prefixes requested so far */

static int
check(struct str body, struct err *e)
{
	if (js_get(js_of(body), "success").type != JS_TRUE)
		return err_set(e, "success: true is expected");
	return 0;
}

static void
on_answer(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct js results = js_get(js_of(body), "results"), item;
	struct buf scratch = { 0 };

	(void)f;
	(void)a;
	for (struct js_walk w = js_walk(results); js_item(&w, &item);) {
		scratch.n = 0;
		hash_put(
		    &codes, mission_code(js_get(item, "structure"), &scratch));
	}
	buf_free(&scratch);
}

static void
ask(struct fetch *f, const char *prefix)
{
	char *name = xasprintf("unml/%s.json", prefix);

	fetch_ask(f,
	    &(struct fetch_ask){ .http.site = &unml,
		.name = name,
		.content = { .kind = CONTENT_JSON,
		    .begins = "{results",
		    .may_be_empty = true },
		.check = check,
		.done = on_answer },
	    fetch_url(f, ADDRESS_UNML, "/TrouveTaML/?search_=%s", prefix));
	http_run();
	free(name);
}

static int
header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	(void)ctx;
	for (size_t i = 0; i < COLUMNS; i++)
		if (dsv_columns(name, n, &names[i], 1, &column[i]))
			return err_set(e, "%s: no such column", names[i]);
	return 0;
}

static int
record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	struct str code = cell[column[CODE_ML]];
	struct str postal = cell[column[CODE_POSTAL]];
	char prefix[3] = "";
	uint32_t known = prefixes.n;

	(void)number;
	(void)n;
	if (hash_find(&codes, code) != HASH_NONE)
		return 0;
	memcpy(prefix, postal.p, postal.n < 2 ? postal.n : 2);
	if (!isalnum((unsigned char)prefix[0]) ||
	    !isalnum((unsigned char)prefix[1]))
		return err_set(e, "%s: a postal code is expected, not '%s'",
		    names[CODE_POSTAL], err_quote(postal.p, postal.n));
	if (hash_put(&prefixes, str_of(prefix)) == known)
		ask(ctx, prefix);
	hash_put(&codes, code); /* if not found, this row describes it */
	return 0;
}

static void
read_coverage(struct fetch *f)
{
	static const struct dsv_options options = { .delimiter = ';',
		.quoted = true,
		.trim = true,
		.encoding = DSV_UTF8 };
	const struct dsv_handler handler = { header, record, f };
	char *path = xasprintf("%s/couverture.csv", f->raw);
	struct err e;

	if (access(path, F_OK) < 0)
		die("%s: missing, and no longer published: put it into"
		    " %s/mission_locale and run fetch-static(1)",
		    path, f->statics ? f->statics : "data/static");
	if (dsv_read_file(path, &options, &handler, &e))
		die("%s", e.msg);
	if (!prefixes.n)
		die("%s: no mission in it", path);
	free(path);
}

int
main(int argc, char **argv)
{
	struct fetch f;

	fetch_begin(&f, argc, argv, "mission_locale",
	    "ask UNML for the missions locales of the coverage file", NULL);
	read_coverage(&f);
	fetch_end(&f);
	hash_free(&codes);
	hash_free(&prefixes);
	return 0;
}
