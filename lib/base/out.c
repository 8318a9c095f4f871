#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/in.h"
#include "base/out.h"

/* Temporary files not yet published; few, so a plain table serves. */
static char pending[4][4096];

static void
remove_pending(void)
{
	for (size_t i = 0; i < 4; i++)
		if (pending[i][0])
			unlink(pending[i]);
}

static void
on_signal(int sig)
{
	remove_pending();
	signal(sig, SIG_DFL);
	raise(sig);
}

/* A signal that is ignored (by nohup, say) stays so. */
static void
catch_signal(int sig)
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) || sa.sa_handler == SIG_IGN)
		return;
	sa = (struct sigaction){ .sa_handler = on_signal };
	sigaction(sig, &sa, NULL);
}

static void
remember(const char *tmp)
{
	static bool ready;

	if (!ready) {
		static const int deadly[] = { SIGHUP, SIGINT, SIGPIPE,
			SIGTERM };

		ready = true;
		atexit(remove_pending);
		for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
			catch_signal(deadly[i]);
	}
	for (size_t i = 0; i < 4; i++)
		if (!pending[i][0]) {
			if (strlen(tmp) >= sizeof(pending[i]))
				die("%s: name too long", tmp);
			strcpy(pending[i], tmp);
			return;
		}
	die("%s: too many files open for writing", tmp);
}

static void
forget(const char *tmp)
{
	for (size_t i = 0; i < 4; i++)
		if (!strcmp(pending[i], tmp))
			pending[i][0] = '\0';
}

/* True if fd is still the file called tmp: another run may have renamed that
 * file between our open and our lock. */
static bool
bears_name(int fd, const char *tmp)
{
	struct stat a, b;

	if (fstat(fd, &a) < 0)
		die("%s:", tmp);
	if (stat(tmp, &b) < 0) {
		if (errno != ENOENT)
			die("%s:", tmp);
		return false;
	}
	return a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

/* One failed try means that another run has just ended. Many in a row mean that
 * the file system reports several inode numbers for one file. */
#define TRIES 100

int
tmp_open(const char *tmp)
{
	for (int i = 0; i < TRIES; i++) {
		int fd = open(tmp, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

		if (fd < 0)
			die("%.*s: cannot create %s:", (int)strlen(tmp) - 4,
			    tmp, tmp);
		if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
			if (errno == EWOULDBLOCK)
				die_code(EXIT_RETRY,
				    "%s: another run is writing it", tmp);
			die("%s: cannot be locked:", tmp);
		}
		if (bears_name(fd, tmp)) {
			remember(tmp);
			if (ftruncate(fd, 0) < 0)
				die("%s: cannot be truncated:", tmp);
			return fd;
		}
		close(fd);
	}
	die_code(
	    EXIT_RETRY, "%s: another file takes its place all the time", tmp);
}

/* True if both files contain the same bytes. */
static bool
same_content(int fd, int old)
{
	static char a[1 << 16], b[1 << 16];
	struct stat sa, sb;
	off_t at = 0;

	if (fstat(fd, &sa) || fstat(old, &sb) || sa.st_size != sb.st_size)
		return false;
	for (;;) {
		ssize_t n = pread(fd, a, sizeof(a), at);
		ssize_t m = pread(old, b, sizeof(b), at);

		if (n != m || n < 0 || memcmp(a, b, (size_t)n))
			return false;
		if (!n)
			return true;
		at += n;
	}
}

bool
out_same_files(const char *a, const char *b)
{
	int fa = open(a, O_RDONLY | O_CLOEXEC);
	int fb = open(b, O_RDONLY | O_CLOEXEC);
	struct stat sa, sb;
	bool same = fa >= 0 && fb >= 0 && !fstat(fa, &sa) && !fstat(fb, &sb);

	if (same && (sa.st_dev != sb.st_dev || sa.st_ino != sb.st_ino))
		same = same_content(fa, fb);
	if (fa >= 0)
		close(fa);
	if (fb >= 0)
		close(fb);
	return same;
}

static void
sync_directory(const char *path)
{
	char *copy = xstrdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || (fsync(fd) < 0 && errno != EINVAL))
		die("%s: its directory cannot be synced:", path);
	close(fd);
	free(copy);
}

void
tmp_drop(int fd, const char *tmp)
{
	if (unlink(tmp) < 0)
		die("%s: cannot be removed:", tmp);
	forget(tmp);
	close(fd);
}

/* old is closed last: closing it gives up the locks that db_settle holds on the
 * same file. */
bool
tmp_publish(int fd, const char *tmp, const char *path)
{
	int old = open(path, O_RDONLY | O_CLOEXEC);
	bool same = old >= 0 && same_content(fd, old);

	if (same) {
		/* a run that was killed may have renamed it just now */
		sync_directory(path);
		tmp_drop(fd, tmp);
	} else {
		if (fsync(fd) < 0)
			die("%s: cannot be synced:", tmp);
		if (rename(tmp, path) < 0)
			die("%s: cannot be renamed to %s:", tmp, path);
		sync_directory(path);
		forget(tmp);
		close(fd);
	}
	if (old >= 0)
		close(old);
	return !same;
}

bool
out_is_special(const char *path)
{
	struct stat st;

	return !stat(path, &st) && !S_ISREG(st.st_mode);
}

void
out_open(struct out *o, const char *path)
{
	*o = (struct out){ .fd = STDOUT_FILENO };
	if (path && strcmp(path, "-") != 0)
		o->path = path;
	if (o->path && !out_is_special(path)) {
		o->tmp = xasprintf("%s.tmp", path);
		o->fd = tmp_open(o->tmp);
		return;
	}
	if (o->path && (o->fd = open(path, O_WRONLY | O_CLOEXEC)) < 0)
		die("%s:", path);
	o->flush_lines = isatty(o->fd);
	pipe_widen(o->fd);
}

bool
out_write(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes.p += n;
		bytes.n -= (size_t)n;
	}
	return true;
}

void
out_flush(struct out *o)
{
	if (!out_write(o->fd, (struct str){ o->buf.p, o->buf.n }))
		die("write %s:", o->path ? o->path : "stdout");
	o->buf.n = 0;
}

bool
out_close(struct out *o)
{
	bool changed = true;

	out_flush(o);
	if (o->tmp)
		changed = tmp_publish(o->fd, o->tmp, o->path);
	else if (close(o->fd) < 0)
		die("write %s:", o->path ? o->path : "stdout");
	free(o->tmp);
	buf_free(&o->buf);
	return changed;
}

void
out_line(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (fflush(stdout) || ferror(stdout))
		die("write stdout:");
}

const char *
out_boot_id(void)
{
	static char id[64];
	FILE *f;

	if (*id || !(f = fopen("/proc/sys/kernel/random/boot_id", "re")))
		return id;
	id[fread(id, 1, sizeof(id) - 1, f)] = '\0';
	id[strcspn(id, "\n")] = '\0';
	fclose(f);
	return id;
}
