#include <stdlib.h>

#include "base/in.h"
#include "base/text.h"
#include "fetch/fetch_state.h"

struct question {
	struct fetch_ask ask;
	struct fetch_known known;
	struct buf kept; /* the answer that STATEDIR has */
	const char **fields;
	char *condition;
};

static void
read_raw(struct question *q)
{
	char *path = xasprintf("%s/%s", q->ask.fetch->raw, q->ask.name);
	struct in in;

	in_open(&in, path);
	while (in_more(&in))
		continue;
	buf_add(&q->kept, in.buf.p, in.buf.n);
	in_close(&in);
	free(path);
}

/* Sets the fields of the request, with the condition, if there is one. */
static void
set_fields(struct question *q)
{
	const char *const *own = q->ask.http.fields;
	size_t n = 0;

	while (own && own[n])
		n++;
	q->fields = xcalloc(n + 2, sizeof(*q->fields));
	for (size_t i = 0; i < n; i++)
		q->fields[i] = own[i];
	if (q->known.etag)
		q->condition = xasprintf("If-None-Match: %s", q->known.etag);
	else if (q->known.modified)
		q->condition =
		    xasprintf("If-Modified-Since: %s", q->known.modified);
	q->fields[n] = q->condition;
	q->ask.http.conditional = q->condition;
	q->ask.http.fields = q->fields;
}

static void
question_free(struct question *q)
{
	fetch_known_free(&q->known);
	buf_free(&q->kept);
	free(q->fields);
	free(q->condition);
	free(q->ask.url);
	free(q);
}

/* Keeps a new answer: as a staged file, or in http.db. */
static void
keep(struct question *q, struct str body)
{
	struct http *h = &q->ask.http;

	if (q->ask.name)
		fetch_stage_body(
		    q->ask.fetch, q->ask.name, body, q->ask.url, &h->head);
	else if (h->head.etag || h->head.last_modified)
		fetch_note_answer(q->ask.fetch, q->ask.url, &h->head, body);
}

static int
check(struct http *h)
{
	struct question *q = h->arg;
	struct str body = buf_view(&h->body);
	int rc = http_verdict(h);

	if (rc || h->head.status == 304)
		return rc;
	if (h->head.status != 200) {
		err_set(
		    &h->e, "HTTP %ld instead of the answer", h->head.status);
		return EXIT_RETRY;
	}
	rc = fetch_content_check(
	    &q->ask.content, h->head.content_type, body, &h->e);
	if (!rc && q->ask.check && q->ask.check(utf8_skip_bom(body), &h->e))
		rc = EXIT_FAILED;
	return rc;
}

static void
done(struct http *h)
{
	struct question *q = h->arg;
	struct fetch *f = q->ask.fetch;
	struct str body;

	if (h->rc)
		fetch_fail(f, q->ask.name, q->ask.url, h->rc, &h->e);
	if (h->head.status == 304) {
		if (q->ask.name)
			read_raw(q);
		body = buf_view(&q->kept);
		f->unchanged++;
	} else {
		body = buf_view(&h->body);
		keep(q, body);
	}
	if (q->ask.done)
		q->ask.done(f, &q->ask, utf8_skip_bom(body));
	http_reset(h);
	question_free(q);
}

void
fetch_ask(struct fetch *f, const struct fetch_ask *a, char *url)
{
	struct question *q = xcalloc(1, sizeof(*q));

	q->ask = *a;
	q->ask.fetch = f;
	q->ask.url = url;
	q->known = a->name ? fetch_known_file(f, a->name, url)
			   : fetch_known_answer(f, url, &q->kept);
	set_fields(q);
	q->ask.http.url = url;
	q->ask.http.check = check;
	q->ask.http.done = done;
	q->ask.http.arg = q;
	http_submit(&q->ask.http);
}
