/*
 * fetch-static: copies files that the publisher of a source no longer serves,
 * from a site that lists them in SHA256SUMS, as sha256sum(1) does, or from a
 * directory. fetch-npec copies those of NPEC, because it knows which are
 * needed.
 */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/sha256.h"
#include "fetch/fetch.h"
#include "format/arc.h"

static struct http_site site = { .timeout = 300 };
static struct fetch fetch;
static struct buf sums; /* SHA256SUMS */
static size_t n_files;

/* A line of SHA256SUMS: "DIGEST  PATH", or "DIGEST *PATH". */
struct sum {
	char digest[SHA256_TEXT_MAX];
	char *path;
};

/* Parses the next line of *rest; -1 and e if it is invalid. The caller frees
 * sum->path. */
static int
take_sum(struct str *rest, struct sum *sum, struct err *e)
{
	const size_t digits = SHA256_TEXT_MAX - 1;
	const char *end = memchr(rest->p, '\n', rest->n);
	struct str line = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
	const char *p = line.p;

	rest->p += line.n + 1;
	rest->n -= line.n + (end ? 1 : 0);
	*sum = (struct sum){ 0 };
	if (line.n > digits + 2 && p[digits] == ' ' &&
	    (p[digits + 1] == ' ' || p[digits + 1] == '*')) {
		memcpy(sum->digest, p, digits);
		sum->path = xstrndup(p + digits + 2, line.n - digits - 2);
	}
	if (sum->path && strspn(sum->digest, "0123456789abcdef") == digits &&
	    !memchr(line.p, '\0', line.n) && !arc_name_unsafe(sum->path))
		return 0;
	free(sum->path);
	sum->path = NULL;
	err_set(e, "not a line of sha256sum: '%s'", err_quote(line.p, line.n));
	return -1;
}

static int
check_sums(struct str body, struct err *e)
{
	struct sum sum;

	while (body.n) {
		if (take_sum(&body, &sum, e))
			return -1;
		free(sum.path);
	}
	return 0;
}

static void
take_sums(struct fetch *f, struct fetch_ask *a, struct str body)
{
	(void)f;
	(void)a;
	buf_add(&sums, body.p, body.n);
}

/* Returns the part of path below the source's directory; NULL if it is not
 * below. */
static const char *
name_of(const char *path)
{
	size_t n = strlen(fetch.source);

	return !strncmp(path, fetch.source, n) && path[n] == '/' && path[n + 1]
		   ? path + n + 1
		   : NULL;
}

static void
fetch_listed(void)
{
	struct fetch_ask ask = { .http.site = &site,
		.content = { .kind = CONTENT_LINES },
		.check = check_sums,
		.done = take_sums };
	struct str rest;
	struct sum sum;

	fetch_ask(&fetch, &ask, fetch_static_url(&fetch, "SHA256SUMS"));
	http_run();
	for (rest = buf_view(&sums); rest.n;) {
		const char *name;

		if (take_sum(&rest, &sum, NULL))
			return;
		if ((name = name_of(sum.path))) {
			fetch_static(&fetch, sum.path, name, sum.digest);
			n_files++;
		}
		free(sum.path);
	}
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* Returns DIR/SOURCE, which must exist; the caller frees it. */
static char *
static_folder(void)
{
	char *folder;

	if (!fetch.statics)
		die("%s: nothing to copy: --static DIR or STATIC_URL is needed",
		    fetch.source);
	folder = xasprintf("%s/%s", fetch.statics, fetch.source);
	if (access(folder, R_OK | X_OK) < 0)
		die("%s: nothing to copy: %s:", fetch.source, folder);
	return folder;
}

/* Copies the regular files below DIR/SOURCE, in the order of their names. */
static void
copy_folder(void)
{
	char *folder = static_folder();
	char *const roots[] = { folder, NULL };
	FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	const FTSENT *e;

	if (!tree)
		die("%s:", folder);
	while ((e = fts_read(tree)))
		if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR) {
			errno = e->fts_errno;
			die("%s: %s:", fetch.source, e->fts_path);
		} else if (e->fts_info == FTS_F) {
			const char *path =
			    e->fts_path + strlen(fetch.statics) + 1;

			fetch_static(&fetch, path, name_of(path), NULL);
			n_files++;
		}
	fts_close(tree);
	if (!n_files)
		die("%s: %s: nothing to copy", fetch.source, folder);
	free(folder);
}

int
main(int argc, char **argv)
{
	fetch_begin(&fetch, argc, argv, NULL,
	    "fetch what a publisher no longer serves",
	    "kit_apprentissage|mission_locale");
	if (fetch_static_is_remote(&fetch))
		fetch_listed();
	else
		copy_folder();
	if (!n_files)
		note("%s: no file that is no longer published", fetch.source);
	fetch_end(&fetch);
	buf_free(&sums);
	return 0;
}
