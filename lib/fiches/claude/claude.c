#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/num.h"
#include "crypto/secret.h"
#include "fiches/claude/claude.h"
#include "net/url.h"

#define BASE_URL "https://api.anthropic.com"
#define KEY "ANTHROPIC_API_KEY"
#define SILENCE 120         /* seconds after which an answer is given up */
#define WAIT 10             /* seconds before the first retry */
#define RETRY_AFTER_MAX 120 /* seconds */

bool
claude_has_key(void)
{
	const char *key = getenv(KEY), *file = getenv(KEY "_FILE");

	return (key && *key) || (!key && file && *file);
}

void
claude_open(struct claude *api, unsigned parallel, unsigned rate)
{
	const char *base = getenv("ANTHROPIC_BASE_URL");
	char *key = claude_has_key() ? secret_find(KEY) : NULL;
	size_t n;

	if (!key)
		die(KEY " is not set (nor " KEY "_FILE): "
			"the key of the Messages API");
	base = base && *base ? base : BASE_URL;
	if (!url_is_http(base))
		die("ANTHROPIC_BASE_URL: not an http or https URL '%s'",
		    err_quote(base, strlen(base)));
	n = strlen(base);
	while (n && base[n - 1] == '/')
		n--;
	*api = (struct claude){
		.site = { .timeout = SILENCE,
		    .retry = HTTP_ONCE,
		    .parallel = parallel,
		    .endless = true,
		    .tokens = rate,
		    .window = 60000 },
		.url = xasprintf("%.*s/v1/messages", (int)n, base),
		.key_field = xasprintf("x-api-key: %s", key),
	};
	api->fields[0] = api->key_field;
	api->fields[1] = "anthropic-version: 2023-06-01";
	api->fields[2] = "content-type: application/json";
	explicit_bzero(key, strlen(key));
	free(key);
}

void
claude_close(struct claude *api)
{
	explicit_bzero(api->key_field, strlen(api->key_field));
	free(api->key_field);
	free(api->url);
}

/* Sets an error for which the answer has no name. */
static void
set_error(struct claude_call *c, const char *type, const char *message)
{
	free(c->answer.error);
	free(c->answer.message);
	c->answer.error = xstrdup(type);
	c->answer.message = xstrdup(message);
}

/* Takes an answer whose HTTP status is an error. */
static void
take_refusal(struct claude_call *c)
{
	char status[24];

	snprintf(status, sizeof(status), "%ld", c->status);
	claude_read_error(&c->answer, buf_view(&c->http.body));
	if (!c->answer.error)
		set_error(c, "http_error", status);
	else if (!c->answer.message)
		c->answer.message = xstrdup(status);
}

static void
take_answer(struct claude_call *c)
{
	struct str body = buf_view(&c->http.body);
	bool whole = c->stream ? claude_read_stream(&c->answer, body)
			       : claude_read_object(&c->answer, body);

	if (whole)
		return;
	buf_free(&c->answer.text);
	if (!c->answer.error)
		set_error(c, "incomplete", "broken answer");
	else if (!c->answer.message)
		c->answer.message = xstrdup("");
}

static bool
is_one_of(const char *s, const char *const *list)
{
	while (*list && strcmp(s, *list) != 0)
		list++;
	return *list;
}

/* True if the same request may succeed later. */
static bool
is_temporary(const struct claude_call *c)
{
	static const char *const types[] = { "overloaded_error",
		"rate_limit_error", "api_error", "incomplete", NULL };

	switch (c->status) {
	case 0:
	case 408:
	case 409:
	case 429:
	case 500:
	case 502:
	case 503:
	case 504:
	case 529:
		return true;
	default:
		return c->status >= 200 && c->status < 300 &&
		       is_one_of(c->answer.error, types);
	}
}

/* Returns the seconds to wait before the next retry. */
static double
wait_of(const struct claude_call *c)
{
	const char *after = c->http.head.retry_after;
	double s = after ? num_parse(str_of(after)) : -1;

	if (!(s >= 0))
		return WAIT * (c->retries + 1.0);
	return s < RETRY_AFTER_MAX ? s : RETRY_AFTER_MAX;
}

/* Submits the request again, to start after a wait. */
static void
ask_again(struct claude_call *c)
{
	double seconds = wait_of(c);

	c->retries++;
	if (c->retry)
		c->retry(c, seconds);
	http_reset(&c->http);
	c->http.delay = (unsigned)http_pace((int64_t)(seconds * 1000));
	http_submit(&c->http);
}

static void
on_done(struct http *h)
{
	struct claude_call *c = h->arg;

	claude_answer_reset(&c->answer);
	c->status = h->head.status >= 200 ? h->head.status : 0;
	if (!c->status)
		set_error(c, "unreachable", *h->e.msg ? h->e.msg : "no answer");
	else if (c->status < 300)
		take_answer(c);
	else
		take_refusal(c);
	if (c->answer.error && c->retries < CLAUDE_RETRIES && is_temporary(c)) {
		ask_again(c);
		return;
	}
	http_reset(h);
	free(c->body);
	c->body = NULL;
	c->done(c);
}

void
claude_ask(struct claude *api, struct claude_call *c)
{
	c->api = api;
	c->retries = 0;
	c->stream = js_get(js_of(c->request), "stream").type == JS_TRUE;
	c->body = xstrndup(c->request.p, c->request.n);
	c->http = (struct http){ .site = &api->site,
		.url = api->url,
		.method = "POST",
		.form = c->body,
		.fields = api->fields,
		.secret = true,
		.done = on_done,
		.arg = c };
	claude_answer_reset(&c->answer);
	http_submit(&c->http);
}

void
claude_reset(struct claude_call *c)
{
	claude_answer_reset(&c->answer);
	http_reset(&c->http);
}

int
claude_stops(const struct claude_call *c)
{
	if (!c->answer.error)
		return 0;
	switch (c->status) {
	case 0:
		return EXIT_RETRY;
	case 401:
	case 403:
	case 404:
		return EXIT_FAILED;
	default:
		return 0;
	}
}

void
claude_put_error(struct buf *b, const struct claude_call *c)
{
	struct buf scratch = { 0 };
	struct str model;

	buf_str(b, c->answer.error);
	if (!c->status)
		return;
	buf_fmt(b, " %ld: %s", c->status, c->answer.message);
	if (c->status == 404) {
		model = js_text(js_get(js_of(c->request), "model"), &scratch);
		buf_fmt(b, " '%.*s'", (int)model.n, model.p);
		buf_free(&scratch);
	}
}

void
claude_put_message(struct buf *b, const struct claude_call *c)
{
	claude_put_error(b, c);
	if (!c->status)
		buf_fmt(
		    b, ": %s: %s", url_name(c->api->url), c->answer.message);
}
