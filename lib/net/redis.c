#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "net/redis.h"

enum { CONNECT_MS = 5000 };

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until the socket can be read or written; false if it takes longer. */
static bool
wait_for(const struct redis *r, short events, int64_t until)
{
	struct pollfd p = { .fd = r->fd, .events = events };
	int64_t left;
	int n;

	do {
		left = until - clock_ms();
		n = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	return n > 0;
}

void
redis_close(struct redis *r)
{
	if (r->ssl)
		SSL_free(r->ssl);
	if (r->fd >= 0)
		close(r->fd);
	if (r->reader)
		redisReaderFree(r->reader);
	buf_free(&r->out);
	*r = (struct redis){ .fd = -1 };
}

static int
lose(struct redis *r, struct err *e, const char *what)
{
	redis_close(r);
	return err_set(e, "redis: %s", what);
}

static bool
connect_to(struct redis *r, const struct addrinfo *a)
{
	int one = 1, error = 0;
	socklen_t n = sizeof(error);

	r->fd = socket(a->ai_family,
	    a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, a->ai_protocol);
	if (r->fd < 0)
		return false;
	setsockopt(r->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(r->fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	if (!connect(r->fd, a->ai_addr, a->ai_addrlen))
		return true;
	if (errno == EINPROGRESS) {
		if (wait_for(r, POLLOUT, clock_ms() + CONNECT_MS))
			getsockopt(r->fd, SOL_SOCKET, SO_ERROR, &error, &n);
		else
			error = ETIMEDOUT;
		if (!error)
			return true;
		errno = error;
	}
	error = errno;
	close(r->fd);
	r->fd = -1;
	errno = error;
	return false;
}

static int
open_socket(struct redis *r, const struct redis_url *u, struct err *e)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list;
	int rc = getaddrinfo(u->host, u->port, &hints, &list);

	if (rc)
		return err_set(e, "redis: %s: %s", u->host, gai_strerror(rc));
	for (struct addrinfo *a = list; a && r->fd < 0; a = a->ai_next)
		connect_to(r, a);
	rc = errno;
	freeaddrinfo(list);
	if (r->fd < 0)
		return err_set(
		    e, "redis: %s:%s: %s", u->host, u->port, strerror(rc));
	return 0;
}

/* What SSL waits for; 0 if it failed. */
static short
ssl_events(struct redis *r, int rc)
{
	switch (SSL_get_error(r->ssl, rc)) {
	case SSL_ERROR_WANT_READ:
		return POLLIN;
	case SSL_ERROR_WANT_WRITE:
		return POLLOUT;
	default:
		return 0;
	}
}

static int
open_tls(struct redis *r, const struct redis_url *u, struct err *e)
{
	SSL_CTX *c = SSL_CTX_new(TLS_client_method());
	int64_t until = clock_ms() + CONNECT_MS;
	unsigned long code;
	short events = 0;
	int rc = 0;

	if (!c || !SSL_CTX_set_default_verify_paths(c))
		return err_set(e, "redis: TLS is not available");
	signal(SIGPIPE, SIG_IGN); /* OpenSSL writes without MSG_NOSIGNAL */
	SSL_CTX_set_verify(c, SSL_VERIFY_PEER, NULL);
	r->ssl = SSL_new(c);
	SSL_CTX_free(c);
	if (!r->ssl || !SSL_set_fd(r->ssl, r->fd) ||
	    !SSL_set_tlsext_host_name(r->ssl, u->host) ||
	    !SSL_set1_host(r->ssl, u->host))
		return err_set(e, "redis: TLS is not available");
	do {
		rc = SSL_connect(r->ssl);
		events = rc == 1 ? 0 : ssl_events(r, rc);
	} while (events && wait_for(r, events, until));
	if (rc == 1)
		return 0;
	code = ERR_get_error();
	return err_set(e, "redis: TLS with %s: %s", u->host,
	    code ? ERR_reason_error_string(code) : "connection closed");
}

void
redis_append(struct redis *r, size_t n, const struct str *argv)
{
	struct buf *b = &r->out;

	buf_fmt(b, "*%zu\r\n", n);
	for (size_t i = 0; i < n; i++) {
		buf_fmt(b, "$%zu\r\n", argv[i].n);
		buf_add(b, argv[i].p, argv[i].n);
		buf_add(b, "\r\n", 2);
	}
}

/* Returns the number of bytes that went out, 0 with *events set if it must
 * wait, -1 on failure. */
static ssize_t
write_some(struct redis *r, struct str s, short *events)
{
	ssize_t n;

	*events = POLLOUT;
	if (r->ssl) {
		int part = s.n > 1 << 20 ? 1 << 20 : (int)s.n;

		n = SSL_write(r->ssl, s.p, part);
		if (n > 0)
			return n;
		*events = ssl_events(r, (int)n);
		return *events ? 0 : -1;
	}
	n = send(r->fd, s.p, s.n, MSG_NOSIGNAL);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return n;
}

int
redis_send(struct redis *r, struct err *e)
{
	int64_t until = clock_ms() + REDIS_WAIT_MS;
	short events;

	if (r->fd < 0)
		return err_set(e, "redis: not connected");
	for (size_t at = 0; at < r->out.n;) {
		ssize_t n = write_some(
		    r, (struct str){ r->out.p + at, r->out.n - at }, &events);

		if (n < 0)
			return lose(r, e, "connection lost");
		if (!n && !wait_for(r, events, until))
			return lose(r, e, "no progress in sending");
		at += (size_t)n;
	}
	r->out.n = 0;
	return 0;
}

/* As write_some, for reading. */
static ssize_t
read_some(struct redis *r, char *p, size_t max, short *events)
{
	ssize_t n;

	*events = POLLIN;
	if (r->ssl) {
		n = SSL_read(r->ssl, p, (int)max);
		if (n > 0)
			return n;
		*events = ssl_events(r, (int)n);
		return *events ? 0 : -1;
	}
	n = recv(r->fd, p, max, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return n ? n : -1;
}

int
redis_reply(struct redis *r, redisReply **reply, int ms, struct err *e)
{
	int64_t until = clock_ms() + ms;
	char bytes[16384];
	short events;

	if (r->fd < 0)
		return err_set(e, "redis: not connected");
	for (;;) {
		void *got = NULL;
		ssize_t n;

		if (redisReaderGetReply(r->reader, &got) != REDIS_OK)
			return lose(r, e, "not the protocol of Redis");
		*reply = got;
		if (got)
			return 1;
		n = read_some(r, bytes, sizeof(bytes), &events);
		if (n < 0)
			return lose(r, e, "connection lost");
		if (n > 0)
			redisReaderFeed(r->reader, bytes, (size_t)n);
		else if (!wait_for(r, events, until))
			return 0;
	}
}

int
redis_do(struct redis *r, size_t n, const struct str *argv, redisReply **reply,
    struct err *e)
{
	int rc;

	redis_append(r, n, argv);
	if (redis_send(r, e))
		return -1;
	rc = redis_reply(r, reply, REDIS_WAIT_MS, e);
	if (!rc)
		lose(r, e, "no reply");
	return rc > 0 ? 0 : -1;
}

/* An error that time may mend. */
static bool
is_passing(const char *error)
{
	static const char *const words[] = { "LOADING", "BUSY", "MASTERDOWN",
		"TRYAGAIN" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strncmp(error, words[i], strlen(words[i])))
			return true;
	return false;
}

/* A command that must succeed before anything else. */
static int
introduce(struct redis *r, size_t n, const struct str *argv, struct err *e)
{
	redisReply *reply;
	int rc = 0;

	if (redis_do(r, n, argv, &reply, e))
		return EXIT_RETRY;
	if (reply->type == REDIS_REPLY_ERROR) {
		err_set(e, "redis: %s", reply->str);
		rc = is_passing(reply->str) ? EXIT_RETRY : EXIT_FAILED;
	}
	freeReplyObject(reply);
	return rc;
}

static int
log_in(struct redis *r, const struct redis_url *u, struct err *e)
{
	struct str auth[] = { STR("AUTH"), str_of(u->user),
		str_of(u->password) };
	struct str plain[] = { STR("AUTH"), str_of(u->password) };
	struct str db[] = { STR("SELECT"), str_of(u->db) };
	struct str ping[] = { STR("PING") };
	int rc = 0;

	if (u->password)
		rc = u->user ? introduce(r, 3, auth, e)
			     : introduce(r, 2, plain, e);
	if (!rc && u->db)
		rc = introduce(r, 2, db, e);
	return rc ? rc : introduce(r, 1, ping, e);
}

int
redis_open(struct redis *r, const struct redis_url *u, struct err *e)
{
	int rc = EXIT_RETRY;

	*r = (struct redis){ .fd = -1 };
	if (open_socket(r, u, e))
		return EXIT_RETRY;
	r->reader = redisReaderCreate();
	if (!r->reader)
		die("out of memory");
	if (!u->tls || !open_tls(r, u, e))
		rc = log_in(r, u, e);
	if (rc)
		redis_close(r);
	return rc;
}
