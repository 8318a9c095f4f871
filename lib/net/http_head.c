#include <stdlib.h>
#include <strings.h>

#include "net/http_try.h"

void
http_head_free(struct http_head *h)
{
	free(h->etag);
	free(h->last_modified);
	free(h->content_type);
	free(h->content_encoding);
	free(h->content_disposition);
	free(h->content_range);
	free(h->retry_after);
	free(h->cookie);
	*h = (struct http_head){ 0 };
}

bool
http_is_date(const char *text)
{
	return text && curl_getdate(text, NULL) != -1;
}

static void
take_field(struct http_head *h, const char *name, size_t n, const char *value)
{
	const struct {
		const char *name;
		char **to;
	} fields[] = {
		{ "etag", &h->etag },
		{ "last-modified", &h->last_modified },
		{ "content-type", &h->content_type },
		{ "content-encoding", &h->content_encoding },
		{ "content-disposition", &h->content_disposition },
		{ "content-range", &h->content_range },
		{ "retry-after", &h->retry_after },
		{ "set-cookie", &h->cookie },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (strlen(fields[i].name) == n && *value && !*fields[i].to &&
		    !strncasecmp(fields[i].name, name, n))
			*fields[i].to = xstrdup(value);
}

/* Stores a line of the head; a status line begins the head of another answer.
 */
size_t
http_on_head(char *p, size_t size, size_t n, void *arg)
{
	struct http_head *h = arg;
	char *line = xstrndup(p, size * n), *value;

	line[strcspn(line, "\r\n")] = '\0';
	if (!strncmp(line, "HTTP/", 5))
		http_head_free(h);
	else if ((value = strchr(line, ':'))) {
		size_t length = (size_t)(value - line);

		value += 1 + strspn(value + 1, " \t");
		take_field(h, line, length, value);
	}
	free(line);
	return size * n;
}
