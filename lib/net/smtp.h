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
	const char *username; /* NULL: do not log in */
	const char *password;
	bool starttls; /* send nothing before TLS is up; implied by
			* username */
};

struct smtp;

/* Connects to nothing yet. Returns NULL and e if url is not such an address. */
struct smtp *smtp_open(const struct smtp_server *server, struct err *e);
void smtp_close(struct smtp *s); /* sends QUIT; s may be NULL */

enum smtp_result {
	SMTP_ACCEPTED, /* the server has accepted the message */
	SMTP_REFUSED,  /* the server refuses it (5xx) */
	SMTP_DEFERRED, /* the server may accept it later (4xx) */
	SMTP_SILENT,   /* no answer: accepted or not, nobody knows */
	SMTP_AWAY,     /* no session, try again later */
	SMTP_CLOSED,   /* no session, nor later: certificate, password */
};

/* Sends a message, whose lines end with CRLF, from one address to another.
 * Fills e unless it returns SMTP_ACCEPTED, with the server's own words if there
 * are any. */
enum smtp_result smtp_send(struct smtp *s, const char *from, const char *to,
    struct str message, struct err *e);

#endif
