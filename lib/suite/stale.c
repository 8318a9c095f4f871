#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "suite/stale.h"

static const char *datadir;
static bool (*is_stale)(const char *name);

static bool
is_after(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec
				    : a.tv_nsec > b.tv_nsec;
}

/* What nftw's visitor looks for, and finds. */
static struct timespec than;
static char *newer;

/* A folder is newer when something was taken away; a file says more. */
static int
visit(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)at;
	if (kind == FTW_NS || kind == FTW_SLN || !is_after(st->st_ctim, than))
		return 0;
	free(newer);
	newer = xasprintf("newer %s", path + strlen(datadir) + 1);
	return kind != FTW_D;
}

/* A raw folder: as make, by the times of change of all it holds. */
static char *
why_tree(const char *path, struct timespec stamp)
{
	newer = NULL;
	than = stamp;
	nftw(path, visit, 16, 0);
	return newer;
}

/* db/NAME.db: newer than the stamp, or to be built again itself. */
static char *
why_base(const char *line, bool is_newer)
{
	char *name = xstrndup(line + 3, strlen(line) - 6);
	char *why = NULL;

	if (is_newer)
		why = xasprintf("newer %s", name);
	else if (is_stale(name))
		why = xasprintf("%s is stale", name);
	free(name);
	return why;
}

/* day=YYYY-MM-DD: what is made once a day is stale on another, by UTC. */
static char *
why_day(const char *day)
{
	char today[DAY_TEXT_MAX];

	day_print_utc(day_now(), today);
	return strncmp(day, today, 10) ? xasprintf("built for %s", day) : NULL;
}

/* Why what this line of a stamp names makes its database stale. */
static char *
why_line(const char *line, struct timespec stamp)
{
	char *path =
	    *line == '/' ? xstrdup(line) : xasprintf("%s/%s", datadir, line);
	const char *slash = strrchr(line, '/');
	size_t n = strlen(line);
	char *why = NULL;
	struct stat st;
	bool there = !stat(path, &st);
	bool is_newer = there && is_after(st.st_mtim, stamp);

	if (!strncmp(line, "day=", 4))
		why = why_day(line + 4);
	else if (!strncmp(line, "db/", 3) && n > 6)
		why = why_base(line, is_newer);
	else if (there && S_ISDIR(st.st_mode))
		why = why_tree(path, stamp);
	else if (is_newer)
		why = xasprintf("newer %s", slash ? slash + 1 : line);
	free(path);
	return why;
}

/* As make: without raw folder, a database that is there is given. */
static bool
is_given(const char *line)
{
	char *path = xasprintf("%s/%s", datadir, line);
	bool is = access(path, F_OK) < 0;

	free(path);
	return is;
}

char *
stale_why(const char *dir, const char *name, bool (*check)(const char *))
{
	char *path = xasprintf("%s/state/%s.stamp", dir, name);
	char *raw = xasprintf("raw/%s", name);
	char *why = NULL, *line = NULL;
	size_t size = 0;
	struct stat st;
	FILE *f = fopen(path, "re");

	datadir = dir;
	is_stale = check;
	if (!f)
		why = is_given(raw) ? NULL : xstrdup("never built");
	else if (fstat(fileno(f), &st) < 0)
		die("%s:", path);
	for (int i = 0; f && !why && getline(&line, &size, f) >= 0; i++) {
		line[strcspn(line, "\n")] = '\0';
		if (!strcmp(line, raw) && is_given(raw))
			break;
		if (i)
			why = why_line(line, st.st_mtim);
	}
	free(line);
	free(raw);
	free(path);
	if (f)
		fclose(f);
	return why;
}
