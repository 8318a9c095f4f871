/*
 * fetch-dares: the workbooks of the ministry of labour: its list of the
 * conventions collectives, and the table of the DARES from APE codes to them.
 * Each is the target of one link of a page, found by its words [dares_ccn 1]
 * [dares_ape_idcc 1]. Three requests, without retries: the page, the date of
 * the workbook, the workbook.
 */
#include <stdlib.h>

#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "format/scrape.h"
#include "net/url.h"

#define APE_TITLE                                                              \
	"Table de passage entre la convention collective (code IDCC) et le "   \
	"secteur d'activité (code APE)"

static bool
is_ccn(const struct scrape *s)
{
	char *title = scrape_attribute(s, "title");
	bool is = scrape_has_class(s, "fr-link--download") &&
		  scrape_has_class(s, "file--x-office-spreadsheet") && title &&
		  strstr(title,
		      "Liste des conventions collectives et de leur code IDCC");

	free(title);
	return is;
}

static bool
is_ape(const struct scrape *s)
{
	char *title = scrape_attribute(s, "data-title");
	bool is = scrape_has_class(s, "xlsx") && title &&
		  !strncmp(title, APE_TITLE, strlen(APE_TITLE));

	free(title);
	return is;
}

static const struct workbook {
	const char *source, *variable, *base, *page, *name;
	bool (*is_link)(const struct scrape *s);
	const char *title; /* the attribute with its title, or NULL */
} workbooks[] = {
	{ "dares_ccn", ADDRESS_DARES_CCN,
	    "/dialogue-social/negociation-collective/article/"
	    "conventions-collectives-nomenclatures",
	    "dares_ccn.xlsx", is_ccn, "data-tracking-download-label" },
	{ "dares_ape_idcc", ADDRESS_DARES_APE_IDCC,
	    "/donnees/"
	    "les-portraits-statistiques-de-branches-professionnelles",
	    "dares_ape_idcc.xlsx", is_ape, NULL },
};

static struct http_site site = { .timeout = 300 };
static struct fetch fetch;
static const struct workbook *workbook;
static char *page; /* the URL of the page */
static char *href; /* target of its link */

/* Refuses the page, and says why, with the name of an attribute or "". */
static _Noreturn void
refuse_page(const char *why, const char *name)
{
	struct err e;

	err_set(&e, "%s%s", why, name);
	fetch_fail(&fetch, workbook->name, page, EXIT_FAILED, &e);
}

/* Returns an attribute of the link, which must exist and not be empty. */
static char *
need(const struct scrape *s, const char *name)
{
	char *value = scrape_attribute(s, name);

	if (value && *value)
		return value;
	free(value);
	refuse_page("its link to the workbook has no ", name);
}

static void
take_page(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct err e;
	struct scrape *s = scrape_open(body, &e);

	(void)a;
	if (!s)
		fetch_fail(f, workbook->name, page, EXIT_FAILED, &e);
	while (scrape_next(s)) {
		if (!workbook->is_link(s))
			continue;
		if (href)
			refuse_page("several links to the workbook", "");
		href = need(s, "href");
		if (workbook->title)
			free(need(s, workbook->title));
	}
	if (!href)
		refuse_page("no link to the workbook", "");
	scrape_close(s);
}

static bool
is_dated(const struct http_head *head)
{
	return http_is_date(head->last_modified);
}

static _Noreturn void
refuse_undated(const char *url)
{
	struct err e;

	err_set(&e, "no date in Last-Modified");
	fetch_fail(&fetch, workbook->name, url, EXIT_FAILED, &e);
}

/* Checks that the workbook has a date. If the server refuses HEAD, is_ready
 * checks the answer to GET instead. */
static void
check_date(const char *url)
{
	struct http h = { .site = &site, .url = url, .method = "HEAD" };
	int rc = http_do(&h);
	bool refused =
	    !rc && (h.head.status == 501 || http_verdict(&h) == EXIT_FAILED);

	if (!refused && (rc = http_verdict(&h)))
		fetch_fail(&fetch, workbook->name, url, rc, &h.e);
	if (!refused && !is_dated(&h.head))
		refuse_undated(url);
	http_reset(&h);
}

/* 304 need not repeat the date. */
static bool
is_ready(const struct http_head *head)
{
	return head->status != 200 || is_dated(head);
}

static void
fetch_workbook(void)
{
	char *base = fetch_url(&fetch, workbook->variable, workbook->base, "/");
	char *url = url_resolve(base, href);
	struct fetch_file file = { .name = workbook->name,
		.http = { .site = &site, .url = url, .plain = true },
		.content = { .kind = CONTENT_ZIP },
		.is_ready = is_ready };

	if (!url)
		refuse_page("its link to the workbook leads nowhere", "");
	check_date(url);
	fetch_file(&fetch, &file);
	if (!file.ready)
		refuse_undated(url);
	free(base);
	free(url);
}

int
main(int argc, char **argv)
{
	struct fetch_ask ask = { .http.site = &site,
		.content = { .kind = CONTENT_HTML },
		.done = take_page };

	fetch_begin(&fetch, argc, argv, NULL, "fetch a workbook of the DARES",
	    "dares_ccn|dares_ape_idcc");
	for (workbook = workbooks; strcmp(workbook->source, fetch.source) != 0;)
		workbook++;
	page = fetch_url(
	    &fetch, workbook->variable, workbook->base, "%s", workbook->page);
	fetch_ask(&fetch, &ask, xstrdup(page));
	http_run();
	fetch_workbook();
	fetch_end(&fetch);
	free(page);
	free(href);
	return 0;
}
