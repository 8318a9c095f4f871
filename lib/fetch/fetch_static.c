#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "fetch/fetch_state.h"
#include "format/names.h"
#include "net/url.h"

/* Never asked: only its path counts, for the server of -u. */
#define BASE "https://localhost/static"

static struct http_site site = { .timeout = 300 };

bool
fetch_static_is_remote(const struct fetch *f)
{
	const char *set = getenv("STATIC_URL");

	return (set && *set) || f->upstream;
}

/* The file below the static directory; the caller frees it. */
static char *
file_of(const struct fetch *f, const char *path)
{
	char *wanted = xasprintf("%s/%s", f->statics, path);
	char *file = names_find(wanted);

	free(wanted);
	return file;
}

bool
fetch_static_has(const struct fetch *f, const char *path)
{
	char *name;
	bool has;

	if (fetch_static_is_remote(f) || !f->statics)
		return fetch_static_is_remote(f);
	name = file_of(f, path);
	has = !access(name, F_OK);
	free(name);
	return has;
}

char *
fetch_static_url(struct fetch *f, const char *path)
{
	struct buf escaped = { 0 };
	char *url;

	url_put_escaped(&escaped, str_of(path), "/");
	url = fetch_url(f, "STATIC_URL", BASE, "/%s", buf_view(&escaped).p);
	buf_free(&escaped);
	return url;
}

static void
copy_file(struct fetch *f, const char *path, const char *name)
{
	char *from = file_of(f, path);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = fetch_stage_open(f, name, false);
	char block[65536];
	bool empty = true;
	ssize_t n;

	if (in < 0)
		die("%s: %s:", f->source, from);
	while ((n = read(in, block, sizeof(block))) > 0) {
		fetch_stage_write(name, out, (struct str){ block, (size_t)n });
		empty = false;
	}
	if (n < 0)
		die("%s: read %s:", f->source, from);
	if (empty)
		die("%s: %s: an empty file", f->source, from);
	fetch_stage(f, name, out, "", NULL);
	close(in);
	free(from);
}

void
fetch_static(
    struct fetch *f, const char *path, const char *name, const char *sha256)
{
	struct fetch_file file = { .name = name,
		.http = { .site = &site, .plain = true },
		.content = { .kind = CONTENT_ANY },
		.sha256 = sha256 };
	char *url;

	if (!fetch_static_is_remote(f)) {
		if (!f->statics)
			die("%s: %s: no longer published: --static DIR or"
			    " STATIC_URL is needed",
			    f->source, name);
		copy_file(f, path, name);
		return;
	}
	url = fetch_static_url(f, path);
	file.http.url = url;
	fetch_file(f, &file);
	free(url);
}
