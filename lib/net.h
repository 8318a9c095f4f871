/*
 * URLs, and what is got from one by a single request.
 */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "err.h"

/* Does s begin as a URL that we ask: http or https? */
bool net_is_url(const char *s);
bool net_is_https(const char *s);

/* url (one that net_is_url takes) as a message may show it: without the query
 * and what comes before the host, which may hold secrets. It holds until the
 * next call. */
const char *net_name(const char *url);

/* Appends what a GET of url answers, whatever its HTTP status, to body and
 * returns that status. Redirects are followed, from https to https only.
 * Otherwise a message in e, and -2 if there is no answer for a reason that time
 * may mend (120 seconds of silence, for one), -1 if not, or if the answer is longer
 * than max bytes. */
long net_get(const char *url, size_t max, struct buf *body, struct err *e);

/* The URL that href, as a page of base (a URL) has it, stands for: new, with
 * what a URL may not hold percent-encoded. base may be NULL if href is whole by
 * itself. NULL if it is none of http or https. */
char *net_resolve(const char *base, const char *href);

/* Appends s, percent-encoded as encodeURIComponent does, but for the bytes of
 * keep, which stay as they are. */
void net_put_escaped(struct buf *b, struct str s, const char *keep);

#endif
