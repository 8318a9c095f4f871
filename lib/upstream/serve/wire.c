/* Writes to a socket: chunks, gzip, a rate. */
#define ZLIB_CONST /* so that zlib takes const input */
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/err.h"
#include "upstream/serve/serve.h"

#define PIECE ((size_t)64 << 10)

void
wait_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

void
wire_raw(struct wire *w, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n && !w->broken) {
		ssize_t sent = send(w->fd, p, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		w->broken = sent <= 0;
		if (sent > 0) {
			p += sent;
			n -= (size_t)sent;
		}
	}
}

static void
send_piece(struct wire *w, const void *p, size_t n)
{
	char size[24];

	if (w->chunked) {
		snprintf(size, sizeof(size), "%zx\r\n", n);
		wire_raw(w, size, strlen(size));
	}
	wire_raw(w, p, n);
	if (w->chunked)
		wire_raw(w, "\r\n", 2);
	w->bytes += w->broken ? 0 : n;
}

/* With a rate, sends ten pieces per second. */
static void
send_plain(struct wire *w, const char *p, size_t n)
{
	size_t piece = PIECE;

	if (w->rate && (size_t)w->rate / 10 < piece)
		piece = w->rate < 10 ? 1 : (size_t)w->rate / 10;
	while (n && !w->broken) {
		size_t now = n < piece ? n : piece;

		send_piece(w, p, now);
		p += now;
		n -= now;
		if (w->rate)
			wait_ms((long)now * 1000 / w->rate);
	}
}

/* Window bits + 16: with the header of gzip. */
static void
send_gzip(struct wire *w, struct str body)
{
	static unsigned char out[PIECE];
	z_stream z = { 0 };
	int end = Z_OK;

	if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		die("gzip: not enough memory");
	while (end != Z_STREAM_END && !w->broken) {
		if (!z.avail_in) {
			size_t n = body.n < PIECE ? body.n : PIECE;

			z.next_in = (const Bytef *)body.p;
			z.avail_in = (uInt)n;
			body.p += n;
			body.n -= n;
		}
		z.next_out = out;
		z.avail_out = sizeof(out);
		end = deflate(&z, body.n ? Z_NO_FLUSH : Z_FINISH);
		send_plain(w, (char *)out, sizeof(out) - z.avail_out);
	}
	deflateEnd(&z);
}

void
wire_body(struct wire *w, struct str body)
{
	if (w->gzip)
		send_gzip(w, body);
	else
		send_plain(w, body.p, body.n);
	if (w->chunked)
		wire_raw(w, "0\r\n\r\n", 5);
}

void
wire_events(struct wire *w, struct str body)
{
	while (body.n && !w->broken) {
		size_t n = 0;

		for (int events = 0; events < 2 && n < body.n; events++) {
			const char *end =
			    memmem(body.p + n, body.n - n, "\n\n", 2);

			n = end ? (size_t)(end - body.p) + 2 : body.n;
		}
		send_plain(w, body.p, n);
		body.p += n;
		body.n -= n;
	}
	if (w->chunked)
		wire_raw(w, "0\r\n\r\n", 5);
}

void
peer_reset(struct peer *p)
{
	struct linger now = { 1, 0 };

	setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(p->fd);
	p->fd = -1;
}
