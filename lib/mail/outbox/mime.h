/*
 * Internet messages: RFC 5322 headers, RFC 2047 encoded words, MIME parts in
 * quoted-printable. Lines end with CRLF and have at most 76 bytes, but for an
 * address or a link that is longer.
 *
 * Whatever the text, a header stays one header: control characters in it are
 * replaced by U+FFFD.
 */
#ifndef MIME_H
#define MIME_H

#include <stdint.h>

#include "base/buf.h"

/* A message in two forms of the same text. All is UTF-8; text and html have
 * lines that end with LF. The addresses, the identifier and the link are
 * ASCII without blanks or control bytes: the caller has checked them. */
struct mime {
	const char *from_name; /* ASCII letters and spaces, or NULL */
	const char *from, *to; /* addresses */
	const char *date;      /* as mime_date */
	const char *id;        /* Message-ID, without brackets */
	const char *list_help; /* a link, or NULL */
	struct str subject;
	struct str text, html;
};

/* Appends the whole message. */
void mime_put(struct buf *b, const struct mime *m);

/* Appends "NAME: value" and CRLF, folded; the value is free text, the name has
 * at most 40 bytes. */
void mime_put_header(struct buf *b, const char *name, struct str value);

/* Appends text in quoted-printable, LF as CRLF. */
void mime_put_quoted(struct buf *b, struct str text);

#define MIME_DATE_MAX 40

/* "Mon, 02 Mar 2026 08:00:00 +0000", for milliseconds since 1970. */
void mime_date(int64_t t, char text[MIME_DATE_MAX]);

#endif
