#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sha256.h"
#include "fetch/fetch_state.h"

#define FILE_MAX ((size_t)8 << 30)
#define FIELDS_MAX 16

/* One attempt at a file. */
struct attempt {
	struct fetch *f;
	struct fetch_file *file;
	struct fetch_known known; /* the condition, or that of the part */
	int fd;                   /* the staged file */
	size_t max;               /* that it may have */
	off_t had;   /* bytes of it that came before, and are asked no more */
	bool whole;  /* all came before, for a run that failed elsewhere */
	bool stored; /* this answer goes there, or says that it is right */
	char *fields[FIELDS_MAX];
	size_t n_fields;
};

/* May what came of this answer be resumed, if it breaks off? A weak validator
 * does not tell bytes (RFC 9110, 13.1.5). */
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

/* Does the answer go on where the part ends? Not if no part was told of, nor as
 * another version: of a server that does not look at Range and If-Range. */
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

	/* The part that came before was of an answer that was ready. */
	a->file->ready = goes_on(a, &h->head) || !a->file->is_ready ||
			 a->file->is_ready(&h->head);
	a->stored = (status == 200 && a->file->ready) || goes_on(a, &h->head);
	h->max = a->stored ? a->max : 0; /* in memory, so little of it */
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

/* What came before, if it can be asked to go on; otherwise nothing. */
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

/* An answer without the file: is that an answer too? */
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

/* Are the bytes that came, or that were there, those announced? */
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
		err_set(e, "its SHA-256 is not the one announced");
		rc = EXIT_RETRY;
	}
	free(path);
	return rc;
}

/* Has the staged file what will be asked for again, behind a failure? */
static bool
is_of_use(const struct attempt *a, const struct http *h)
{
	return a->stored ? is_resumable(h) : a->had || a->whole;
}

/* It is complete; if something else fails, the next run asks whether it still
 * is right. */
static void
stage(struct attempt *a, struct http *h)
{
	const struct http_head before = { .etag = a->known.etag,
		.last_modified = a->known.modified };
	bool came = h->head.status < 300;

	if (fsync(a->fd) < 0)
		die("sync %s:", a->file->name);
	fetch_note_whole(a->f, fetch_stage(a->f, a->file->name, a->fd, h->url,
				   came ? &h->head : &before));
}

/* The part is kept for the next run, be it after a power loss. */
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

/* What became of the answer: staged, unchanged, or why not. */
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

/* 416: the part is as long as the whole, or longer. */
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
