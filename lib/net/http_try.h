/*
 * The tries of a request: when a try may start, its outcome, and whether
 * another one follows. Private to http.c, http_try.c and http_head.c.
 */
#ifndef HTTP_TRY_H
#define HTTP_TRY_H

#include <curl/curl.h>

#include "net/http.h"

struct http_try {
	struct http *h;
	struct http_try *next; /* in the queue */
	char *url;             /* of this try; a redirect changes it */
	const char *form;      /* likewise: may become NULL (GET) */
	int64_t asked;         /* when the request was submitted */
	int64_t began;         /* start of the first try; 0: not started */
	int64_t due;           /* ms since boot; 0: at once */
	unsigned tries, hops;  /* so far; a redirect (hop) is not a try */
	CURL *curl;
	struct curl_slist *fields;
	char why[CURL_ERROR_SIZE];
	bool begun;    /* fd is set */
	bool failed;   /* on our side; the reason is in h->e */
	bool silent;   /* given up after too long a silence */
	int64_t heard; /* when the last bytes came */
	int fd;        /* where the body goes; -1: h->body */
};

/* Returns the site's time-out in seconds. */
unsigned http_timeout(const struct http_site *s);

/* Returns how long the starting try may last in all, in ms; 0: no limit. */
int64_t http_budget(const struct http_try *t);

/* Returns how many ms the try has to wait. 0: the try starts now, and its token
 * is taken. -1: it has waited too long; h->rc and h->e are set. */
int64_t http_wait(struct http_try *t);

/* A CURLOPT_XFERINFOFUNCTION: ends the try arg after a silence as long as the
 * site's time-out. */
int http_on_progress(
    void *arg, curl_off_t dt, curl_off_t d, curl_off_t ut, curl_off_t u);

/* Returns what h->rc becomes after the try, with a message in h->e. */
int http_outcome(struct http_try *t, CURLcode code);

/* True if the answer is a redirect of a request with a secret, which is
 * followed here and not by libcurl: the try then continues at the new URL. */
bool http_follow(struct http_try *t);

/* True if the request is tried again, at t->due. */
bool http_try_again(struct http_try *t, CURLcode code);

/* A CURLOPT_HEADERFUNCTION: stores a line of the head in arg, a struct
 * http_head. */
size_t http_on_head(char *line, size_t size, size_t n, void *arg);
void http_head_free(struct http_head *h);

#endif
