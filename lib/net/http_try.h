/*
 * The tries of a request: when one may start, what came of it, and whether
 * there is to be another. For http.c and http_head.c alone.
 */
#ifndef HTTP_TRY_H
#define HTTP_TRY_H

#include <curl/curl.h>

#include "net/http.h"

struct http_try {
	struct http *h;
	struct http_try *next; /* in the queue */
	char *url;             /* that of this try: a redirect changes it */
	const char *form;      /* and this: it may be a GET from there on */
	int64_t asked;         /* when the request was submitted */
	int64_t began;         /* when its first try began; 0: not yet */
	int64_t due;           /* not before; 0: as soon as can be */
	unsigned tries, hops;  /* so far; a hop is no try */
	CURL *curl;
	struct curl_slist *fields;
	char why[CURL_ERROR_SIZE];
	bool begun;    /* the body has a place */
	bool failed;   /* on our side, for the reason in h->e */
	bool silent;   /* for so long that it was given up */
	int64_t heard; /* when something came last */
	int fd;        /* its place; -1: h->body */
};

/* The site's time-out in seconds. */
unsigned http_timeout(const struct http_site *s);

/* How long the try, which starts, may last in all, in ms; 0: for ever. */
int64_t http_budget(const struct http_try *t);

/* How long the try has to wait, in ms; 0 takes its token: it is to start. -1
 * if it has waited too long: h->rc says so. */
int64_t http_wait(struct http_try *t);

/* libcurl's CURLOPT_XFERINFOFUNCTION: ends a try, arg, in which nothing has
 * come for the site's time-out. */
int http_on_progress(
    void *arg, curl_off_t dt, curl_off_t d, curl_off_t ut, curl_off_t u);

/* What came of a try: h->rc, and h->e. */
int http_outcome(struct http_try *t, CURLcode code);

/* Is the answer a redirect that is to be followed here, not by libcurl? */
bool http_follow(struct http_try *t);

/* Is there to be another try? It is due then. */
bool http_try_again(struct http_try *t, CURLcode code);

/* libcurl's CURLOPT_HEADERFUNCTION: takes a line of the head into arg, a struct
 * http_head. */
size_t http_on_head(char *line, size_t size, size_t n, void *arg);
void http_head_free(struct http_head *h);

#endif
