/*
 * fetch-kit-apprentissage: the pairs (CFD, RNCP) of the kit's API, page by page
 * [kit_apprentissage 4], as one file with one record per line, each unmodified.
 *
 * The first page says how many records there are; the other pages may
 * nevertheless be short or empty.
 */
#include <math.h>
#include <stdlib.h>

#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "json/js.h"
#include "json/schema.h"

#define PATH "/cfd_rncp_intitule"
#define PAGE_SIZE 100
#define TOTAL_MAX 1e6

static struct http_site kit = { .timeout = 120,
	.tokens = 5,
	.window = 10000,
	.retry = HTTP_AGAIN,
	.patience = 900 };

/* clang-format off */
static const struct field pair[] = {
	S_NULL("cfd", F_STRING), S_NULL("rncp", F_STRING), S_END };
static const struct field a_pair = S_OBJECT("", 0, pair);
static const struct field members[] = {
	S_REQ("total", F_NUMBER), S_ARRAY("data", 0, &a_pair), S_END };
static const struct field answer = S_OBJECT("", 0, members);
/* clang-format on */

static struct {
	char *token_field; /* of the request's header */
	size_t records, n_rest;
	struct buf first, *rest; /* the records of each page, one per line */
} my;

static int
check_page(struct str body, struct err *e)
{
	struct buf copy = { 0 };
	int rc = schema_copy(&answer, js_of(body), &copy, e);

	buf_free(&copy);
	return rc;
}

/* Appends a record on one line: line ends are white space in JSON. */
static void
put_record(struct buf *lines, struct js record)
{
	size_t from = lines->n;

	buf_add(lines, record.p, record.n);
	for (size_t i = from; i < lines->n; i++)
		if (lines->p[i] == '\n' || lines->p[i] == '\r')
			lines->p[i] = ' ';
	buf_byte(lines, '\n');
	my.records++;
}

/* Puts the records into a->arg, a struct buf; returns the total. */
static double
take_records(struct fetch_ask *a, struct str body)
{
	static const char *const names[] = { "total", "data" };
	struct js v[2], record;
	struct js_walk w;

	js_pick(js_of(body), names, 2, v);
	w = js_walk(v[1]);
	while (js_item(&w, &record))
		put_record(a->arg, record);
	return js_number(v[0]);
}

static void
take_page(struct fetch *f, struct fetch_ask *a, struct str body)
{
	(void)f;
	take_records(a, body);
}

static void
ask_page(struct fetch *f, size_t number,
    void (*done)(struct fetch *, struct fetch_ask *, struct str),
    struct buf *lines)
{
	const char *const fields[] = { my.token_field, NULL };
	struct fetch_ask ask = {
		.http = { .site = &kit, .fields = fields, .secret = true },
		.content = { .kind = CONTENT_JSON,
		    .begins = "{data",
		    .may_be_empty = true },
		.check = check_page,
		.done = done,
		.arg = lines,
	};

	fetch_ask(f, &ask,
	    fetch_url(f, ADDRESS_KIT, PATH "?page_num=%zu&page_size=%d", number,
		PAGE_SIZE));
}

static void
take_first(struct fetch *f, struct fetch_ask *a, struct str body)
{
	double total = take_records(a, body);
	struct err e;

	if (!(total >= 0 && total <= TOTAL_MAX)) {
		err_set(&e, "total: not a number of records '%g'", total);
		fetch_fail(f, NULL, a->url, EXIT_FAILED, &e);
	}
	if (total > PAGE_SIZE)
		my.n_rest = (size_t)ceil(total / PAGE_SIZE) - 1;
	my.rest = xcalloc(my.n_rest + 1, sizeof(*my.rest));
	for (size_t i = 0; i < my.n_rest; i++)
		ask_page(f, i + 2, take_page, &my.rest[i]);
}

static _Noreturn void
refuse_none(struct fetch *f)
{
	char *url = fetch_url(f, ADDRESS_KIT, PATH);
	struct err e;

	err_set(&e, "no record at all");
	fetch_fail(f, "api.ndjson", url, EXIT_FAILED, &e);
}

/* Stages the records of all pages, in order, as one file. */
static void
put_pages(struct fetch *f)
{
	for (size_t i = 0; i < my.n_rest; i++) {
		buf_add(&my.first, my.rest[i].p, my.rest[i].n);
		buf_free(&my.rest[i]);
	}
	if (!my.records)
		refuse_none(f);
	note("%s: %zu records on %zu pages", f->source, my.records,
	    my.n_rest + 1);
	fetch_put(f, "api.ndjson", buf_view(&my.first));
	free(my.rest);
	buf_free(&my.first);
}

int
main(int argc, char **argv)
{
	struct fetch f;
	char *token;

	fetch_begin(&f, argc, argv, "kit_apprentissage",
	    "fetch the pairs of the kit apprentissage", NULL);
	token = fetch_secret("API_KIT_APPRENTISSAGE_TOKEN");
	my.token_field = xasprintf("token-connexion: %s", token);
	ask_page(&f, 1, take_first, &my.first);
	http_run();
	put_pages(&f);
	fetch_end(&f);
	free(token);
	free(my.token_field);
	return 0;
}
