#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>

#include "net.h"

#define REDIRECTS_MAX 20L

struct body {
	struct buf *buf;
	size_t max;
	bool full;
};

static bool
is_https(const char *url)
{
	return !strncasecmp(url, "https://", 8);
}

bool
net_is_url(const char *s)
{
	return is_https(s) || !strncasecmp(s, "http://", 7);
}

const char *
net_name(const char *url)
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

static size_t
take(char *p, size_t size, size_t n, void *arg)
{
	struct body *b = arg;

	(void)size; /* 1 */
	b->full = n > b->max - b->buf->n;
	if (b->full)
		return 0;
	buf_add(b->buf, p, n);
	return n;
}

static void
set_options(CURL *h, const char *url, struct body *b, char *why)
{
	const char *https = "https", *both = "http,https";

	curl_easy_setopt(h, CURLOPT_URL, url);
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(h, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, both);
	curl_easy_setopt(
	    h, CURLOPT_REDIR_PROTOCOLS_STR, is_https(url) ? https : both);
	curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(h, CURLOPT_USERAGENT, "alternance/" VERSION);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, 10L);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, 120L);
	curl_easy_setopt(h, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, b);
}

static bool
is_temporary(CURLcode rc)
{
	switch (rc) {
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
		return true;
	default:
		return false;
	}
}

long
net_get(const char *url, size_t max, struct buf *body, struct err *e)
{
	char why[CURL_ERROR_SIZE] = "";
	struct body b = { body, body->n + max, false };
	CURL *h = curl_easy_init();
	long status = 0;
	CURLcode rc;

	if (!h)
		return err_set(e, "no libcurl");
	set_options(h, url, &b, why);
	rc = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(h);
	if (b.full)
		return err_set(e, "longer than %zu bytes", max);
	if (!rc)
		return status;
	err_set(e, "%s", *why ? why : curl_easy_strerror(rc));
	return is_temporary(rc) ? -2 : -1;
}
