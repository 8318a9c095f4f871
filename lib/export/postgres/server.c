#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "export/postgres/server.h"

/* The first line of what libpq or the server says; it holds until the next
 * call. */
static const char *
first_line(const char *message)
{
	static char line[512];
	size_t n = strcspn(message, "\n");

	if (n >= sizeof(line))
		n = sizeof(line) - 1;
	memcpy(line, message, n);
	line[n] = '\0';
	return line;
}

/* Can the same run succeed later? PostgreSQL, appendix A:
 * serialization_failure, deadlock_detected, admin_shutdown, crash_shutdown,
 * cannot_connect_now. */
static bool
is_passing(struct server *s, const char *state)
{
	static const char *const states[] = { "40001", "40P01", "57P01",
		"57P02", "57P03" };

	for (size_t i = 0; state && i < sizeof(states) / sizeof(*states); i++)
		if (!strcmp(state, states[i]))
			return true;
	return PQstatus(s->c) == CONNECTION_BAD;
}

/* Which row and column of a COPY an error is about: the server's context has a
 * line for it, "COPY formation, line 2, column cfd: ...". */
static const char *
copy_place(const PGresult *r)
{
	const char *context = PQresultErrorField(r, PG_DIAG_CONTEXT);
	const char *place = context ? strstr(context, "COPY ") : NULL;
	static char text[128];

	if (!place)
		return "";
	snprintf(text, sizeof(text), " (%s)",
	    err_quote(place, strcspn(place, "\n")));
	return text;
}

static _Noreturn void
server_die(struct server *s, const PGresult *r)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	const char *message = r ? PQresultErrorMessage(r) : "";
	const char *place = r ? copy_place(r) : "";
	int code = is_passing(s, state) ? EXIT_RETRY : EXIT_FAILED;

	if (!*message)
		message = PQerrorMessage(s->c);
	die_code(code, "%s%s%s%s", s->what ? s->what : "", s->what ? ": " : "",
	    first_line(message), place);
}

static void
hear(void *arg, const char *message)
{
	(void)arg;
	note("%s", first_line(message));
}

static void
try_connection(struct server *s)
{
	static const char *const names[] = { "fallback_application_name",
		"client_encoding", NULL };
	const char *const values[] = { tool_name, "UTF8", NULL };

	PQfinish(s->c);
	s->c = PQconnectdbParams(names, values, 0);
	if (!s->c)
		die("no memory");
}

void
server_open(struct server *s)
{
	static const char *const none[] = { NULL };
	PGPing ping;

	*s = (struct server){ 0 };
	try_connection(s);
	if (PQstatus(s->c) != CONNECTION_OK) {
		/* A server that answers refuses this user or this database,
		 * which does not pass by itself, or has just started. */
		ping = PQpingParams(none, none, 0);
		if (ping == PQPING_REJECT || ping == PQPING_NO_RESPONSE)
			die_code(
			    EXIT_RETRY, "%s", first_line(PQerrorMessage(s->c)));
		try_connection(s);
	}
	if (PQstatus(s->c) != CONNECTION_OK)
		die("%s", first_line(PQerrorMessage(s->c)));
	PQsetNoticeProcessor(s->c, hear, NULL);
}

void
server_close(struct server *s)
{
	PQfreemem(s->line);
	PQfinish(s->c);
	buf_free(&s->rows);
}

/* The last result of what was sent, the caller's to clear; or that of a COPY,
 * which has begun. PQexec would give the last error of several, which says only
 * that the connection is gone. */
static PGresult *
result_of(struct server *s, int sent)
{
	PGresult *last = NULL, *r;

	if (!sent)
		server_die(s, NULL);
	while ((r = PQgetResult(s->c))) {
		ExecStatusType status = PQresultStatus(r);

		PQclear(last);
		last = r;
		if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
			break;
		if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
			server_die(s, r);
	}
	return last;
}

void
server_run(struct server *s, const char *sql)
{
	PQclear(result_of(s, PQsendQuery(s->c, sql)));
}

void
server_run_fmt(struct server *s, const char *fmt, ...)
{
	struct buf sql = { 0 };
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	buf_reserve(&sql, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(sql.p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	server_run(s, sql.p);
	buf_free(&sql);
}

PGresult *
server_ask(struct server *s, const char *sql, int n, const char *const *values)
{
	return result_of(
	    s, PQsendQueryParams(s->c, sql, n, NULL, values, NULL, NULL, 0));
}

int64_t
server_ask_int(
    struct server *s, const char *sql, int n, const char *const *values)
{
	PGresult *r = server_ask(s, sql, n, values);
	int64_t value =
	    PQntuples(r) ? strtoll(PQgetvalue(r, 0, 0), NULL, 10) : 0;

	PQclear(r);
	return value;
}

void
server_put_literal(struct server *s, struct buf *b, const char *text)
{
	char *literal = PQescapeLiteral(s->c, text, strlen(text));

	if (literal)
		buf_str(b, literal);
	else
		server_die(s, NULL);
	PQfreemem(literal);
}

void
server_copy_in(struct server *s, const char *sql)
{
	server_run(s, sql);
	s->rows.n = 0;
}

void
server_send(struct server *s)
{
	if (PQputCopyData(s->c, s->rows.p, (int)s->rows.n) != 1)
		server_die(s, NULL);
	s->rows.n = 0;
}

void
server_copy_end(struct server *s)
{
	if (s->rows.n)
		server_send(s);
	PQclear(result_of(s, PQputCopyEnd(s->c, NULL) == 1));
}

void
server_copy_out(struct server *s, const char *sql)
{
	server_run(s, sql);
}

bool
server_line(struct server *s, struct str *line)
{
	int n;

	PQfreemem(s->line);
	s->line = NULL;
	n = PQgetCopyData(s->c, &s->line, 0);
	if (n < 0) {
		PQclear(result_of(s, n == -1));
		return false;
	}
	*line = (struct str){ s->line, (size_t)n };
	return true;
}
