/*
 * fetch-npec: the workbooks of NPEC that France compétences lists on some
 * pages, and in resources.ndjson what the pages say about them [npec 1, 3.2].
 * One after the other, without retries.
 */
#include <stdlib.h>

#include "apprentissage/npec/npec_resource.h"
#include "base/text.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "format/arc.h"
#include "format/scrape.h"
#include "net/url.h"

#define LIST                                                                   \
	"/referentiels-et-bases-de-donnees/?thematics="                        \
	"financement-de-la-formation-professionnelle-et-de-lapprentissage"     \
	"&group=referentiels&paged=%d"
#define CARD "card--documents-list__container__"
#define PAGES_MAX 10 /* an empty page must come before */
#define NAME_BYTES_MAX 200

/* The documents that the site has as .xlsb only, and the workbooks that replace
 * them, which are no longer published. */
static const struct {
	const char *filename, *file;
} converted[] = {
	{ "Referentiel-NPEC-20222023_v24.08.203.xlsb.zip",
	    "Referentiel-NPEC-20222023_v24.08.203.xlsx" },
	{ "VF_17.03.2021_Référentiel-NPEC-20192020_avec_idcc.xlsb.zip",
	    "VF_17.03.2021_Référentiel-NPEC-20192020_avec_idcc.xlsx" },
};

struct document {
	char *url, *title, *description;
	char *file; /* name of its raw file */
	bool is_converted;
	msec date;
};

static struct http_site site = { .timeout = 300 };
static struct fetch fetch;
static struct document *list; /* in the order of the pages */
static size_t n_list, room;
static struct buf resources; /* resources.ndjson */

/* dd.MM.yy at midnight in Paris; the year may have four digits [npec 1]. */
static msec
date_of(struct str s)
{
	int digit[8], n = 0, year = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (i == 2 || i == 5) {
			if (s.p[i] != '.')
				return DAY_BAD;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || n == 8)
			return DAY_BAD;
		digit[n++] = s.p[i] - '0';
	}
	if (n < 6)
		return DAY_BAD;
	for (int i = 4; i < n; i++)
		year = year * 10 + digit[i];
	if (year < 100)
		year += year > 60 ? 1900 : 2000;
	return day_paris_midnight(
	    year, digit[2] * 10 + digit[3], digit[0] * 10 + digit[1]);
}

/* Returns text, trimmed, which the caller frees; frees text. Refuses an empty
 * one. */
static char *
need(char *text, const char *what, const struct fetch_ask *a)
{
	struct str s = js_trim_null(str_of(text));
	char *value = s.p ? xstrndup(s.p, s.n) : NULL;
	struct err e;

	free(text);
	if (value)
		return value;
	err_set(&e, "a document without %s", what);
	fetch_fail(a->fetch, NULL, a->url, EXIT_FAILED, &e);
}

static bool
is_name(const char *name)
{
	return !strchr(name, '/') && !arc_name_unsafe(name) &&
	       strlen(name) <= NAME_BYTES_MAX;
}

/* Returns the workbook that replaces a document, or NULL. */
static const char *
converted_of(const char *filename)
{
	for (size_t i = 0; i < sizeof(converted) / sizeof(*converted); i++)
		if (!strcmp(converted[i].filename, filename))
			return converted[i].file;
	return NULL;
}

/* If two documents have one name, the later one takes the place of the first.
 */
static struct document *
place_of(const char *file)
{
	for (size_t i = 0; i < n_list; i++)
		if (!strcmp(list[i].file, file))
			return &list[i];
	list = xroom(list, n_list, &room, sizeof(*list));
	list[n_list] = (struct document){ 0 };
	return &list[n_list++];
}

static void
document_free(struct document *d)
{
	free(d->url);
	free(d->file);
	free(d->title);
	free(d->description);
}

/* Returns the name of the raw file of d, which the caller frees, or NULL. */
static char *
file_of(struct document *d)
{
	char *filename = npec_filename(str_of(d->url));
	const char *instead = filename ? converted_of(filename) : NULL;

	d->is_converted = instead != NULL;
	if (filename && is_name(filename) && !instead)
		return filename;
	free(filename);
	return instead ? xstrdup(instead) : NULL;
}

/* Skips documents that no import can read: in the reference each fails by
 * itself. */
static void
add_document(struct document *d, const char *date)
{
	struct document *place;

	d->file = file_of(d);
	d->date = date_of(str_of(date));
	if (d->file && d->date != DAY_BAD) {
		place = place_of(d->file);
		document_free(place);
		*place = *d;
		return;
	}
	if (d->file)
		warn("%s: no date '%s': left out", url_name(d->url), date);
	else
		warn("%s: neither .xlsx nor .zip: left out", url_name(d->url));
	document_free(d);
}

static void
take_link(const struct scrape *s, const struct fetch_ask *a)
{
	struct document d = { 0 };
	char *date;

	d.url = need(scrape_attribute(s, "href"), "an address", a);
	date = need(scrape_text(s, CARD "date"), "a date", a);
	d.title = need(scrape_text(s, CARD "title"), "a title", a);
	d.description =
	    need(scrape_text(s, CARD "description"), "a description", a);
	if (!url_is_http(d.url))
		free(need(NULL, "an absolute address", a));
	add_document(&d, date);
	free(date);
}

/* a->arg, a size_t, counts the links. */
static void
take_page(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct err e;
	struct scrape *s = scrape_open(body, &e);
	size_t *links = a->arg;

	if (!s)
		fetch_fail(f, NULL, a->url, EXIT_FAILED, &e);
	while (scrape_next(s)) {
		char *download = scrape_attribute(s, "download");

		if (download &&
		    scrape_is_within(s, "block--documents-list__results")) {
			take_link(s, a);
			++*links;
		}
		free(download);
	}
	scrape_close(s);
}

/* Reads page n; returns the number of documents on it. */
static size_t
read_page(int n)
{
	size_t links = 0;
	struct fetch_ask ask = { .http.site = &site,
		.content = { .kind = CONTENT_HTML },
		.done = take_page,
		.arg = &links };

	fetch_ask(&fetch, &ask, fetch_url(&fetch, ADDRESS_NPEC, LIST, n));
	http_run();
	return links;
}

static _Noreturn void
refuse_page(int page, const char *why)
{
	struct err e;

	err_set(&e, "%s", why);
	fetch_fail(&fetch, NULL, fetch_url(&fetch, ADDRESS_NPEC, LIST, page),
	    EXIT_FAILED, &e);
}

/* An empty page ends the list. */
static void
read_pages(void)
{
	int n = 1;

	for (; read_page(n); n++)
		if (n == PAGES_MAX)
			refuse_page(n, "a list of too many pages");
	if (n == 1)
		refuse_page(n, "an empty list");
}

static void
put_resource(const struct document *d)
{
	npec_resource_put(
	    &resources, d->file, d->url, d->title, d->description, d->date);
}

/* The URLs of a page may contain blanks and accents. */
static void
fetch_listed(const struct document *d)
{
	char *url = url_resolve(NULL, d->url);
	struct fetch_file file = { .name = d->file,
		.http = { .site = &site,
		    .url = url ? url : d->url,
		    .plain = true },
		.content = { .kind = CONTENT_ZIP } };

	fetch_file(&fetch, &file);
	put_resource(d);
	free(url);
}

static void
fetch_converted(const struct document *d)
{
	char *path = xasprintf("npec/%s", d->file);

	if (fetch_static_has(&fetch, path)) {
		fetch_static(&fetch, path, d->file, NULL);
		put_resource(d);
	} else {
		warn("%s: no longer published, and not in --static: left out",
		    d->file);
	}
	free(path);
}

int
main(int argc, char **argv)
{
	fetch_begin(&fetch, argc, argv, "npec",
	    "fetch the amounts at which contracts are paid", NULL);
	read_pages();
	for (size_t i = 0; i < n_list; i++)
		if (list[i].is_converted)
			fetch_converted(&list[i]);
		else
			fetch_listed(&list[i]);
	fetch_put(&fetch, "resources.ndjson", buf_view(&resources));
	fetch_end(&fetch);
	for (size_t i = 0; i < n_list; i++)
		document_free(&list[i]);
	free(list);
	buf_free(&resources);
	return 0;
}
