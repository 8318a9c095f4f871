#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/sha256.h"
#include "fetch/fetch_state.h"

#define FILE_MAX ((size_t)8 << 30)
#define FIELDS_MAX 16

/* One attempt at a file. */
struct attempt {
	struct fetch *f;
	struct fetch_file *file;
	struct fetch_known known; /* the validators in the request */
	int fd;                   /* the staged file */
	size_t max;               /* bytes that it may have */
	off_t had;   /* bytes from an earlier run, which are not requested */
	bool whole;  /* an earlier run, which failed elsewhere, completed it */
	bool stored; /* fd holds the file after this answer */
	char *fields[FIELDS_MAX];
	size_t n_fields;
};

/* Can this answer be resumed if the connection breaks? Not with a weak
 * validator, which does not guarantee equal bytes (RFC 9110, 13.1.5). */
static bool
is_resumable(const struct http *h)
{
	const struct http_head *head = &h->head;

	return h->plain && !h->form && !head->content_encoding &&
	       (head->etag ? strncmp(head->etag, "W/", 2) != 0
			   : head->last_modified != NULL);
}

static bool
is_other(const char *known, const char *now)
{
	return known && now && strcmp(known, now) != 0;
}

/* Does the answer continue the partial file? Not if it states no range or
 * another version, as a server that ignores Range and If-Range does. */
static bool
goes_on(const struct attempt *a, const struct http_head *head)
{
	long long from;

	return a->had && head->status == 206 && head->content_range &&
	       sscanf(head->content_range, "bytes %lld-", &from) == 1 &&
	       from == a->had && !is_other(a->known.etag, head->etag) &&
	       !is_other(a->known.modified, head->last_modified);
}

static int
sink(struct http *h)
{
	static const struct http_head nameless;
	struct attempt *a = h->arg;
	long status = h->head.status;

	/* A partial file comes from an answer that was ready. */
	a->file->ready = goes_on(a, &h->head) || !a->file->is_ready ||
			 a->file->is_ready(&h->head);
	a->stored = (status == 200 && a->file->ready) || goes_on(a, &h->head);
	h->max = a->stored ? a->max : 0; /* other bodies stay in memory */
	if (!a->stored)
		return -1;
	if (status == 200) {
		fetch_note_part(a->f, a->file->name, h->url,
		    is_resumable(h) ? &h->head : &nameless);
		if (ftruncate(a->fd, 0) < 0)
			die("%s:", a->file->name);
		a->had = 0;
	}
	return a->fd;
}

static void
add_field(struct attempt *a, char *field)
{
	if (a->n_fields == FIELDS_MAX - 1)
		die("too many fields");
	a->fields[a->n_fields++] = field;
	a->fields[a->n_fields] = NULL;
}

/* Asks only for the rest of a partial file, if there is one with a validator.
 */
static void
resume(struct attempt *a)
{
	struct stat st;
	const char *name;

	if (fstat(a->fd, &st) < 0)
		die("%s:", a->file->name);
	if (!st.st_size || a->file->http.form || !a->file->http.plain)
		return;
	a->known = fetch_known_part(
	    a->f, a->file->name, a->file->http.url, &st.st_size);
	name = a->known.etag ? a->known.etag : a->known.modified;
	if (!name || !st.st_size)
		return;
	if (ftruncate(a->fd, st.st_size) < 0)
		die("%s:", a->file->name);
	a->had = st.st_size;
	add_field(a, xasprintf("Range: bytes=%lld-", (long long)a->had));
	add_field(a, xasprintf("If-Range: %s", name));
}

static void
set_condition(struct attempt *a)
{
	if (a->known.etag)
		add_field(a, xasprintf("If-None-Match: %s", a->known.etag));
	else if (a->known.modified && !a->file->http.form)
		add_field(
		    a, xasprintf("If-Modified-Since: %s", a->known.modified));
	else
		return;
	a->file->http.conditional = true;
}

static void
set_fields(struct attempt *a)
{
	const char *const *own = a->file->http.fields;
	const char *name = a->file->name, *url = a->file->http.url;

	for (size_t i = 0; own && own[i]; i++)
		add_field(a, xstrdup(own[i]));
	a->known = fetch_known_whole(a->f, name, url);
	a->whole = a->known.etag || a->known.modified;
	if (!a->whole)
		resume(a);
	if (a->had)
		return;
	if (!a->whole) {
		fetch_known_free(&a->known);
		a->known = fetch_known_file(a->f, name, url);
	}
	set_condition(a);
}

/* The answer brought no file. Accepts 304 and 412, which say "unchanged". */
static int
check_without(struct attempt *a, struct http *h)
{
	long status = h->head.status;

	if (!a->file->ready)
		return 0;
	if (status == 304 || status == 412) {
		a->stored = a->whole;
		a->f->unchanged += !a->whole;
		return 0;
	}
	err_set(&h->e, "HTTP %ld instead of the file", status);
	return EXIT_RETRY;
}

/* Has the staged file, or the unchanged one, the expected SHA-256? */
static int
check_digest(const struct attempt *a, struct err *e)
{
	const char *name = a->file->name;
	char *path = a->stored ? fetch_stage_path(a->f, name)
			       : xasprintf("%s/%s", a->f->raw, name);
	char text[SHA256_TEXT_MAX];
	int rc = 0;

	if (sha256_file(path, text, e)) {
		rc = EXIT_FAILED;
	} else if (strcmp(text, a->file->sha256) != 0) {
		err_set(e, "its SHA-256 differs from SHA256SUMS");
		rc = EXIT_RETRY;
	}
	free(path);
	return rc;
}

/* After a failure, is the staged file worth keeping for the next run? */
static bool
is_of_use(const struct attempt *a, const struct http *h)
{
	return a->stored ? is_resumable(h) : a->had || a->whole;
}

/* The file is complete. If the run fails elsewhere, the next one revalidates
 * it. */
static void
stage(struct attempt *a, struct http *h)
{
	const struct http_head before = { .etag = a->known.etag,
		.last_modified = a->known.modified };
	bool came = h->head.status < 300;

	if (fsync(a->fd) < 0)
		die("%s: cannot be synced:", a->file->name);
	fetch_note_whole(a->f, fetch_stage(a->f, a->file->name, a->fd, h->url,
				   came ? &h->head : &before));
}

/* Keeps the partial file for the next run, even after a power loss. */
static void
keep(struct attempt *a)
{
	struct stat st;

	if (fsync(a->fd) < 0 || fstat(a->fd, &st) < 0)
		die("%s: cannot be synced:", a->file->name);
	if (a->stored || a->had)
		fetch_note_synced(a->f, a->file->name, st.st_size);
	close(a->fd);
}

/* Stages the file, or finds it unchanged, or returns why not. */
static int
settle(struct attempt *a, struct http *h)
{
	int rc = http_verdict(h);
	bool kept = rc && is_of_use(a, h);

	if (!rc && !a->stored)
		rc = check_without(a, h);
	if (!rc && a->stored)
		rc = fetch_content_check_file(
		    &a->file->content, h->head.content_type, a->fd, &h->e);
	if (!rc && a->file->sha256)
		rc = check_digest(a, &h->e);
	if (!rc && a->stored)
		stage(a, h);
	else if (kept)
		keep(a);
	else
		fetch_stage_drop(a->f, a->file->name, a->fd);
	return rc;
}

static int
attempt(struct fetch *f, struct fetch_file *file, bool from_part)
{
	const char *const *own = file->http.fields;
	size_t max = file->http.max;
	struct attempt a = {
		.f = f, .file = file, .max = max ? max : FILE_MAX
	};
	int rc;

	a.fd = fetch_stage_open(f, file->name, from_part);
	file->http.conditional = false;
	set_fields(&a);
	file->ready = true;
	file->http.fields = (const char *const *)a.fields;
	file->http.sink = sink;
	file->http.arg = &a;
	http_do(&file->http);
	if (a.had && !file->http.rc && file->http.head.status == 416) {
		close(a.fd);
		rc = -1;
	} else {
		rc = settle(&a, &file->http);
	}
	file->http.fields = own;
	file->http.max = max;
	for (size_t i = 0; i < a.n_fields; i++)
		free(a.fields[i]);
	fetch_known_free(&a.known);
	return rc;
}

/* After 416 (the partial file is as long as the whole one, or longer) asks
 * again for all of it. */
int
fetch_try_file(struct fetch *f, struct fetch_file *file)
{
	int rc = attempt(f, file, true);

	return rc < 0 ? attempt(f, file, false) : rc;
}

void
fetch_file(struct fetch *f, struct fetch_file *file)
{
	int rc = fetch_try_file(f, file);

	if (rc)
		fetch_fail(f, file->name, file->http.url, rc, &file->http.e);
	note("%s: %s: HTTP %ld, %zu bytes", f->source, file->name,
	    file->http.head.status, file->http.received);
	http_reset(&file->http);
}
