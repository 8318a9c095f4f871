#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "base/text.h"
#include "traitement/stage/request.h"

#define REQUEST_MAX ((size_t)64 << 10)

static const char *
reason_of(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 202:
		return "Accepted";
	case 400:
		return "Bad Request";
	case 401:
		return "Unauthorized";
	case 404:
		return "Not Found";
	case 405:
		return "Method Not Allowed";
	case 408:
		return "Request Timeout";
	case 409:
		return "Conflict";
	case 413:
		return "Content Too Large";
	default:
		return "Service Unavailable";
	}
}

_Noreturn void
request_answer(int status, const char *more, struct str body)
{
	struct buf b = { 0 };

	buf_fmt(&b,
	    "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n%s\r\n",
	    status, reason_of(status), body.n, more);
	buf_add(&b, body.p, body.n);
	if (!out_write(STDOUT_FILENO, buf_view(&b)))
		die("standard output:");
	exit(0);
}

_Noreturn void
request_refuse(int status, const char *error)
{
	char *body = xasprintf("{\"erreur\":\"%s\"}", error);

	request_answer(status, "", str_of(body));
}

int64_t
request_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* More bytes of the request; false at its end. */
static bool
read_more(struct request *r, int64_t deadline)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	int64_t left = deadline - request_clock();
	ssize_t n;

	if (left <= 0 || poll(&fd, 1, (int)left) == 0)
		request_refuse(408, "DELAI");
	buf_reserve(&r->text, 4096);
	n = read(STDIN_FILENO, r->text.p + r->text.n, 4096);
	if (n < 0 && errno != EINTR)
		die("standard input:");
	if (n > 0)
		r->text.n += (size_t)n;
	if (r->text.n > REQUEST_MAX)
		request_refuse(413, "TAILLE");
	return n != 0;
}

struct str
request_field(const struct request *r, const char *name)
{
	size_t n = strlen(name);
	const char *p = r->text.p, *end = p + r->body;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		const char *stop;

		p++;
		stop = memchr(p, '\n', (size_t)(end - p));
		if (!stop)
			break;
		if ((size_t)(stop - p) > n && p[n] == ':' &&
		    !strncasecmp(p, name, n))
			return js_trim((struct str){
			    p + n + 1, (size_t)(stop - p) - n - 1 });
	}
	return STR_NULL;
}

void
request_head(struct request *r, int64_t deadline)
{
	char *end;

	while (
	    !r->text.n || !(end = memmem(r->text.p, r->text.n, "\r\n\r\n", 4)))
		if (!read_more(r, deadline))
			request_refuse(400, "REQUETE");
	r->body = (size_t)(end - r->text.p) + 4;
	buf_view(&r->text);
	if (sscanf(r->text.p, "%15s %511s HTTP/1.", r->method, r->path) != 2)
		request_refuse(400, "REQUETE");
	r->path[strcspn(r->path, "?")] = '\0';
}

void
request_body(struct request *r, int64_t deadline)
{
	struct str length = request_field(r, "Content-Length");

	if (request_field(r, "Transfer-Encoding").p)
		request_refuse(400, "REQUETE");
	for (size_t i = 0; i < length.n; i++) {
		if (length.p[i] < '0' || length.p[i] > '9')
			request_refuse(400, "REQUETE");
		r->length = r->length * 10 + (size_t)(length.p[i] - '0');
		if (r->length > REQUEST_MAX)
			request_refuse(413, "TAILLE");
	}
	while (r->text.n < r->body + r->length)
		if (!read_more(r, deadline))
			request_refuse(400, "REQUETE");
}
