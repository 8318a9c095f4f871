/* Data.gouv: France Compétences's archives, and KALI's list. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "crypto/sha256.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

#define KALI "02b67492-5243-44e8-8dd1-0cb3f90f35ff"
#define LATEST "/fr/datasets/r/"

/* Writes the identifier of a resource, a function of its title. */
static void
uuid_of(const char *title, char uuid[37])
{
	char sum[SHA256_TEXT_MAX];
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, title, strlen(title));
	sha256_end(&s, sum);
	snprintf(uuid, 37, "%.8s-%.4s-4%.3s-8%.3s-%.12s", sum, sum + 8,
	    sum + 12, sum + 15, sum + 18);
}

/* day: YYYY-MM-DD; the time of day is a function of the content. */
static void
put_resource(struct buf *b, const char *id, const char *title, const char *day,
    uint64_t sum)
{
	unsigned s = (unsigned)(sum % 86400);

	js_put_comma(b);
	buf_fmt(
	    b, "{\"created_at\":\"%.10sT01:02:03.450000+00:00\",\"id\":", day);
	js_put_text(b, str_of(id));
	buf_fmt(b,
	    ",\"last_modified\":\"%.10sT%02u:%02u:%02u.320000+00:00\","
	    "\"latest\":\"%s" LATEST "%s\",\"title\":",
	    day, s / 3600, s / 60 % 60, s % 60, serve_origin, id);
	js_put_text(b, str_of(title));
	buf_str(b, ",\"type\":\"main\"}");
}

static bool
is_archive(const char *name)
{
	return !strncmp(name, "export-fiches-csv-", 18) && strlen(name) >= 32 &&
	       !strncmp(name + 28, ".zip", 4);
}

static int
list_archive(const struct dirent *d)
{
	return is_archive(d->d_name);
}

/* Returns the names of the *n archives, the latest first; the caller frees
 * them. */
static struct dirent **
archives(int *n)
{
	char *folder = xasprintf("%s/france_competence", serve_dir);
	struct dirent **entry = NULL;

	*n = scandir(folder, &entry, list_archive, alphasort);
	free(folder);
	for (int i = 0; i < *n / 2; i++) {
		struct dirent *d = entry[i];

		entry[i] = entry[*n - 1 - i];
		entry[*n - 1 - i] = d;
	}
	return entry;
}

static uint64_t
sum_of(const char *folder, const char *name)
{
	struct answer a = { 0 };
	char *path = xasprintf("%s/%s", folder, name);
	uint64_t sum = file_map(&a, path) ? body_sum(a.body) : 0;

	free(path);
	answer_free(&a);
	return sum;
}

static void
answer_archives(struct answer *a)
{
	static const char xml[] = "export-fiches-rncp-v4-1-2025-09-05.zip";
	char uuid[37];
	int n;
	struct dirent **entry = archives(&n);

	a->own.n = 0;
	buf_str(&a->own, "{\"id\":\"5eebbc067a14b6fecc9c9976\",\"title\":"
			 "\"Répertoire national des certifications "
			 "professionnelles\",\"resources\":[");
	uuid_of(xml, uuid);
	put_resource(&a->own, uuid, xml, "2025-09-05", 0);
	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;

		uuid_of(name, uuid);
		put_resource(&a->own, uuid, name, name + 18,
		    sum_of("france_competence", name));
		free(entry[i]);
	}
	free(entry);
	buf_str(&a->own, "]}");
	answer_own(a, type_of(".json"));
}

/* Answers with the stored dataset, in which this origin replaces
 * "https://host/". */
static bool
answer_kept(struct answer *a)
{
	struct str rest;

	if (!file_map(a, "france_competence/dataset.json"))
		return false;
	a->own.n = 0;
	for (rest = a->body; rest.n;) {
		const char *end = rest.p + rest.n;
		const char *url = memmem(rest.p, rest.n, "\"https://", 9);
		const char *host = url ? url + 9 : end;
		const char *path = memchr(host, '/', (size_t)(end - host));

		if (!url || !path) {
			buf_add(&a->own, rest.p, rest.n);
			break;
		}
		buf_add(&a->own, rest.p, (size_t)(url - rest.p) + 1);
		buf_str(&a->own, serve_origin);
		rest = (struct str){ path, (size_t)(end - path) };
	}
	answer_own(a, type_of(".json"));
	return true;
}

/* Copies to title the title of the resource whose latest URL ends in id. */
static bool
title_of(struct str dataset, const char *id, struct buf *title)
{
	struct js resource;
	struct js_walk w = js_walk(js_get(js_of(dataset), "resources"));

	while (js_item(&w, &resource)) {
		struct buf scratch = { 0 };
		struct str latest =
		    js_text(js_get(resource, "latest"), &scratch);
		size_t n = strlen(id);
		bool found = latest.p && latest.n > n &&
			     !memcmp(latest.p + latest.n - n, id, n);

		buf_free(&scratch);
		if (found) {
			struct str text =
			    js_text(js_get(resource, "title"), title);

			if (text.p != title->p)
				buf_add(title, text.p, text.n);
			return true;
		}
	}
	return false;
}

static void
answer_latest(const char *id, struct answer *a)
{
	struct answer list = { 0 };
	struct buf title = { 0 }, path = { 0 };

	if (!answer_kept(&list))
		answer_archives(&list);
	if (title_of(list.body, id, &title)) {
		buf_str(&path, "/resources/france_competence/");
		percent_encode(buf_view(&title).p, &path);
		answer_redirect(a, buf_view(&path).p);
	}
	answer_free(&list);
	buf_free(&title);
	buf_free(&path);
}

void
serve_france_competence(const struct request *r, struct answer *a)
{
	static const char resources[] = "/resources/";

	if (!strncmp(r->path, "/api/", 5)) {
		if (!answer_kept(a))
			answer_archives(a);
	} else if (!strncmp(r->path, LATEST, strlen(LATEST))) {
		answer_latest(r->path + strlen(LATEST), a);
	} else {
		answer_file(a, r->path + strlen(resources), type_of(r->path));
	}
}

void
serve_kali_ccn(const struct request *r, struct answer *a)
{
	static const char pdf[] = "Notice.pdf", resources[] = "/resources/";
	char uuid[37];

	if (!strncmp(r->path, "/api/", 5)) {
		a->own.n = 0;
		buf_str(&a->own, "{\"id\":\"53ba5033a3a729219b7bead9\","
				 "\"title\":\"Conventions collectives "
				 "nationales\",\"resources\":[");
		uuid_of(pdf, uuid);
		put_resource(&a->own, uuid, pdf, "2025-01-06", 0);
		put_resource(&a->own, KALI, "Liste des conventions.xlsx",
		    "2025-09-01", sum_of("kali_ccn", "kali.xlsx"));
		buf_str(&a->own, "]}");
		answer_own(a, type_of(".json"));
	} else if (!strncmp(r->path, LATEST, strlen(LATEST))) {
		answer_redirect(a, "/resources/kali_ccn/kali.xlsx");
	} else {
		answer_file(a, r->path + strlen(resources), type_of(r->path));
	}
}
