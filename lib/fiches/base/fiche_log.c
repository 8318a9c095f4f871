#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "fiches/base/fiche_log.h"

static void
make_directories(const char *path)
{
	char *copy = xstrdup(path);

	for (char *p = copy + 1; *copy && *p; p++)
		if (*p == '/') {
			*p = '\0';
			if (mkdir(copy, 0777) < 0 && errno != EEXIST)
				die("%s:", copy);
			*p = '/';
		}
	free(copy);
}

void
fiche_log_open(struct fiche_log *l, const char *path, struct fiche_zone zone)
{
	*l = (struct fiche_log){ .fd = -1, .zone = zone };
	if (!path)
		return;
	make_directories(path);
	l->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (l->fd < 0)
		die("%s:", path);
}

void
fiche_log(struct fiche_log *l, const char *level, const char *fmt, ...)
{
	char time[FICHE_TIME_MAX], *message;
	struct buf line = { 0 };
	va_list ap;

	if (l->fd < 0)
		return;
	va_start(ap, fmt);
	if (vasprintf(&message, fmt, ap) < 0)
		die("out of memory");
	va_end(ap);
	for (char *p = message; *p; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	fiche_time(l->zone, day_clock(), time);
	buf_fmt(&line, "%.19s - %s - %s\n", time, level, message);
	if (!out_write(l->fd, buf_view(&line)))
		die("the log:");
	buf_free(&line);
	free(message);
}

void
fiche_log_close(struct fiche_log *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}
