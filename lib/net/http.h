/*
 * HTTP requests through libcurl, several at a time, within the rate limit and
 * with the retries of each site. TLS is verified; SSL_CERT_FILE and
 * SSL_CERT_DIR name other authorities. Proxies are those of the environment
 * (https_proxy, no_proxy, see curl(1)).
 *
 * The environment can override these settings for all sites, for tests and slow
 * networks. FETCH_TIMEOUT replaces the time-out of a site, in seconds.
 * FETCH_PACE is a factor for every wait between requests (0: no wait).
 * FETCH_MAX_TIME bounds a whole request, in seconds (3600 by default).
 *
 * Sources: [common 4] [communes 1] [organismes 5].
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum http_retry {
	HTTP_ONCE,    /* never retry */
	HTTP_AGAIN,   /* two retries, a second apart, whatever failed, check
			 included */
	HTTP_BACKOFF, /* three retries, after a failure of the network except a
			 time-out, or a status 429 or 5xx: after 200, 400 and
			 800 ms, or Retry-After if that is longer, and up to a
			 fifth more; the time-out bounds all tries together */
	HTTP_BACKOFF_409, /* like HTTP_BACKOFF, and after a status 409 */
};

/* A site's rate limit, time-out and retry policy. Zero the second part, which
 * belongs to http.c. */
struct http_site {
	unsigned timeout; /* s until an answer begins, then of silence in it */
	unsigned tokens, window; /* at most tokens requests per window of that
				    many ms; 0: no limit */
	enum http_retry retry;
	unsigned patience; /* s that a request may wait for a token; 0: no
			      limit */
	unsigned parallel; /* requests at a time; 0: 8 */
	bool endless;      /* an answer may last longer than FETCH_MAX_TIME */

	int64_t window_began;
	unsigned used;
};

/* The head of an answer. A string is NULL if the field is absent or empty. */
struct http_head {
	long status;
	char *etag, *last_modified, *content_type, *content_encoding;
	char *content_disposition, *content_range, *retry_after;
	char *cookie; /* the first Set-Cookie */
};

struct http {
	/* The request: borrowed until done has been called. */
	struct http_site *site;
	const char *url;
	const char *method;        /* NULL: GET; or HEAD, POST, DELETE */
	const char *form;          /* POST: the body, may be "" */
	const char *const *fields; /* more fields, "Name: value", then NULL; or
				      NULL */
	bool secret; /* fields hold a secret: follow redirects within the host
			only */
	const char *sign;  /* "aws:amz:REGION:SERVICE": signed (AWS SigV4) */
	const char *login; /* sign: "KEY:SECRET" */
	bool conditional;  /* fields hold a condition: 304, or 412 to a POST, is
			      not an error */
	bool plain;     /* request the bytes as they are stored, without gzip */
	size_t max;     /* bytes; a longer answer is an error; 0: 64 MiB */
	unsigned delay; /* ms to wait before the request may start */

	/* Called once the head is there, before any byte of the body and before
	 * done. Returns the descriptor to write the body to, or -1 to keep it
	 * in body. NULL: keep it in body. */
	int (*sink)(struct http *h);
	/* Checks the answer. Returns 0, or EXIT_FAILED or EXIT_RETRY and a
	 * message in e; rc becomes that value. NULL: no check. */
	int (*check)(struct http *h);
	/* Called at the end; may submit more requests. May be NULL. */
	void (*done)(struct http *h);
	void *arg;

	/* The answer. */
	struct http_head head;
	struct buf body;
	size_t received;  /* bytes of the body in this try */
	char *redirected; /* the URL of the answer if it is not url, or NULL */
	char *refused; /* where a redirect led that was not followed, or NULL */
	/* 0: there is an answer, of any status, and check has accepted it.
	 * Otherwise EXIT_RETRY if trying again later may help, or EXIT_FAILED,
	 * and a message in e. */
	int rc;
	struct err e;

	struct http_try *try; /* belongs to http.c */
};

/* http_submit queues a request. http_run sends the queued requests, and those
 * queued meanwhile, and returns when all are done. */
void http_submit(struct http *h);
void http_run(void);

/* http_submit and http_run for one request. Returns h->rc. */
int http_do(struct http *h);

/* Returns 0 if h got what it asked for: a status from 200 to 299, or an answer
 * to its condition. Otherwise EXIT_RETRY or EXIT_FAILED, and a message in h->e.
 */
int http_verdict(struct http *h);

/* True if text is a date of HTTP (RFC 9110, 5.6.7). The day of the week is not
 * checked. False for NULL. */
bool http_is_date(const char *text);

/* Frees the answer; then the request can be submitted again. */
void http_reset(struct http *h);

/* Returns ms multiplied by FETCH_PACE. */
int64_t http_pace(int64_t ms);

/* Waits for ms, multiplied by FETCH_PACE. */
void http_pause(int64_t ms);

/* Returns the milliseconds of the monotonic clock. */
int64_t http_clock(void);

/* Number of requests made so far, and of bytes of bodies received. */
void http_counts(int64_t *requests, int64_t *bytes);

/* Sends a GET request to url, appends the body of the answer to body and
 * returns its status, whatever that is. Follows redirects, from https to https
 * only. Without an answer returns -2 if trying again later may help (after 120
 * seconds of silence, for example) or else -1, and a message in e; a body
 * longer than max bytes is -1 too. */
long http_get(const char *url, size_t max, struct buf *body, struct err *e);

#endif
