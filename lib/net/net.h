/*
 * URLs: what they name, how they are resolved and written.
 */
#ifndef NET_H
#define NET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Does s begin as a URL that we ask: http or https? */
bool net_is_url(const char *s);
bool net_is_https(const char *s);

/* url (one that net_is_url takes) as a message may show it: without the query
 * and what comes before the host, which may hold secrets. It holds until the
 * next call. */
const char *net_name(const char *url);

/* The URL that href, as a page of base (a URL) has it, stands for: new, with
 * what a URL may not hold percent-encoded. base may be NULL if href is whole by
 * itself. NULL if it is none of http or https. */
char *net_resolve(const char *base, const char *href);

/* Appends s, percent-encoded as encodeURIComponent does, but for the bytes of
 * keep, which stay as they are. */
void net_put_escaped(struct buf *b, struct str s, const char *keep);

#endif
