#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/progress.h"

#define EVERY 1024  /* calls between two looks at the clock */
#define FIRST 1000  /* milliseconds before the first line */
#define REFRESH 200 /* and between two lines */

static bool shown;

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

static void
show(int64_t n, const char *things)
{
	static int64_t next;
	int64_t t = now_ms();

	if (!next) {
		next = t + FIRST;
		atexit(progress_clear);
		err_before = progress_clear;
	}
	if (t < next)
		return;
	next = t + REFRESH;
	fprintf(stderr, "\r\033[K%s: %lld %s", tool_name, (long long)n, things);
	fflush(stderr);
	shown = true;
}

/* In a pipeline only the last tool shows progress. */
static bool
is_wanted(void)
{
	struct stat st;

	return !opt_quiet && isatty(STDERR_FILENO) &&
	       !(fstat(STDOUT_FILENO, &st) == 0 && S_ISFIFO(st.st_mode));
}

void
progress(int64_t n, const char *things)
{
	static int wanted = -1;

	if (n % EVERY)
		return;
	if (wanted < 0)
		wanted = is_wanted();
	if (wanted)
		show(n, things);
}
