#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/text.h"

const char *tool_name = "?";
bool opt_quiet, err_fatal;
int opt_verbose;
void (*err_before)(void);

/* Does a terminal act on this character instead of showing it? C0 and C1,
 * marks of the direction of writing, ends of lines and paragraphs. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c ||
	       (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* Makes the n bytes of s harmless, in place. Returns the new length. */
static size_t
disarm(char *s, size_t n, char for_c0)
{
	size_t to = 0;

	for (size_t i = 0; i < n;) {
		size_t len = utf8_len(s + i, n - i);
		uint32_t c = len ? utf8_get(s + i, len) : 0x80;

		if (!is_control(c)) {
			memmove(s + to, s + i, len);
			to += len;
		} else {
			s[to++] = (char)(c < 0x20 ? for_c0 : '?');
		}
		i += len ? len : 1;
	}
	return to;
}

void
err_init(const char *argv0)
{
	static char name[128];
	const char *slash = strrchr(argv0, '/');

	snprintf(name, sizeof(name), "%s", slash ? slash + 1 : argv0);
	name[disarm(name, strlen(name), '?')] = '\0';
	tool_name = name;
}

int
err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (!e)
		return -1;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return -1;
}

static void
keep(const char *line, size_t n)
{
	const char *path = getenv("SUITE_ERRORS");
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;

	if (fd >= 0 && (write(fd, line, n) < 0 || close(fd) < 0))
		return; /* it is on stderr as well */
}

/* One write(2) a message, so that two tools of a pipeline do not mix lines. */
static __attribute__((format(printf, 3, 0))) void
say(const char *kind, bool fatal, const char *fmt, va_list ap)
{
	const char *why = strerror(errno);
	char line[2048];
	size_t n = (size_t)snprintf(line, 256, "%.100s: %s", tool_name, kind);
	int more = vsnprintf(line + n, sizeof(line) - n - 160, fmt, ap);

	if (err_before)
		err_before();
	n = strlen(line);
	if (more > 0 && n && line[n - 1] == ':')
		n += (size_t)snprintf(line + n, 128, " %.100s", why);
	n = disarm(line, n, ' ');
	err_fatal |= fatal;
	line[n++] = '\n';
	if (fatal)
		keep(line, n);
	if (write(STDERR_FILENO, line, n) < 0)
		return; /* nobody is left to be told */
}

_Noreturn void
die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", true, fmt, ap);
	va_end(ap);
	exit(EXIT_FAILED);
}

_Noreturn void
die_code(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", true, fmt, ap);
	va_end(ap);
	exit(code);
}

void
err_say(const char *fmt, va_list ap)
{
	say("", true, fmt, ap);
}

void
complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", true, fmt, ap);
	va_end(ap);
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	if (opt_quiet)
		return;
	va_start(ap, fmt);
	say("warning: ", false, fmt, ap);
	va_end(ap);
}

void
note(const char *fmt, ...)
{
	va_list ap;

	if (!opt_verbose)
		return;
	va_start(ap, fmt);
	say("", false, fmt, ap);
	va_end(ap);
}

const char *
err_quote(const char *p, size_t n)
{
	static char ring[4][88];
	static unsigned turn;
	char *s = ring[turn++ % 4];
	size_t keep = n > 80 ? 80 : n;

	while (keep < n && keep && ((unsigned char)p[keep] & 0xC0) == 0x80)
		keep--; /* not in the middle of a character */
	if (keep)
		memcpy(s, p, keep);
	strcpy(s + disarm(s, keep, '?'), keep < n ? "..." : "");
	return s;
}
