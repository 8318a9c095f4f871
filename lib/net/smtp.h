/*
 * Sending by SMTP (libcurl): one session, a transaction for each message.
 *
 * The server's certificate is always checked, against the system's
 * authorities or those in the file $SSL_CERT_FILE. A password only ever goes
 * over TLS.
 */
#ifndef SMTP_H
#define SMTP_H

#include "base/buf.h"
#include "base/err.h"

struct smtp_server {
	const char *url;      /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
	const char *username; /* NULL: nobody is asked for */
	const char *password;
	bool starttls; /* smtp: nothing is said before TLS is up; implied
			* where there is a username */
};

struct smtp;

/* Nothing is connected to yet. NULL and e: the address is no such thing. */
struct smtp *smtp_open(const struct smtp_server *server, struct err *e);
void smtp_close(struct smtp *s); /* says QUIT; s may be NULL */

enum smtp_result {
	SMTP_ACCEPTED, /* the server has taken charge of it */
	SMTP_REFUSED,  /* it will not have it (5xx) */
	SMTP_DEFERRED, /* not now (4xx) */
	SMTP_SILENT,   /* no answer: it may or may not have it */
	SMTP_AWAY,     /* no session, try again later */
	SMTP_CLOSED,   /* no session, and none later: certificate, password */
};

/* Sends a message (lines end with CRLF) from one address to another. All but
 * SMTP_ACCEPTED fill e, with the server's own words if there are any. */
enum smtp_result smtp_send(struct smtp *s, const char *from, const char *to,
    struct str message, struct err *e);

#endif
