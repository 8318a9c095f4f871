/* Reads and parses requests. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "upstream/serve/serve.h"

#define HEAD_MAX ((size_t)64 << 10)
#define BODY_MAX ((size_t)16 << 20)

static bool
read_more(struct peer *p)
{
	ssize_t n;

	buf_reserve(&p->ahead, 16 << 10);
	do
		n = read(p->fd, p->ahead.p + p->ahead.n, 16 << 10);
	while (n < 0 && errno == EINTR);
	if (n > 0)
		p->ahead.n += (size_t)n;
	return n > 0;
}

static void
take(struct peer *p, size_t n, struct buf *into)
{
	buf_add(into, p->ahead.p, n);
	p->ahead.n -= n;
	memmove(p->ahead.p, p->ahead.p + n, p->ahead.n);
}

/* Reads up to the empty line; leaves head empty if the client sends no whole
 * head. */
static void
read_head(struct peer *p, struct buf *head)
{
	const char *end = NULL;

	while (!end) {
		if (p->ahead.n)
			end = memmem(p->ahead.p, p->ahead.n, "\r\n\r\n", 4);
		if (!end && (p->ahead.n > HEAD_MAX || !read_more(p)))
			return;
	}
	take(p, (size_t)(end - p->ahead.p) + 4, head);
}

/* Cuts the line at *rest, which ends with CRLF. */
static char *
cut_line(char **rest)
{
	char *line = *rest, *end = strstr(line, "\r\n");

	*end = '\0';
	*rest = end + 2;
	return line;
}

static bool
parse_request_line(struct request *r, char *line)
{
	r->method = strsep(&line, " ");
	r->target = strsep(&line, " ");
	if (!line || strcmp(line, "HTTP/1.1") != 0 || *r->target != '/')
		return false;
	r->query = strchr(r->target, '?');
	if (!percent_decode(
		r->target, strcspn(r->target, "?"), false, &r->path_text))
		return false;
	r->path = buf_view(&r->path_text).p;
	r->query = r->query ? r->query + 1 : "";
	return true;
}

static bool
parse_head(struct request *r)
{
	char *rest, *line;

	if (!r->head.n || memchr(r->head.p, '\0', r->head.n))
		return false;
	buf_view(&r->head); /* ends with a NUL */
	rest = r->head.p;
	if (!parse_request_line(r, cut_line(&rest)))
		return false;
	while (*(line = cut_line(&rest))) {
		char *value = strchr(line, ':');

		if (!value || r->headers == HEADERS_MAX)
			return false;
		*value++ = '\0';
		r->header[r->headers].name = line;
		r->header[r->headers++].value = value + strspn(value, " \t");
	}
	return true;
}

/* Reads a body with Content-Length; our clients send no others. */
static bool
read_body(struct peer *p, struct request *r)
{
	const char *length = request_header(r, "Content-Length"), *expect;
	unsigned long n = length ? strtoul(length, NULL, 10) : 0;

	if (n > BODY_MAX || request_header(r, "Transfer-Encoding"))
		return false;
	expect = request_header(r, "Expect");
	if (expect && p->ahead.n < n)
		send(p->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
	while (p->ahead.n < n)
		if (!read_more(p))
			return false;
	take(p, n, &r->body);
	buf_view(&r->body); /* ends with a NUL */
	return true;
}

bool
request_read(struct peer *p, struct request *r)
{
	static const char bad[] = "HTTP/1.1 400 Bad Request\r\n"
				  "Connection: close\r\n"
				  "Content-Length: 0\r\n\r\n";
	const char *connection;

	*r = (struct request){ 0 };
	read_head(p, &r->head);
	if (!r->head.n && !p->ahead.n)
		return false;
	if (!parse_head(r) || !read_body(p, r)) {
		send(p->fd, bad, sizeof(bad) - 1, MSG_NOSIGNAL);
		return false;
	}
	connection = request_header(r, "Connection");
	if (connection && !strcasecmp(connection, "close"))
		r->close = true;
	return true;
}

void
request_free(struct request *r)
{
	buf_free(&r->head);
	buf_free(&r->body);
	buf_free(&r->path_text);
}

const char *
request_header(const struct request *r, const char *name)
{
	for (unsigned i = 0; i < r->headers; i++)
		if (!strcasecmp(r->header[i].name, name))
			return r->header[i].value;
	return NULL;
}

bool
query_field(const char *query, const char *name, struct buf *value)
{
	size_t length = strlen(name);

	while (*query) {
		size_t n = strcspn(query, "&");

		if (n > length && !strncmp(query, name, length) &&
		    query[length] == '=')
			return percent_decode(
			    query + length + 1, n - length - 1, true, value);
		query += n + (query[n] == '&');
	}
	return false;
}

bool
percent_decode(const char *s, size_t n, bool plus, struct buf *b)
{
	for (size_t i = 0; i < n; i++) {
		int hi, lo;

		if (s[i] != '%') {
			buf_byte(b, plus && s[i] == '+' ? ' ' : s[i]);
			continue;
		}
		hi = i + 3 <= n ? hex_value(s[i + 1]) : -1;
		lo = i + 3 <= n ? hex_value(s[i + 2]) : -1;
		if (hi < 0 || lo < 0 || !(hi | lo))
			return false;
		buf_byte(b, (char)(hi << 4 | lo));
		i += 2;
	}
	return true;
}

void
percent_encode(const char *s, struct buf *b)
{
	for (; *s; s++)
		if (isalnum((unsigned char)*s) || strchr("-_.~/", *s))
			buf_byte(b, *s);
		else
			buf_fmt(b, "%%%02X", (unsigned char)*s);
}
