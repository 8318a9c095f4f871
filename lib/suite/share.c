#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "suite/share.h"

/* The texts, from the directory of the program: build/bin, or PREFIX/bin. */
static const char *const places[] = { "../../data", "../share/alternance",
	"../.." };

char *
share_path(const char *dir, const char *name)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n < 0)
		die("/proc/self/exe:");
	while (n > 0 && exe[n - 1] != '/')
		n--;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char *path = xasprintf(
		    "%.*s%s/%s/%s", (int)n, exe, places[i], dir, name);

		if (!access(path, R_OK))
			return path;
		free(path);
	}
	die("%s/%s: no such file beside %.*s: is the suite installed whole?",
	    dir, name, (int)n, exe);
}
