#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "net/url.h"

bool
url_is_https(const char *s)
{
	return !strncasecmp(s, "https://", 8);
}

bool
url_is_http(const char *s)
{
	return url_is_https(s) || !strncasecmp(s, "http://", 7);
}

bool
url_same_origin(const char *a, const char *b)
{
	const char *end = strstr(a, "://");
	size_t n = end ? (size_t)(end - a) + 3 : 0;

	n += strcspn(a + n, "/?#");
	return !strncasecmp(a, b, n) && strchr("/?#", b[n]);
}

const char *
url_name(const char *url)
{
	static char *name;
	const char *host = strstr(url, "://") + 3;
	size_t n = strcspn(host, "?#"), all = strcspn(host, "/?#");
	const char *at = memrchr(host, '@', all);

	free(name);
	if (!at)
		return name = xstrndup(url, (size_t)(host - url) + n);
	return name = xasprintf("%.*s%.*s", (int)(host - url), url,
		   (int)(host + n - at - 1), at + 1);
}

static bool
is_clear(unsigned char c, const char *keep)
{
	unsigned letter = (c | 0x20u) - 'a', digit = c - (unsigned)'0';

	return letter < 26 || digit < 10 ||
	       (c && (strchr("-_.!~*'()", c) || strchr(keep, c)));
}

void
url_put_escaped(struct buf *b, struct str s, const char *keep)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (is_clear(c, keep))
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

/* Returns the offset of the end of the host of url; 0 if it has no host. */
static size_t
host_end(const char *url)
{
	size_t scheme = strcspn(url, ":/?#");
	const char *host = url + (url[scheme] == ':' ? scheme + 1 : 0);

	if (strncmp(host, "//", 2) != 0)
		return 0;
	return (size_t)(host - url) + 2 + strcspn(host + 2, "/\\?#");
}

/* Like browsers, drops the blanks around the URL and the line ends in it. */
char *
url_encode(const char *url)
{
	size_t n = strlen(url), from = strspn(url, " \t\r\n\f");
	size_t host = from + host_end(url + from);
	struct buf b = { 0 };
	char *encoded;

	while (n > from && strchr(" \t\r\n\f", url[n - 1]))
		n--;
	for (size_t i = from; i < n; i++) {
		unsigned char c = (unsigned char)url[i];

		if (strchr("\t\r\n", c))
			continue;
		if (i >= host &&
		    (c <= ' ' || c >= 0x7f || strchr("\"<>`{}", c)))
			buf_fmt(&b, "%%%02X", c);
		else
			buf_byte(&b, url[i]);
	}
	encoded = xstrdup(buf_view(&b).p);
	buf_free(&b);
	return encoded;
}

char *
url_resolve(const char *base, const char *href)
{
	CURLU *u = curl_url();
	char *text = NULL, *url = NULL, *encoded = url_encode(href);

	if (!u)
		die("out of memory");
	if ((!base || !curl_url_set(u, CURLUPART_URL, base, 0)) &&
	    !curl_url_set(u, CURLUPART_URL, encoded, 0) &&
	    !curl_url_get(u, CURLUPART_URL, &text, 0) && url_is_http(text))
		url = xstrdup(text);
	curl_free(text);
	curl_url_cleanup(u);
	free(encoded);
	return url;
}
