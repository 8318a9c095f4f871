/* A connection: serves its requests one after the other, and logs them. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/err.h"
#include "base/text.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

static void
number(struct request *r)
{
	state_lock();
	r->n = ++state->n;
	r->k = ++state->k[r->source - sources];
	state_unlock();
}

/* Appends text of a client, which need not be UTF-8; NULL becomes null. */
static void
put_line_text(struct buf *b, const char *s)
{
	struct buf text = { 0 };

	if (s)
		utf8_put_repaired(&text, s, strlen(s));
	js_put_text(b, s ? buf_view(&text) : str_of(NULL));
	buf_free(&text);
}

/* Appends the request target with the value of a token removed. */
static void
put_target(struct buf *b, const char *target)
{
	const char *token = strstr(target, "token=");
	size_t n = token ? (size_t)(token - target) + 6 : strlen(target);
	struct buf text = { 0 };

	buf_add(&text, target, n);
	if (token)
		buf_fmt(&text, "...%s", token + 6 + strcspn(token + 6, "&"));
	put_line_text(b, buf_view(&text).p);
	buf_free(&text);
}

static void
put_line(struct buf *b, const struct request *r, int status, uint64_t bytes,
    const struct fault *f)
{
	buf_fmt(b, "{\"n\":%llu,\"source\":\"%s\",\"k\":%llu,\"method\":",
	    (unsigned long long)r->n, r->source->name,
	    (unsigned long long)r->k);
	put_line_text(b, r->method);
	js_put_key(b, "path");
	put_target(b, r->target);
	buf_fmt(b, ",\"status\":%d,\"bytes\":%llu", status,
	    (unsigned long long)bytes);
	js_put_key(b, "conditional");
	js_put_bool(b, request_header(r, "If-None-Match") ||
			   request_header(r, "If-Modified-Since"));
	js_put_key(b, "range");
	put_line_text(b, request_header(r, "Range"));
	js_put_member(
	    b, "fault", str_of(f->kind ? fault_names[f->kind] : NULL));
	buf_str(b, "}\n");
}

/* Appends a line by a single write, because other processes append too. */
static void
note_request(const struct serving *s, const struct request *r, int status,
    uint64_t bytes, const struct fault *f)
{
	struct buf b = { 0 };

	if (s->log < 0)
		return;
	put_line(&b, r, status, bytes, f);
	if (write(s->log, b.p, b.n) != (ssize_t)b.n)
		complain("write the log:");
	buf_free(&b);
}

static void
answer(const struct request *r, struct answer *a, const struct fault *f)
{
	if (f->kind == F_SESSION && r->source->forget)
		r->source->forget(r);
	if (f->kind == F_SESSION && r->source->token)
		answer_error(a, 401, "no longer\n");
	else if (!spoil_instead(a, f))
		route_answer(r, a);
	spoil_answer(a, r, f);
}

/* Returns false if the connection must be closed. */
static bool
serve_request(const struct serving *s, struct peer *p, struct request *r)
{
	struct answer a = { 0 };
	struct fault f;
	uint64_t bytes = 0;
	bool more = false;

	route_find(r);
	number(r);
	fault_file(s->faults);
	f = fault_of(r);
	wait_ms(f.latency);
	if (f.kind == F_REFUSE) {
		peer_reset(p);
	} else {
		answer(r, &a, &f);
		more = answer_send(p, r, &a, &f, &bytes);
	}
	note_request(s, r, a.status, bytes, &f);
	answer_free(&a);
	return more;
}

void
serve_connection(const struct serving *s, int fd)
{
	struct timeval patience = { 60, 0 };
	int on = 1;
	struct peer p = { .fd = fd };
	struct request r;
	bool more = true;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	while (more) {
		more = request_read(&p, &r) && serve_request(s, &p, &r);
		request_free(&r);
	}
	if (p.fd >= 0)
		close(p.fd);
	buf_free(&p.ahead);
}
