/*
 * fetch-data-gouv: downloads a source from www.data.gouv.fr: the archives of
 * France Compétences that are listed now, in addition to earlier ones, or the
 * workbook of the base KALI [common 4.1] [france_competence 1] [kali_ccn 1].
 * One after the other, without retries.
 */
#include <stdlib.h>

#include "apprentissage/france_competence/fc_archive.h"
#include "base/hash.h"
#include "base/text.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "format/code.h"
#include "net/url.h"
#include "json/schema.h"

#define KALI "02b67492-5243-44e8-8dd1-0cb3f90f35ff"
#define TITLE_MAX                                                              \
	120 /* bytes of a title or an id; a file name has at most 255 */

/* A date without a time is refused. */
static bool
is_date_time(struct str s)
{
	return memchr(s.p, 'T', s.n) && day_parse(s) != DAY_BAD;
}

/* clang-format off */
static const struct field resource[] = {
	S_CODE("created_at", 0, is_date_time, "a date-time with an offset"),
	S_REQ("id", F_STRING),
	S_CODE("last_modified", 0, is_date_time, "a date-time with an offset"),
	S_CODE("latest", 0, code_url, "an absolute URL"),
	S_REQ("title", F_STRING),
	S_END };
static const struct field a_resource = S_OBJECT("", 0, resource);
static const struct field members[] = {
	S_REQ("id", F_STRING),
	S_REQ("title", F_STRING),
	S_ARRAY("resources", 0, &a_resource),
	S_END };
static const struct field metadata = S_OBJECT("", 0, members);
/* clang-format on */

static struct http_site site = { .timeout = 300 };
static struct {
	struct fetch fetch;
	char *address;     /* URL of the metadata */
	struct buf doc;    /* the checked metadata */
	struct hash names; /* of the archives so far */
	struct buf scratch;
} gouv;

/* Refuses the metadata, and says why, with the wrong value unless it is NULL.
 */
static _Noreturn void
refuse_metadata(const char *why, struct str value)
{
	struct err e;

	if (value.p)
		err_set(&e, "%s '%s'", why, err_quote(value.p, value.n));
	else
		err_set(&e, "%s", why);
	fetch_fail(&gouv.fetch, NULL, gouv.address, EXIT_FAILED, &e);
}

static void
take_metadata(struct fetch *f, struct fetch_ask *a, struct str body)
{
	struct err e;

	if (js_check(body.p, body.n, &e) ||
	    schema_copy(&metadata, js_of(body), &gouv.doc, &e))
		fetch_fail(f, a->name, gouv.address, EXIT_FAILED, &e);
}

static void
fetch_resource(const char *name, struct js r)
{
	struct fetch_file file = { .name = name,
		.http = { .site = &site, .plain = true },
		.content = { .kind = CONTENT_ZIP } };
	struct str latest;
	char *text, *url;

	gouv.scratch.n = 0;
	latest = js_trim(js_text(js_get(r, "latest"), &gouv.scratch));
	text = xstrndup(latest.p, latest.n);
	url = url_resolve(NULL, text);
	if (!url)
		refuse_metadata("latest: neither http nor https", latest);
	file.http.url = url;
	fetch_file(&gouv.fetch, &file);
	free(text);
	free(url);
}

/* Appends s as a part of a file name. */
static void
put_name(struct buf *b, struct str s)
{
	if (s.n > TITLE_MAX)
		refuse_metadata("too long for the name of a file", s);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_byte(b, c < ' ' || c == '/' || c == 0x7f ? '_' : s.p[i]);
	}
}

/* The name of an archive is its title; a second archive of that title has its
 * id appended. */
static void
name_archive(struct buf *name, struct js r, struct str title)
{
	struct buf id = { 0 };
	uint32_t n = gouv.names.n;

	put_name(name, title);
	if (hash_put(&gouv.names, buf_view(name)) != n) {
		buf_byte(name, '.');
		put_name(name, js_text(js_get(r, "id"), &id));
		n = gouv.names.n;
		if (hash_put(&gouv.names, buf_view(name)) != n)
			refuse_metadata("listed twice", title);
	}
	buf_free(&id);
}

static void
fetch_archives(struct js resources)
{
	struct buf title = { 0 }, name = { 0 };
	struct js r;

	for (struct js_walk w = js_walk(resources); js_item(&w, &r);) {
		struct str text;
		msec date;

		title.n = name.n = gouv.scratch.n = 0;
		text = js_text(js_get(r, "title"), &gouv.scratch);
		buf_add(&title, text.p, text.n);
		date = fc_archive_date(buf_view(&title).p);
		if (date == DAY_NULL)
			continue;
		if (date == DAY_BAD)
			refuse_metadata("title: no such day", text);
		name_archive(&name, r, buf_view(&title));
		fetch_resource(buf_view(&name).p, r);
	}
	if (!gouv.names.n)
		refuse_metadata(
		    "an empty list: no archive of the fiches", STR_NULL);
	buf_free(&title);
	buf_free(&name);
}

static void
fetch_kali(struct js resources)
{
	struct js r;

	for (struct js_walk w = js_walk(resources); js_item(&w, &r);)
		if (js_is(js_get(r, "id"), KALI)) {
			fetch_resource("kali.xlsx", r);
			return;
		}
	refuse_metadata("no resource", STR(KALI));
}

static const struct dataset {
	const char *source, *id;
	const char *name; /* the raw file of the metadata, or NULL */
	void (*fetch)(struct js resources);
} datasets[] = {
	{ "france_competence", "5eebbc067a14b6fecc9c9976", "dataset.json",
	    fetch_archives },
	{ "kali_ccn", "53ba5033a3a729219b7bead9", NULL, fetch_kali },
};

int
main(int argc, char **argv)
{
	const struct dataset *d = datasets;
	struct fetch_ask ask = { .http.site = &site,
		.content = { .kind = CONTENT_JSON, .begins = "{" },
		.done = take_metadata };

	fetch_begin(&gouv.fetch, argc, argv, NULL,
	    "fetch what data.gouv.fr has of a source",
	    "france_competence|kali_ccn");
	while (strcmp(d->source, gouv.fetch.source) != 0)
		d++;
	gouv.address =
	    fetch_url(&gouv.fetch, ADDRESS_DATA_GOUV, "/datasets/%s", d->id);
	ask.name = d->name;
	fetch_ask(&gouv.fetch, &ask, xstrdup(gouv.address));
	http_run();
	d->fetch(js_get(js_of(buf_view(&gouv.doc)), "resources"));
	fetch_end(&gouv.fetch);
	free(gouv.address);
	buf_free(&gouv.doc);
	buf_free(&gouv.scratch);
	hash_free(&gouv.names);
	return 0;
}
