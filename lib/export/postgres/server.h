/*
 * A connection to a PostgreSQL server (libpq), which finds it by its own
 * environment and files: PGHOST, PGSERVICE, PGPASSFILE.
 *
 * Every error ends the program with the first line of what the server says, and
 * the server then rolls back what was not committed: EXIT_RETRY if it cannot be
 * reached, is starting or stopping, went away, or gave up this transaction for
 * another one; EXIT_FAILED otherwise.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

#include "base/buf.h"

struct server {
	PGconn *c;
	const char *what; /* begins the messages: "alternance.formation" */
	struct buf rows;  /* of a COPY, not yet sent */
	char *line;       /* of a COPY's answer */
};

void server_open(struct server *s);
void server_close(struct server *s);

/* Runs SQL that gives no row: one statement or several. */
void server_run(struct server *s, const char *sql);
/* server_run of a format. Identifiers in it are ours, or checked. */
void server_run_fmt(struct server *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Runs a statement with n bound values ($1...; NULL is null). The result is to
 * be freed by PQclear. */
PGresult *server_ask(
    struct server *s, const char *sql, int n, const char *const *values);
/* The first value of the first row as an integer, null or no row as 0. */
int64_t server_ask_int(
    struct server *s, const char *sql, int n, const char *const *values);

/* Appends text as a literal of SQL, for statements that take no bound value
 * (COMMENT). */
void server_put_literal(struct server *s, struct buf *b, const char *text);

/* COPY ... FROM STDIN: the caller appends to s->rows and calls server_sent
 * after each row. */
void server_copy_in(struct server *s, const char *sql);
void server_send(struct server *s);
void server_copy_end(struct server *s);

static inline void
server_sent(struct server *s)
{
	if (s->rows.n >= (size_t)64 << 10)
		server_send(s);
}

/* COPY ... TO STDOUT: lines until false. A line holds until the next call. */
void server_copy_out(struct server *s, const char *sql);
bool server_line(struct server *s, struct str *line);

#endif
