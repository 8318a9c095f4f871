#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "format/arc.h"

/* A file in dir that has no name, not even for a moment where the file system
 * can do so. */
static int
open_unnamed(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char *name;

	if (fd >= 0)
		return fd;
	name = xasprintf("%s/.unpacked.XXXXXX", dir);
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	free(name);
	return fd;
}

static int
copy_member(struct arc_member *m, FILE *f, struct err *e)
{
	static char block[1 << 16];
	ssize_t n;

	while ((n = arc_member_read(m, block, sizeof(block), e)) > 0)
		if (fwrite(block, 1, (size_t)n, f) != (size_t)n)
			break;
	if (n < 0)
		return -1;
	if (n || fflush(f))
		return err_set(e, "cannot unpack it: %s", strerror(errno));
	return 0;
}

static FILE *
unpack(struct arc_member *m, const char *dir, struct err *e)
{
	int fd = open_unnamed(dir);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r+");

	if (!f) {
		err_set(e, "cannot write in %s: %s", dir, strerror(errno));
	} else if (copy_member(m, f, e) < 0) {
		fclose(f);
		f = NULL;
	}
	return f;
}

struct arc *
arc_open_inner(struct arc *a, size_t i, const char *dir, struct err *e)
{
	struct arc_member *m;
	FILE *f;

	if (arc_size(a, i) > ARC_INNER_MAX) {
		err_set(e, "more than %llu bytes",
		    (unsigned long long)ARC_INNER_MAX);
		return NULL;
	}
	m = arc_member_open(a, i, e);
	if (!m)
		return NULL;
	f = unpack(m, dir, e);
	arc_member_close(m);
	return f ? arc_open_file(f, e) : NULL;
}
