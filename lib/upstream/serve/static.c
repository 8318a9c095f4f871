/* Files that publishers no longer serve: the kit's history, two tables of
 * missions locales, workbooks of the NPEC; and their digests. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "crypto/sha256.h"
#include "format/arc.h"
#include "upstream/serve/serve.h"

/* Paths below /static/ and their places in DIR; the second kind is a whole
 * directory. */
static const struct {
	const char *path, *where;
} places[] = {
	{ "kit_apprentissage/history/", "kit_apprentissage/history/" },
	{ "mission_locale/couverture.csv", "mission_locale/couverture.csv" },
	{ "mission_locale/geopoints.csv", "mission_locale/geopoints.csv" },
	{ "npec/", "../static/npec/" },
};

#define PLACES (sizeof(places) / sizeof(*places))

static void
put_sum(struct buf *b, const char *where, const char *path, const char *name)
{
	char *file = xasprintf("%s/%s%s", serve_dir, where, name);
	char sum[SHA256_TEXT_MAX];
	struct err e;

	if (!sha256_file(file, sum, &e))
		buf_fmt(b, "%s  %s%s\n", sum, path, name);
	free(file);
}

static int
is_visible(const struct dirent *d)
{
	return *d->d_name != '.';
}

static void
put_sums(struct buf *b, const char *where, const char *path)
{
	char *folder = xasprintf("%s/%s", serve_dir, where);
	struct dirent **entry;
	int n = scandir(folder, &entry, is_visible, alphasort);

	for (int i = 0; i < n; i++) {
		put_sum(b, where, path, entry[i]->d_name);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	free(folder);
}

static bool
is_folder(const char *path)
{
	return path[strlen(path) - 1] == '/';
}

static void
answer_sums(struct answer *a)
{
	a->own.n = 0;
	for (size_t i = 0; i < PLACES; i++)
		if (is_folder(places[i].path))
			put_sums(&a->own, places[i].where, places[i].path);
		else
			put_sum(&a->own, places[i].where, places[i].path, "");
	answer_own(a, "text/plain; charset=utf-8");
}

void
serve_static(const struct request *r, struct answer *a)
{
	const char *path = r->path + strlen("/static/");
	char *name;

	if (!strcmp(path, "SHA256SUMS"))
		answer_sums(a);
	if (arc_name_unsafe(path))
		return;
	for (size_t i = 0; i < PLACES; i++) {
		size_t n = strlen(places[i].path);

		if (strncmp(path, places[i].path, n) != 0 ||
		    (path[n] && !is_folder(places[i].path)))
			continue;
		name = xasprintf("%s%s", places[i].where, path + n);
		if (file_map(a, name)) {
			a->status = 200;
			a->type = type_of(name);
			a->file = true;
		}
		free(name);
	}
}
