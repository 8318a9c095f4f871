/*
 * A connection to a Redis server, plain or with TLS. hiredis formats commands
 * and reads replies; the socket is handled here, because hiredis 0.14 has no
 * TLS, and a worker has to poll.
 *
 * Errors of the connection close it: every further call fails. Error replies
 * of the server are replies like others (type REDIS_REPLY_ERROR).
 */
#ifndef REDIS_H
#define REDIS_H

#include <hiredis/hiredis.h>

#include "base/buf.h"
#include "base/err.h"

/* Where a server is: redis://[USER:PASSWORD@]HOST[:PORT][/DB], rediss:// for
 * TLS. Strings are NULL or owned. */
struct redis_url {
	char *host, *port, *user, *password, *db;
	bool tls;
};

struct redis {
	int fd; /* -1: the connection is lost */
	struct ssl_st *ssl;
	redisReader *reader;
	struct buf out; /* not sent yet */
};

/* Reads a URL. Returns 0, or -1 with the reason in e. */
int redis_url_parse(struct redis_url *u, const char *url, struct err *e);
void redis_url_free(struct redis_url *u);

/* Connects, authenticates and selects the database. Returns 0; EXIT_RETRY if
 * the server is unavailable, EXIT_FAILED if it refuses us, with the reason in
 * e. */
int redis_open(struct redis *r, const struct redis_url *u, struct err *e);
void redis_close(struct redis *r);

static inline bool
redis_is_open(const struct redis *r)
{
	return r->fd >= 0;
}

/* Appends a command, to be sent by redis_send. */
void redis_append(struct redis *r, size_t n, const struct str *argv);
/* Sends what was appended. Returns 0, or -1 with the reason in e. */
int redis_send(struct redis *r, struct err *e);

/* The next reply, waited for ms at most; the caller frees it by
 * freeReplyObject. Returns 1; 0 if there was none in time; -1 if the
 * connection is lost, with the reason in e. */
int redis_reply(struct redis *r, redisReply **reply, int ms, struct err *e);

/* Sends a command and waits REDIS_WAIT_MS for its reply. Returns 0, or -1 with
 * the reason in e. */
#define REDIS_WAIT_MS 15000
int redis_do(struct redis *r, size_t n, const struct str *argv,
    redisReply **reply, struct err *e);

/* The text of a reply; NULL if it is not one. */
static inline struct str
redis_text(const redisReply *r)
{
	bool text = r && (r->type == REDIS_REPLY_STRING ||
			     r->type == REDIS_REPLY_STATUS ||
			     r->type == REDIS_REPLY_ERROR);

	return text ? (struct str){ r->str, (size_t)r->len } : STR_NULL;
}

#endif
