#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/out.h"
#include "base/progress.h"
#include "net/http.h"
#include "net/http_try.h"
#include "net/url.h"

#define REDIRECTS_MAX 21L
#define BODY_MAX ((size_t)64 << 20)
#define PARALLEL_MAX 8
#define CONNECT_MAX 30L

static CURLM *multi;
static struct http_try *queue, **queue_end = &queue;
static unsigned running;
static int64_t n_requests, n_bytes;

void
http_counts(int64_t *requests, int64_t *bytes)
{
	*requests = n_requests;
	*bytes = n_bytes;
}

void
http_reset(struct http *h)
{
	http_head_free(&h->head);
	buf_free(&h->body);
	h->received = 0;
	free(h->redirected);
	free(h->refused);
	h->redirected = h->refused = NULL;
	h->rc = 0;
	*h->e.msg = '\0';
}

static size_t
on_head(char *line, size_t size, size_t n, void *arg)
{
	struct http_try *t = arg;

	t->heard = http_clock();
	return http_on_head(line, size, n, &t->h->head);
}

static void
find_sink(struct http_try *t)
{
	if (t->begun)
		return;
	t->begun = true;
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &t->h->head.status);
	t->fd = t->h->sink ? t->h->sink(t->h) : -1;
}

static size_t
on_body(char *p, size_t size, size_t n, void *arg)
{
	struct http_try *t = arg;
	size_t max = t->h->max ? t->h->max : BODY_MAX;

	(void)size; /* 1 */
	t->heard = http_clock();
	find_sink(t);
	if (n > max - t->h->received) {
		err_set(&t->h->e, "longer than %zu bytes", max);
		t->failed = true;
		return 0;
	}
	t->h->received += n;
	n_bytes += (int64_t)n;
	if (t->fd < 0)
		buf_add(&t->h->body, p, n);
	else if (!out_write(t->fd, (struct str){ p, n })) {
		err_set(&t->h->e, "cannot keep it: %s", strerror(errno));
		t->failed = true;
		return 0;
	}
	progress(n_bytes >> 10, "KiB");
	return n;
}

static void
set_method(CURL *c, const struct http_try *t)
{
	const char *method = t->h->method;

	if (t->form) {
		curl_easy_setopt(c, CURLOPT_POST, 1L);
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, t->form);
		curl_easy_setopt(
		    c, CURLOPT_POSTFIELDSIZE, (long)strlen(t->form));
	} else if (method && !strcmp(method, "HEAD"))
		curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	else if (method)
		curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, method);
	if (t->h->sign) {
		curl_easy_setopt(c, CURLOPT_AWS_SIGV4, t->h->sign);
		curl_easy_setopt(c, CURLOPT_USERPWD, t->h->login);
	}
}

static void
set_fields(struct http_try *t)
{
	const char *accept = "Accept: application/json, text/plain, */*";

	t->fields = curl_slist_append(NULL, accept);
	for (size_t i = 0; t->h->fields && t->h->fields[i]; i++)
		t->fields = curl_slist_append(t->fields, t->h->fields[i]);
	curl_easy_setopt(t->curl, CURLOPT_HTTPHEADER, t->fields);
}

static void
set_tls(CURL *c)
{
	const char *file = getenv("SSL_CERT_FILE");
	const char *dir = getenv("SSL_CERT_DIR");

	if (file)
		curl_easy_setopt(c, CURLOPT_CAINFO, file);
	if (dir)
		curl_easy_setopt(c, CURLOPT_CAPATH, dir);
}

static void
set_options(struct http_try *t)
{
	struct http *h = t->h;
	CURL *c = t->curl;
	const char *https = "https", *both = "http,https";
	long timeout = (long)http_timeout(h->site);

	curl_easy_setopt(c, CURLOPT_URL, t->url);
	curl_easy_setopt(c, CURLOPT_PRIVATE, t);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, (long)!h->secret);
	curl_easy_setopt(c, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, both);
	curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR,
	    url_is_https(t->url) ? https : both);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "alternance/" VERSION);
	/* If the server compresses in spite of "identity", libcurl unpacks. */
	curl_easy_setopt(
	    c, CURLOPT_ACCEPT_ENCODING, h->plain ? "identity" : "");
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT,
	    timeout < CONNECT_MAX ? timeout : CONNECT_MAX);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, http_on_progress);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)http_budget(t));
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->why);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, t);
	set_tls(c);
	set_method(c, t);
	set_fields(t);
}

static void
start(struct http_try *t)
{
	http_reset(t->h);
	t->begun = t->failed = t->silent = false;
	t->heard = http_clock();
	t->fd = -1;
	*t->why = '\0';
	if (!(t->curl = curl_easy_init()))
		die("no libcurl");
	set_options(t);
	if (curl_multi_add_handle(multi, t->curl))
		die("libcurl does not take a request");
	running++;
	n_requests++;
}

static void
append(struct http_try *t)
{
	t->next = NULL;
	*queue_end = t;
	queue_end = &t->next;
}

void
http_submit(struct http *h)
{
	struct http_try *t = xcalloc(1, sizeof(*t));

	if (!multi && !(multi = curl_multi_init()))
		die("no libcurl");
	h->try = t;
	t->h = h;
	t->url = url_encode(h->url);
	t->form = h->form;
	t->asked = http_clock();
	t->due = h->delay ? t->asked + h->delay : 0;
	append(t);
}

static void
finish(struct http_try *t)
{
	struct http *h = t->h;

	h->try = NULL;
	free(t->url);
	free(t);
	if (h->done)
		h->done(h);
}

/* Returns the URL of the last answer; the caller frees it. */
static char *
last_url(const struct http_try *t)
{
	const char *url = t->url;

	curl_easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	return xstrdup(url);
}

/* A try has ended: starts another one, or finishes the request. */
static void
end_try(struct http_try *t, CURLcode code)
{
	struct http *h = t->h;
	long redirects = 0;
	bool again;

	if (!code)
		find_sink(t);
	curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_COUNT, &redirects);
	if (redirects || t->hops)
		h->redirected = last_url(t);
	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &h->head.status);
	h->rc = http_outcome(t, code);
	again = http_follow(t) || http_try_again(t, code);
	curl_multi_remove_handle(multi, t->curl);
	curl_easy_cleanup(t->curl);
	curl_slist_free_all(t->fields);
	t->curl = NULL;
	running--;
	if (again)
		append(t);
	else
		finish(t);
}

static unsigned
at_a_time(const struct http_site *s)
{
	return s->parallel ? s->parallel : PARALLEL_MAX;
}

/* Starts the requests that are due; returns the ms until the next one is. */
static int
start_some(void)
{
	struct http_try **at = &queue, *t;
	int64_t least = 1000;

	while ((t = *at) && running < at_a_time(t->h->site)) {
		int64_t wait = http_wait(t);

		if (wait > 0) {
			least = wait < least ? wait : least;
			at = &t->next;
			continue;
		}
		if (!(*at = t->next))
			queue_end = at;
		if (wait < 0)
			finish(t);
		else
			start(t);
	}
	return (int)least;
}

/* Handles the tries that have ended; returns how many. */
static unsigned
end_some(void)
{
	unsigned n = 0;
	int left;

	for (CURLMsg *m; (m = curl_multi_info_read(multi, &left)); n++) {
		CURLcode code = m->data.result;
		struct http_try *t;

		curl_easy_getinfo(
		    m->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		end_try(t, code);
	}
	return n;
}

void
http_run(void)
{
	while (queue || running) {
		int wait = start_some(), left;

		if (curl_multi_perform(multi, &left) ||
		    (!end_some() &&
			curl_multi_poll(multi, NULL, 0, wait, NULL)))
			die("libcurl failed");
	}
}

int
http_do(struct http *h)
{
	http_submit(h);
	http_run();
	return h->rc;
}

long
http_get(const char *url, size_t max, struct buf *body, struct err *e)
{
	struct http_site site = { .timeout = 120 };
	struct http h = { .site = &site, .url = url, .max = max };
	long rc;

	http_do(&h);
	buf_add(body, h.body.p, h.body.n);
	*e = h.e;
	rc = !h.rc ? h.head.status : h.rc == EXIT_RETRY ? -2 : -1;
	http_reset(&h);
	return rc;
}
