#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/err.h"
#include "base/in.h"

#define BLOCK ((size_t)256 << 10)

void
pipe_widen(int fd)
{
	(void)fcntl(fd, F_SETPIPE_SZ, 1 << 20);
}

void
in_open(struct in *in, const char *path)
{
	*in = (struct in){ .name = path };
	if (!path || !strcmp(path, "-")) {
		in->name = "stdin";
		in->fd = STDIN_FILENO;
	} else if ((in->fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
		die("%s:", path);
	}
	pipe_widen(in->fd);
}

bool
in_more(struct in *in)
{
	ssize_t got;

	if (in->eof)
		return false;
	if (in->at) {
		memmove(in->buf.p, in->buf.p + in->at, in->buf.n - in->at);
		in->buf.n -= in->at;
		in->at = 0;
	}
	buf_reserve(&in->buf, BLOCK + 64);
	do
		got = read(in->fd, in->buf.p + in->buf.n, BLOCK);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		die("%s: cannot be read:", in->name);
	in->buf.n += (size_t)got;
	in->eof = got == 0;
	return got > 0;
}

static bool
in_raw_line(struct in *in, struct str *line)
{
	size_t seen = 0;

	for (;;) {
		size_t have = in->buf.n - in->at;
		const char *p = in->buf.p + in->at, *nl = NULL;

		if (have > seen)
			nl = memchr(p + seen, '\n', have - seen);
		if (nl || (in->eof && have)) {
			line->p = p;
			line->n = nl ? (size_t)(nl - p) : have;
			in->at += line->n + (nl != NULL);
			in->line++;
			return true;
		}
		if (in->eof)
			return false;
		if (have > IN_LINE_MAX)
			die("%s:%zu: line longer than 64 MiB", in->name,
			    in->line + 1);
		seen = have;
		in_more(in);
	}
}

bool
in_line(struct in *in, struct str *line)
{
	while (in_raw_line(in, line)) {
		if (line->n && line->p[line->n - 1] == '\r')
			line->n--;
		if (line->n)
			return true;
	}
	return false;
}

bool
in_line_ended(const struct in *in)
{
	return in->at && in->buf.p[in->at - 1] == '\n';
}

void
in_close(struct in *in)
{
	if (in->fd > STDIN_FILENO)
		close(in->fd);
	buf_free(&in->buf);
}
