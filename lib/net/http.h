/*
 * HTTP requests through libcurl, several at a time, at the pace and with the
 * retries that a site is owed. TLS is verified (SSL_CERT_FILE and SSL_CERT_DIR
 * name other authorities), proxies are those of the environment (https_proxy,
 * no_proxy, see curl(1)).
 *
 * The environment can change the manners of all sites, for tests and for slow
 * networks: FETCH_TIMEOUT, seconds, in place of a site's time-out; FETCH_PACE,
 * by which every wait between requests is multiplied (0: none);
 * FETCH_MAX_TIME, seconds that one request may last in all (3600).
 *
 * Sources: _common.md 4, communes.md 1, organismes.md 5 of the jobs'
 * specification.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum http_retry {
	HTTP_ONCE,    /* no second try */
	HTTP_AGAIN,   /* two more tries, a second apart, whatever failed, check
			 included */
	HTTP_BACKOFF, /* three more, where the network failed (but for
			 time-outs) or the status is 429 or 5xx: 200, 400 and
			 800 ms apart, or as long as Retry-After says, and up
			 to a fifth more; the time-out is that of all tries */
	HTTP_BACKOFF_409, /* the same, and where the status is 409 */
};

/* A site and its manners. The second part is http.c's: zeroed. */
struct http_site {
	unsigned timeout; /* s, for the head of an answer, then of silence */
	unsigned tokens, window; /* at most so many requests in so many ms of
				    one window; 0: as many as you like */
	enum http_retry retry;
	unsigned patience; /* s that a request may wait for its token; 0: no
			      bound */
	unsigned parallel; /* requests at a time; 0: 8 */
	bool endless; /* an answer may last longer than FETCH_MAX_TIME */

	int64_t window_began;
	unsigned used;
};

/* What the head of an answer says; strings are NULL where it says nothing, and
 * not empty. */
struct http_head {
	long status;
	char *etag, *last_modified, *content_type, *content_encoding;
	char *content_disposition, *content_range, *retry_after;
	char *cookie; /* of several Set-Cookie the first */
};

struct http {
	/* The request: borrowed until it is done. */
	struct http_site *site;
	const char *url;
	const char *method;        /* NULL: GET; or HEAD, POST */
	const char *form;          /* POST: the body, may be "" */
	const char *const *fields; /* further fields, "Name: value"; NULL last;
				      may be NULL */
	bool
	    secret; /* fields hold a secret: redirected to the same host only */
	bool conditional; /* fields hold a condition: 304, or 412 to a POST, is
			     an answer */
	bool plain;       /* asks for bytes as they are stored, without gzip */
	size_t max;       /* an answer that is longer is an error; 0: 64 MiB */
	unsigned delay; /* ms to wait before the request may start */

	/* Called with the head, before the first byte of a body, and at the
	 * latest before done: where the body goes, a descriptor, or -1 for
	 * body. NULL: body. */
	int (*sink)(struct http *h);
	/* Is the answer what it should be? 0, or with a message in e
	 * EXIT_FAILED or EXIT_RETRY, which rc is then. NULL: it is. */
	int (*check)(struct http *h);
	/* Called at the end; NULL if nobody waits for it. May submit others. */
	void (*done)(struct http *h);
	void *arg;

	/* The answer. */
	struct http_head head;
	struct buf body;
	size_t received;  /* bytes of the body, of this try */
	char *redirected; /* the URL of the answer if it is not url, or NULL */
	char *refused; /* where a redirect led that was not followed, or NULL */
	/* 0: there is an answer, whatever its status, that check takes.
	 * Otherwise a message in e and EXIT_RETRY where time may mend it, or
	 * EXIT_FAILED. */
	int rc;
	struct err e;

	struct http_try *try; /* http.c's */
};

/* Puts the request in the queue; http_run does what the queue holds, and what
 * is put there meanwhile, and returns when all is done. */
void http_submit(struct http *h);
void http_run(void);

/* Both, for one request. Returns h->rc. */
int http_do(struct http *h);

/* Has h got what it asked for: an answer of a status 200 to 299, or one to its
 * condition? Otherwise EXIT_RETRY or
 * EXIT_FAILED with a message in h->e. */
int http_verdict(struct http *h);

/* Is that a date as a head has it (RFC 9110, 5.6.7)? Whatever the day of the
 * week it names. NULL is none. */
bool http_is_date(const char *text);

/* Frees the answer; the request may be submitted again afterwards. */
void http_reset(struct http *h);

/* ms, multiplied by FETCH_PACE. */
int64_t http_pace(int64_t ms);

/* Waits so long, less or more by FETCH_PACE. */
void http_pause(int64_t ms);

/* Milliseconds of the monotonic clock. */
int64_t http_clock(void);

/* Number of requests made so far, and of bytes of bodies received. */
void http_counts(int64_t *requests, int64_t *bytes);

/* Appends the body of a GET of url, whatever its HTTP status, to body and
 * returns that status. Redirects are followed, from https to https only.
 * Without an answer: a message in e, and -2 if trying again later may help
 * (120 seconds of silence, for example), -1 if not, or if the body is longer
 * than max bytes. */
long http_get(const char *url, size_t max, struct buf *body, struct err *e);

#endif
