#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "crypto/secret.h"

static char *
read_line(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (!file || (n = getline(&line, &size, file)) < 0)
		die("%s:", path);
	fclose(file);
	line[strcspn(line, "\r\n")] = '\0';
	return line;
}

char *
secret_find(const char *variable)
{
	char *name = xasprintf("%s_FILE", variable);
	const char *value = getenv(variable), *path = getenv(name);
	char *secret = NULL;

	if (value && *value)
		secret = xstrdup(value);
	else if (path && *path)
		secret = read_line(path);
	free(name);
	if (!secret)
		return NULL;
	for (const char *p = secret; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			die("%s holds a control character", variable);
	if (!*secret)
		die("%s is empty", variable);
	return secret;
}
