/*
 * URLs: checks, resolution and encoding. HTTP is in http.h.
 */
#ifndef URL_H
#define URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* True if s begins with http:// or https:// (https:// only), in any case. */
bool url_is_http(const char *s);
bool url_is_https(const char *s);

/* Do the URLs a and b have the same scheme, host and port? Only then may a
 * secret for one be sent to the other. */
bool url_same_origin(const char *a, const char *b);

/* url, for which url_is_http is true, as a message may show it: without the
 * query and the login, which may hold secrets. Valid until the next call. */
const char *url_name(const char *url);

/* A copy of url, absolute or relative, in which the bytes that a URL cannot
 * contain (blanks, accented letters...) are percent-encoded, except in its
 * host. The caller frees it. */
char *url_encode(const char *url);

/* Resolves href, a link of the page with the URL base, encoded as by
 * url_encode. base may be NULL if href is an absolute URL. Returns a new URL
 * that the caller frees, or NULL if it is not an http or https URL. */
char *url_resolve(const char *base, const char *href);

/* Appends s, percent-encoded as by encodeURIComponent, except the bytes of
 * keep, which are copied. */
void url_put_escaped(struct buf *b, struct str s, const char *keep);

#endif
