#include <math.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/num.h"
#include "net/http_try.h"
#include "net/url.h"

#define HOPS_MAX 21

/* Returns the number in the environment variable name, or value. */
static double
setting(const char *name, double value)
{
	const char *text = getenv(name);

	if (!text || !*text)
		return value;
	value = num_parse(str_of(text));
	if (!(value >= 0 && value <= 1e6))
		die("%s: not a number from 0 to a million '%s'", name, text);
	return value;
}

int64_t
http_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
http_pace(int64_t ms)
{
	return (int64_t)((double)ms * setting("FETCH_PACE", 1));
}

void
http_pause(int64_t ms)
{
	struct timespec t;

	ms = http_pace(ms);
	t = (struct timespec){ .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };
	while (nanosleep(&t, &t) < 0)
		;
}

unsigned
http_timeout(const struct http_site *s)
{
	double timeout = setting("FETCH_TIMEOUT", s->timeout);

	return timeout < 1 ? 1 : (unsigned)timeout;
}

static bool
is_backoff(const struct http_try *t)
{
	return t->h->site->retry >= HTTP_BACKOFF;
}

int64_t
http_budget(const struct http_try *t)
{
	int64_t all = (int64_t)(setting("FETCH_MAX_TIME", 3600) * 1000);
	int64_t left = (int64_t)http_timeout(t->h->site) * 1000;

	if (t->h->site->endless)
		return 0;
	if (is_backoff(t)) {
		left -= http_clock() - t->began;
		all = left < all ? left : all;
	}
	return all < 1 ? 1 : all;
}

/* A window begins with the first request in it. */
static int64_t
wait_for_token(struct http_site *s, int64_t now)
{
	int64_t window = http_pace(s->window);

	if (!s->tokens || !window)
		return 0;
	if (!s->used || now - s->window_began >= window) {
		s->window_began = now;
		s->used = 0;
	}
	if (s->used < s->tokens) {
		s->used++;
		return 0;
	}
	return s->window_began + window - now;
}

int64_t
http_wait(struct http_try *t)
{
	struct http_site *s = t->h->site;
	int64_t now = http_clock(), wait;

	if (t->due > now)
		return t->due - now;
	/* Retries and redirects need no token. */
	wait = t->began ? 0 : wait_for_token(s, now);
	if (wait && s->patience &&
	    now - t->asked > http_pace((int64_t)s->patience * 1000)) {
		err_set(&t->h->e, "waited %u s for its turn", s->patience);
		t->h->rc = EXIT_RETRY;
		return -1;
	}
	if (wait)
		return wait;
	if (!t->began)
		t->began = now;
	t->tries++;
	return 0;
}

static bool
is_temporary(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_BAD_CONTENT_ENCODING: /* truncated gzip */
		return true;
	default:
		return false;
	}
}

/* Used instead of libcurl's CURLOPT_LOW_SPEED_TIME, which averages over some
 * seconds and also counts the bytes of the request. */
int
http_on_progress(
    void *arg, curl_off_t dt, curl_off_t d, curl_off_t ut, curl_off_t u)
{
	struct http_try *t = arg;
	unsigned timeout = http_timeout(t->h->site);

	(void)dt;
	(void)d;
	(void)ut;
	(void)u;
	if (http_clock() - t->heard <= (int64_t)timeout * 1000)
		return 0;
	err_set(&t->h->e, "nothing was heard for %u s", timeout);
	t->silent = true;
	return 1;
}

int
http_outcome(struct http_try *t, CURLcode code)
{
	if (t->silent)
		return EXIT_RETRY;
	if (t->failed)
		return EXIT_FAILED;
	if (!code)
		return 0;
	if (code == CURLE_UNSUPPORTED_PROTOCOL)
		err_set(&t->h->e, "redirected from %s to another protocol",
		    url_is_https(t->url) ? "https" : "http");
	else
		err_set(&t->h->e, "%s",
		    *t->why ? t->why : curl_easy_strerror(code));
	return is_temporary(code) ? EXIT_RETRY : EXIT_FAILED;
}

int
http_verdict(struct http *h)
{
	long status = h->head.status;

	if (h->rc || (status >= 200 && status < 300))
		return h->rc;
	if (h->conditional && (status == 304 || (status == 412 && h->form)))
		return 0;
	if (h->refused)
		err_set(&h->e, "HTTP %ld to %s: not followed with a secret",
		    status, h->refused);
	else
		err_set(&h->e, "HTTP %ld%s", status,
		    status == 304 ? ", but no condition was sent" : "");
	switch (status) {
	case 304:
	case 408:
	case 409:
	case 425:
	case 429:
		return EXIT_RETRY;
	default:
		return status >= 500 ? EXIT_RETRY : EXIT_FAILED;
	}
}

bool
http_follow(struct http_try *t)
{
	long status = t->h->head.status;
	char *to = NULL;

	if (t->h->rc || !t->h->secret)
		return false;
	curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_URL, &to);
	if (!to || ++t->hops > HOPS_MAX)
		return false;
	if (!url_same_origin(t->url, to)) {
		t->h->refused = xstrdup(url_is_http(to) ? url_name(to) : to);
		return false;
	}
	free(t->url);
	t->url = xstrdup(to);
	if (status != 307 && status != 308)
		t->form = NULL;
	t->tries--; /* a redirect is not a retry */
	return true;
}

static bool
is_worth_it(const struct http_try *t, CURLcode code)
{
	long status = t->h->head.status;

	if (code)
		return t->h->rc == EXIT_RETRY && !t->silent &&
		       code != CURLE_OPERATION_TIMEDOUT;
	return status == 429 || status >= 500 ||
	       (status == 409 && t->h->site->retry == HTTP_BACKOFF_409);
}

/* Retry-After in ms, at most a day, because nobody waits so long. The field is
 * a number of seconds or a date (RFC 9110, 10.2.3). */
static double
retry_after(const struct http_head *h)
{
	double s = h->retry_after ? num_parse(str_of(h->retry_after)) : 0;

	if (isnan(s))
		s = difftime(curl_getdate(h->retry_after, NULL), time(NULL));
	return s > 0 ? fmin(s, 86400) * 1000 : 0;
}

/* A random number from 0 to 1: clients refused together must not retry
 * together. */
static double
chance(void)
{
	uint32_t n = 0;

	if (getrandom(&n, sizeof(n), GRND_NONBLOCK) < 0)
		n = (uint32_t)getpid() * 2654435761u;
	return n / 4294967296.0;
}

bool
http_try_again(struct http_try *t, CURLcode code)
{
	int64_t now = http_clock();
	double ms = fmax(100 << t->tries, retry_after(&t->h->head));

	if (!t->h->rc && t->h->check)
		t->h->rc = t->h->check(t->h);
	if (t->failed)
		return false;
	if (t->h->site->retry == HTTP_AGAIN) {
		if (t->tries > 2 || !http_verdict(t->h))
			return false;
		t->due = now + http_pace(1000);
		return true;
	}
	if (!is_backoff(t) || t->tries > 3 || !is_worth_it(t, code))
		return false;
	ms *= 1 + chance() / 5;
	t->due = now + http_pace((int64_t)ms);
	return t->due - t->began < (int64_t)http_timeout(t->h->site) * 1000;
}
