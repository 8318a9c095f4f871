#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "queue/cron/zone.h"

static char *before; /* $TZ before zone_enter, NULL if it was not set */
static bool replaced;

static bool
is_name(struct str s)
{
	if (!s.n || s.n > 64 || memchr(s.p, '\0', s.n) ||
	    !((s.p[0] | 0x20) >= 'a' && (s.p[0] | 0x20) <= 'z'))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' || s.p[i] < '!')
			return false;
	return strncmp(s.p, "posix", 5) && strncmp(s.p, "right/", 6);
}

bool
zone_known(struct str name)
{
	const char *dir = getenv("TZDIR");
	char *path, magic[4];
	bool known;
	int fd;

	if (!is_name(name))
		return false;
	path = xasprintf("%s/%.*s", dir && *dir ? dir : "/usr/share/zoneinfo",
	    (int)name.n, name.p);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	known = fd >= 0 && read(fd, magic, 4) == 4 && !memcmp(magic, "TZif", 4);
	if (fd >= 0)
		close(fd);
	free(path);
	return known;
}

static void
set(const char *name)
{
	if (name ? setenv("TZ", name, 1) : unsetenv("TZ"))
		die("TZ:");
	tzset();
}

void
zone_enter(const char *name)
{
	const char *now = getenv("TZ");

	if (!name || !*name)
		name = "UTC";
	replaced = !now || strcmp(now, name);
	if (!replaced)
		return;
	free(before);
	before = now ? xstrdup(now) : NULL;
	set(name);
}

void
zone_leave(void)
{
	if (replaced)
		set(before);
	replaced = false;
}
