/*
 * URLs: what they name, how they are resolved and written.
 */
#ifndef URL_H
#define URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Does s begin as a URL that we ask: http or https? */
bool url_is_http(const char *s);
bool url_is_https(const char *s);

/* url (one that url_is_http takes) as a message may show it: without the query
 * and what comes before the host, which may hold secrets. It holds until the
 * next call. */
const char *url_name(const char *url);

/* The URL that href, as a page of base (a URL) has it, stands for: new, with
 * what a URL may not hold percent-encoded. base may be NULL if href is whole by
 * itself. NULL if it is none of http or https. */
char *url_resolve(const char *base, const char *href);

/* Appends s, percent-encoded as encodeURIComponent does, but for the bytes of
 * keep, which stay as they are. */
void url_put_escaped(struct buf *b, struct str s, const char *keep);

#endif
