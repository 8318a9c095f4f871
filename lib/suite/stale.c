#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "suite/stale.h"

/*
 * A stamp holds the commands, then what pipelines/inventory.sh prints for each
 * file that the database was built from, "SIZE MODIFIED CHANGED PATH", and
 * day=YYYY-MM-DD for a database that is built once a day, then "end".
 */

/* Lines, each a string of its own. */
struct lines {
	char **v;
	size_t n, cap;
};

struct look {
	const char *datadir, *name;
	bool (*is_stale)(const char *name);
	struct stat stamp;
	struct lines was, now; /* the raw files, as the stamp has them and as
				* they are */
};

static void
add_line(struct lines *l, char *line)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = line;
}

static void
free_lines(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->v[i]);
	free(l->v);
}

/* The path of a line: what follows the third space. */
static const char *
path_of(const char *line)
{
	for (int i = 0; i < 3 && line; i++)
		line = (line = strchr(line, ' ')) ? line + 1 : NULL;
	return line ? line : "";
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(path_of(*(char *const *)a), path_of(*(char *const *)b));
}

static void
put_time(struct buf *b, struct timespec t)
{
	buf_fmt(b, "%lld.%09ld0", (long long)t.tv_sec, t.tv_nsec);
}

/* The line of a file; path is as the stamp names it. */
static char *
line_of(const struct stat *st, bool raw, const char *path)
{
	struct buf b = { 0 };

	buf_fmt(&b, "%lld ", (long long)st->st_size);
	put_time(&b, st->st_mtim);
	buf_byte(&b, ' ');
	if (raw) {
		put_time(&b, st->st_ctim);
		buf_fmt(&b, "/%llu", (unsigned long long)st->st_ino);
	} else {
		buf_byte(&b, '-');
	}
	buf_fmt(&b, " %s", path);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\n')
			b.p[i] = '?';
	buf_view(&b);
	return b.p;
}

/* The files below raw/NAME, links followed. */
static void
read_raw(struct look *l, const char *raw)
{
	char *path = xasprintf("%s/%s", l->datadir, raw);
	char *const paths[] = { path, NULL };
	FTS *fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts)))
		if (e->fts_info == FTS_F || e->fts_info == FTS_DEFAULT ||
		    e->fts_info == FTS_SLNONE)
			add_line(
			    &l->now, line_of(e->fts_statp, true,
					 e->fts_path + strlen(l->datadir) + 1));
	if (fts)
		fts_close(fts);
	free(path);
}

/* The first raw file that is not as it was. */
static char *
why_raw(struct look *l)
{
	struct lines *was = &l->was, *now = &l->now;
	size_t i = 0, k = 0;

	if (was->n)
		qsort(was->v, was->n, sizeof(*was->v), by_path);
	if (now->n)
		qsort(now->v, now->n, sizeof(*now->v), by_path);
	while (i < was->n || k < now->n) {
		int c = i == was->n   ? 1
			: k == now->n ? -1
				      : by_path(&was->v[i], &now->v[k]);

		if (c)
			return xasprintf("%s is %s",
			    path_of(c < 0 ? was->v[i] : now->v[k]),
			    c < 0 ? "gone" : "new");
		if (strcmp(was->v[i++], now->v[k++]) != 0)
			return xasprintf(
			    "%s has changed", path_of(now->v[k - 1]));
	}
	return NULL;
}

static bool
is_after(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec
				    : a.tv_nsec > b.tv_nsec;
}

/* Why a file that is not raw, of that line, makes the database stale. */
static char *
why_file(struct look *l, const char *line)
{
	const char *path = path_of(line), *slash = strrchr(path, '/');
	const char *what = NULL, *base = slash ? slash + 1 : path;
	bool is_base = !strncmp(path, "db/", 3) && strlen(base) > 3;
	char *name = xstrndup(base, is_base ? strlen(base) - 3 : strlen(base));
	char *full =
	    *path == '/' ? xstrdup(path) : xasprintf("%s/%s", l->datadir, path);
	char *now = NULL, *why = NULL;
	struct stat st;

	/* a missing file is left to make */
	if (stat(full, &st) < 0)
		what = NULL;
	else if (strcmp(now = line_of(&st, false, path), line) != 0)
		what = "has changed";
	else if (is_after(st.st_mtim,
		     l->stamp.st_mtim)) /* make compares this time */
		what = "is newer";
	if (is_base && !what && l->is_stale(name))
		what = "is stale";
	if (what)
		why = xasprintf("%s %s", name, what);
	free(name);
	free(full);
	free(now);
	return why;
}

/* day=YYYY-MM-DD: a database that is built once a day is stale on another day,
 * by UTC. */
static char *
why_day(const char *day)
{
	char today[DAY_TEXT_MAX];

	day_print_utc(day_now(), today);
	return strncmp(day, today, 10) ? xasprintf("built for %s", day) : NULL;
}

/* Reads the stamp's lines. Keeps those of raw files, returns the first reason
 * that another one gives. */
static char *
why_lines(struct look *l, FILE *f, const char *raw)
{
	char *line = NULL, *why = NULL;
	size_t size = 0, n = strlen(raw);
	bool ended = false;

	for (int i = 0; getline(&line, &size, f) >= 0; i++) {
		line[strcspn(line, "\n")] = '\0';
		ended = !strcmp(line, "end");
		if (!i || ended)
			continue;
		if (!strncmp(path_of(line), raw, n) && path_of(line)[n] == '/')
			add_line(&l->was, xstrdup(line));
		else if (!why)
			why = strncmp(line, "day=", 4) ? why_file(l, line)
						       : why_day(line + 4);
	}
	free(line);
	if (ended)
		return why;
	free(why);
	return xstrdup("its stamp is incomplete");
}

/* Like make: an existing database without a raw directory is used as it is. */
static bool
is_given(const struct look *l, const char *raw)
{
	char *path = xasprintf("%s/%s", l->datadir, raw);
	struct stat st;
	bool is = stat(path, &st) < 0 || !S_ISDIR(st.st_mode);

	free(path);
	return is;
}

static char *
why_stamp(struct look *l, FILE *f, const char *raw)
{
	bool given = is_given(l, raw);
	char *why;

	if (!f)
		return given ? NULL : xstrdup("never built");
	why = why_lines(l, f, raw);
	if (given && l->was.n) {
		free(why);
		return NULL;
	}
	if (!why && !given) {
		read_raw(l, raw);
		why = why_raw(l);
	}
	if (!why && l->stamp.st_mtime > time(NULL))
		why = xstrdup("its stamp is dated in the future");
	return why;
}

char *
stale_why(
    const char *datadir, const char *name, bool (*is_stale)(const char *name))
{
	struct look l = { datadir, name, is_stale, .was = { 0 } };
	char *path = xasprintf("%s/state/%s.stamp", datadir, name);
	char *raw = xasprintf("raw/%s", name), *why;
	FILE *f = fopen(path, "re");

	if (f && fstat(fileno(f), &l.stamp) < 0)
		die("%s:", path);
	why = why_stamp(&l, f, raw);
	free_lines(&l.was);
	free_lines(&l.now);
	free(path);
	free(raw);
	if (f)
		fclose(f);
	return why;
}
