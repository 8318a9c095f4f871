/*
 * fetch-file: a source that is one file at a fixed address. The source is
 * called as the raw directory; the file as in the URL. SOURCE_URL, in capitals,
 * takes the place of the URL's scheme and host.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/opt.h"
#include "fetch/fetch.h"
#include "net/url.h"

static struct http_site site = { .timeout = 30 };

/* What comes after the last '/'; dies if that is nothing. */
static const char *
last_name(const char *what, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (!*name || *name == '.')
		opt_wrong(
		    "%s: a name at its end is expected, not '%s'", what, path);
	return name;
}

static char *
variable_of(const char *source)
{
	char *name = xasprintf("%s_URL", source);

	for (char *p = name; *p; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	return name;
}

/* What a file of this name must hold to be taken. */
static enum content_kind
kind_of(const char *name)
{
	static const struct {
		const char *suffix;
		enum content_kind kind;
	} kinds[] = {
		{ ".json", CONTENT_JSON },
		{ ".zip", CONTENT_ZIP },
		{ ".xlsx", CONTENT_ZIP },
		{ ".csv", CONTENT_LINES },
		{ ".tsv", CONTENT_LINES },
		{ ".ndjson", CONTENT_LINES },
	};
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcasecmp(dot, kinds[i].suffix))
			return kinds[i].kind;
	return CONTENT_ANY;
}

int
main(int argc, char **argv)
{
	struct fetch f;
	struct fetch_file file = { .http = { .site = &site } };
	const char *url = fetch_begin(
	    &f, argc, argv, "file", "fetch a source that is one file", "URL");
	const char *path = url + strcspn(url, ":");
	char *base, *variable, *whole;

	path += strspn(path, ":/");
	path += strcspn(path, "/");
	if (!*path || !url_is_http(url) || strpbrk(path, "?#"))
		opt_wrong("an http or https URL with a path and no query is"
			  " expected, not '%s'",
		    url);
	f.source = last_name("-r", f.raw);
	file.name = last_name("URL", path);
	file.content.kind = kind_of(file.name);
	variable = variable_of(f.source);
	base = xstrndup(url, (size_t)(path - url));
	whole = fetch_url(&f, variable, base, "%s", path);
	file.http.url = whole;
	fetch_file(&f, &file);
	fetch_end(&f);
	free(whole);
	free(base);
	free(variable);
	return 0;
}
