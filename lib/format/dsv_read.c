#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/in.h"
#include "format/dsv.h"

#define BLOCK ((size_t)256 << 10)

struct source {
	const char *name;
	int fd;
	struct arc_member *member;
};

static ssize_t
source_read(struct source *s, char *p, size_t n, struct err *e)
{
	ssize_t got;

	if (s->member)
		return arc_member_read(s->member, p, n, e);
	do
		got = read(s->fd, p, n);
	while (got < 0 && errno == EINTR);
	return got < 0 ? err_set(e, "%s", strerror(errno)) : got;
}

static int
read_all(struct source *s, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e)
{
	struct dsv *d = dsv_new(o, h);
	char *block = xmalloc(BLOCK);
	struct err why;
	ssize_t n = 0;
	int rc = 0;

	while (!rc && (n = source_read(s, block, BLOCK, &why)) > 0)
		rc = dsv_feed(d, block, (size_t)n, &why);
	if (n < 0 || rc || dsv_end(d, &why))
		rc = err_set(e, "%s: %s", s->name, why.msg);
	free(block);
	dsv_free(d);
	return rc;
}

int
dsv_read_file(const char *path, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e)
{
	struct source s = { .name = path };
	int rc;

	if (!path || !strcmp(path, "-"))
		s.name = "stdin";
	else if ((s.fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return err_set(e, "%s: %s", path, strerror(errno));
	pipe_widen(s.fd);
	rc = read_all(&s, o, h, e);
	if (s.fd != STDIN_FILENO)
		close(s.fd);
	return rc;
}

int
dsv_read_member(struct arc *a, size_t i, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e)
{
	struct source s = { .name = arc_name(a, i) };
	struct err why;
	int rc;

	if (!(s.member = arc_member_open(a, i, &why)))
		return err_set(e, "%s: %s", s.name, why.msg);
	rc = read_all(&s, o, h, e);
	arc_member_close(s.member);
	return rc;
}
