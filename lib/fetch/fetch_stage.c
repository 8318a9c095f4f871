#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/out.h"
#include "fetch/fetch_state.h"

char *
fetch_stage_path(const struct fetch *f, const char *name)
{
	char *path = xasprintf("%s/stage/%s", f->state, name);
	char *p = path + strlen(f->state) + 7;

	for (; *p; p++)
		if (*p == '/')
			*p = '%';
	return path;
}

int
fetch_stage_open(const struct fetch *f, const char *name, bool keep)
{
	char *path = fetch_stage_path(f, name);
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0 || (!keep && ftruncate(fd, 0) < 0))
		die("%s:", path);
	free(path);
	return fd;
}

void
fetch_stage_drop(const struct fetch *f, const char *name, int fd)
{
	char *path = fetch_stage_path(f, name);

	if (unlink(path) < 0 && errno != ENOENT)
		die("%s: cannot be removed:", path);
	free(path);
	close(fd);
}

static char *
or_null(const char *s)
{
	return s ? xstrdup(s) : NULL;
}

void
fetch_staged_free(struct fetch_staged *s)
{
	free(s->name);
	free(s->url);
	free(s->etag);
	free(s->modified);
}

/* A file that a source lists twice is staged twice but published once. */
static struct fetch_staged *
place_of(struct fetch *f, const char *name)
{
	for (size_t i = 0; i < f->staged.n; i++)
		if (!strcmp(f->staged.v[i].name, name)) {
			fetch_staged_free(&f->staged.v[i]);
			return &f->staged.v[i];
		}
	f->staged.v = xroom(
	    f->staged.v, f->staged.n, &f->staged.cap, sizeof(*f->staged.v));
	return &f->staged.v[f->staged.n++];
}

const struct fetch_staged *
fetch_stage(struct fetch *f, const char *name, int fd, const char *url,
    const struct http_head *head)
{
	struct fetch_staged *s = place_of(f, name);

	*s = (struct fetch_staged){
		.name = xstrdup(name),
		.url = xstrdup(url),
		.etag = head ? or_null(head->etag) : NULL,
		.modified = head ? or_null(head->last_modified) : NULL,
	};
	close(fd);
	return s;
}

void
fetch_stage_write(const char *name, int fd, struct str bytes)
{
	if (!out_write(fd, bytes))
		die("%s: cannot be written:", name);
}

void
fetch_stage_body(struct fetch *f, const char *name, struct str body,
    const char *url, const struct http_head *head)
{
	int fd = fetch_stage_open(f, name, false);

	fetch_stage_write(name, fd, body);
	fetch_stage(f, name, fd, url, head);
}

void
fetch_stage_empty(const struct fetch *f)
{
	char *folder = xasprintf("%s/stage", f->state);
	DIR *d = opendir(folder);
	const struct dirent *e;

	if (!d)
		die("%s:", folder);
	while ((e = readdir(d)))
		if (*e->d_name != '.' && unlinkat(dirfd(d), e->d_name, 0) < 0)
			die("%s/%s: cannot be removed:", folder, e->d_name);
	closedir(d);
	free(folder);
}
