/* Sends answers: conditions, ranges, encodings, bodies that break off. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/err.h"
#include "upstream/serve/serve.h"

static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = { { 200, "OK" }, { 206, "Partial Content" },
		{ 302, "Found" }, { 304, "Not Modified" },
		{ 400, "Bad Request" }, { 401, "Unauthorized" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 412, "Precondition Failed" },
		{ 416, "Range Not Satisfiable" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
		{ 451, "Unavailable For Legal Reasons" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" }, { 529, "Overloaded" } };

	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

/* Is etag in a list of validators, also as a weak one or that of the encoded
 * body? */
static bool
is_listed(const char *list, const char *etag)
{
	size_t n = strlen(etag) - 1; /* without the closing quote */

	if (!strcmp(list, "*"))
		return true;
	for (const char *p = list; (p = strchr(p, '"')); p++) {
		if (!strncmp(p, etag, n) &&
		    (p[n] == '"' || !strncmp(p + n, "-gzip\"", 6)))
			return true;
		p = strchr(p + 1, '"');
		if (!p)
			break;
	}
	return false;
}

static void
set_validators(struct answer *a)
{
	uint64_t sum = body_sum(a->body);

	if (!*a->etag)
		snprintf(a->etag, sizeof(a->etag), "\"%016llx-%zx\"",
		    (unsigned long long)sum, a->body.n);
	if (a->file)
		http_date_of(sum, a->modified);
}

/* Like many servers, only accepts the very date that was sent. */
static void
apply_conditions(const struct request *r, struct answer *a)
{
	const char *match = request_header(r, "If-None-Match");
	const char *since = request_header(r, "If-Modified-Since");
	bool post = !strcmp(r->method, "POST");

	if (match
		? is_listed(match, a->etag)
		: since && !post && *a->modified && !strcmp(since, a->modified))
		a->status = post ? 412 : 304;
}

/* Serves bytes=N- and bytes=N-M, for the rest of a partial file; ignores other
 * ranges, which is allowed. */
static void
apply_range(const struct request *r, struct answer *a)
{
	const char *range = request_header(r, "Range");
	const char *check = request_header(r, "If-Range");
	unsigned long long first, last;
	char text[80], *end;

	if (!range || !a->file || a->status != 200 ||
	    strcmp(r->method, "GET") != 0 || strncmp(range, "bytes=", 6) != 0 ||
	    (check && strcmp(check, a->etag) && strcmp(check, a->modified)))
		return;
	first = strtoull(range + 6, &end, 10);
	if (end == range + 6 || *end != '-')
		return;
	last = end[1] ? strtoull(end + 1, NULL, 10) : a->body.n - 1;
	if (first >= a->body.n || last < first) {
		snprintf(text, sizeof(text), "bytes */%zu", a->body.n);
		a->status = 416;
	} else {
		if (last >= a->body.n)
			last = a->body.n - 1;
		snprintf(text, sizeof(text), "bytes %llu-%llu/%zu", first, last,
		    a->body.n);
		a->status = 206;
		a->body.p += first;
		a->body.n = (size_t)(last - first + 1);
	}
	answer_header(a, "Content-Range", text);
}

static bool
is_text(const struct answer *a)
{
	return a->type && (!strncmp(a->type, "text/", 5) ||
			      !strncmp(a->type, "application/json", 16));
}

static bool
wants_gzip(const struct request *r)
{
	const char *accept = request_header(r, "Accept-Encoding");
	const char *gzip = accept ? strstr(accept, "gzip") : NULL;

	return gzip && strncmp(gzip, "gzip;q=0", 8) != 0;
}

static bool
breaks_body(const struct fault *f)
{
	return f->kind == F_RESET || f->kind == F_TRUNCATE || f->kind == F_CUT;
}

static void
put_validators(struct buf *b, const struct answer *a, bool gzip)
{
	if (*a->etag)
		buf_fmt(b, "ETag: %.*s%s\"\r\n", (int)strlen(a->etag) - 1,
		    a->etag, gzip ? "-gzip" : "");
	if (*a->modified)
		buf_fmt(b, "Last-Modified: %s\r\n", a->modified);
	if (a->file)
		buf_str(b, "Accept-Ranges: bytes\r\n");
}

static void
put_head(struct buf *b, const struct answer *a, const struct wire *w,
    const struct fault *f, bool close)
{
	char date[40];
	struct tm tm;
	time_t now = time(NULL);

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_fmt(b, "HTTP/1.1 %d %s\r\nDate: %s\r\n", a->status,
	    reason(a->status), date);
	if (a->body.n && a->type)
		buf_fmt(b, "Content-Type: %s\r\n", a->type);
	put_validators(b, a, w->gzip);
	if (is_text(a) && *a->etag)
		buf_str(b, "Vary: Accept-Encoding\r\n");
	if (w->gzip)
		buf_str(b, "Content-Encoding: gzip\r\n");
	if (w->chunked)
		buf_str(b, "Transfer-Encoding: chunked\r\n");
	else if (f->kind != F_CUT && a->status != 304)
		buf_fmt(b, "Content-Length: %zu\r\n", a->body.n);
	if (close)
		buf_str(b, "Connection: close\r\n");
	buf_add(b, a->headers.p, a->headers.n);
	buf_str(b, "\r\n");
}

static void
settle_entity(const struct request *r, struct answer *a, const struct fault *f)
{
	if (a->status == 200 && a->type) {
		set_validators(a);
		apply_conditions(r, a);
		if (f->kind == F_GONE)
			a->status = 304;
		apply_range(r, a);
	}
	if (a->status == 304 || a->status == 412 || a->status == 416)
		a->body = STR("");
}

bool
answer_send(struct peer *p, const struct request *r, struct answer *a,
    const struct fault *f, uint64_t *bytes)
{
	struct wire w = { .fd = p->fd, .rate = f->kind == F_DRIP ? f->arg : 0 };
	bool whole = !breaks_body(f), head = !strcmp(r->method, "HEAD");
	bool close = r->close || !whole;
	struct buf b = { 0 };

	settle_entity(r, a, f);
	w.gzip = whole && a->status == 200 && is_text(a) && wants_gzip(r) &&
		 a->body.n && !a->events;
	w.chunked = w.gzip || (whole && a->status == 200 && !a->file && !head);
	put_head(&b, a, &w, f, close);
	wire_raw(&w, b.p, b.n);
	buf_free(&b);
	if (!head)
		(a->events ? wire_events : wire_body)(
		    &w, (struct str){
			    a->body.p, whole ? a->body.n : a->body.n / 2 });
	*bytes += w.bytes;
	if (f->kind == F_RESET)
		peer_reset(p);
	return !close && !w.broken;
}
