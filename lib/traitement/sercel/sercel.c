#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/in.h"
#include "base/num.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "format/base64.h"
#include "net/http.h"
#include "net/url.h"
#include "traitement/sercel/sercel.h"
#include "traitement/sercel/sercel_conf.h"

#define BODY_MAX ((size_t)256 << 20)
#define RETRIES 3

static struct {
	char *field; /* Authorization, or NULL */
	struct http_site site;
} my;

static char *
need_secret(const char *name)
{
	char *secret = secret_find(name);

	if (!secret)
		die("%s (or %s_FILE) is not set", name, name);
	return secret;
}

static void
make_authorization(void)
{
	struct buf b = { 0 }, pair = { 0 };

	if (!strcmp(sercel_conf[K_AUTH], "bearer")) {
		char *token = need_secret("SERCEL_TOKEN");

		my.field = xasprintf("Authorization: Bearer %s", token);
		free(token);
	} else if (!strcmp(sercel_conf[K_AUTH], "basic")) {
		char *user = need_secret("SERCEL_USER"),
		     *password = need_secret("SERCEL_PASSWORD");

		buf_fmt(&pair, "%s:%s", user, password);
		buf_str(&b, "Authorization: Basic ");
		base64_put(&b, buf_view(&pair));
		my.field = xstrdup(buf_view(&b).p);
		free(user);
		free(password);
	}
	buf_free(&b);
	buf_free(&pair);
}

static bool
is_file(void)
{
	return !strncmp(sercel_conf[K_BASE], "file://", 7);
}

void
sercel_open(const char *path)
{
	sercel_conf_read(path);
	my.site = (struct http_site){ .timeout = 60 };
	if (!is_file())
		make_authorization();
}

void
sercel_close(void)
{
	free(my.field);
	my.field = NULL;
	sercel_conf_free();
}

/* The template with its {names} percent-encoded. */
static char *
make_url(enum sercel_key k, const char *id_sercel, const char *id_lot,
    const char *depuis)
{
	struct buf b = { 0 };
	char *url;

	buf_str(&b, sercel_conf[K_BASE]);
	for (const char *p = sercel_conf[k]; *p;) {
		const char *value = NULL;
		size_t n = 0;

		if (!strncmp(p, "{id_sercel}", n = 11))
			value = id_sercel;
		else if (!strncmp(p, "{id_lot}", n = 8))
			value = id_lot;
		else if (!strncmp(p, "{depuis}", n = 8))
			value = depuis;
		if (value) {
			url_put_escaped(&b, str_of(value), "");
			p += n;
		} else {
			buf_byte(&b, *p++);
		}
	}
	url = xstrdup(buf_view(&b).p);
	buf_free(&b);
	return url;
}

static char *
path_of(const char *url)
{
	struct buf b = { 0 };
	char *path;

	for (const char *p = url + 7; *p && *p != '?'; p++)
		if (*p == '%' && hex_value(p[1]) >= 0 && hex_value(p[2]) >= 0) {
			buf_byte(
			    &b, (char)(hex_value(p[1]) << 4 | hex_value(p[2])));
			p += 2;
		} else {
			buf_byte(&b, *p);
		}
	path = xstrdup(buf_view(&b).p);
	buf_free(&b);
	return path;
}

static enum sercel_result
read_local(struct sercel_answer *a)
{
	char *path = path_of(a->url);
	FILE *f = fopen(path, "rb");
	char block[65536];
	size_t n;

	if (!f && errno != ENOENT && errno != ENOTDIR)
		die("%s:", path);
	free(path);
	if (!f)
		return SERCEL_UNKNOWN;
	while ((n = fread(block, 1, sizeof(block), f)) && a->body.n <= BODY_MAX)
		buf_add(&a->body, block, n);
	if (ferror(f))
		die("%s:", a->url);
	fclose(f);
	return a->body.n > BODY_MAX ? SERCEL_BAD : SERCEL_OK;
}

/* Retry-After, in ms: seconds or a date; -1: none. */
static int64_t
retry_after(const char *text)
{
	struct tm tm = { 0 };
	const char *end;
	double s;

	if (!text)
		return -1;
	s = num_parse(str_of(text));
	if (s >= 0 && s < 1e6)
		return (int64_t)(s * 1000);
	end = strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	if (!end || *end)
		return -1;
	s = difftime(timegm(&tm), time(NULL));
	return s > 0 ? (int64_t)(s * 1000) : 0;
}

static enum sercel_result
verdict(const struct http *h)
{
	long status = h->head.status;

	if (h->rc == EXIT_RETRY || (!h->rc && (status == 429 || status >= 500)))
		return SERCEL_AWAY;
	if (h->rc)
		return SERCEL_BAD;
	if (status == 401 || status == 403)
		return SERCEL_REFUSED;
	if (status == 404)
		return SERCEL_UNKNOWN;
	return status >= 200 && status < 300 ? SERCEL_OK : SERCEL_BAD;
}

static enum sercel_result
request(struct sercel_answer *a, int64_t *wait)
{
	const char *const fields[] = { my.field, NULL };
	struct http h = { .site = &my.site,
		.url = a->url,
		.fields = fields,
		.secret = my.field != NULL,
		.plain = true,
		.max = BODY_MAX };
	enum sercel_result result;

	http_do(&h);
	result = verdict(&h);
	*wait = retry_after(h.head.retry_after);
	if (result == SERCEL_OK) {
		a->status = h.head.status;
		a->content_type =
		    h.head.content_type ? xstrdup(h.head.content_type) : NULL;
		a->body = h.body;
		h.body = (struct buf){ 0 };
	} else {
		note("%s: %s", url_name(a->url),
		    h.rc ? h.e.msg : "an error status");
	}
	http_reset(&h);
	return result;
}

/* Three more tries, 2, 4 and 8 s apart, or as Retry-After says. */
static enum sercel_result
ask(struct sercel_answer *a)
{
	int64_t pause = 2000, wait;
	enum sercel_result result;

	if (is_file())
		return read_local(a);
	result = request(a, &wait);
	for (int i = 0; i < RETRIES && result == SERCEL_AWAY; i++) {
		http_pause(wait >= 0 ? wait : pause);
		pause *= 2;
		result = request(a, &wait);
	}
	return result;
}

enum sercel_result
sercel_disponibilite(
    const char *id_sercel, msec depuis, struct sercel_answer *a)
{
	char text[DAY_TEXT_MAX];

	day_print_utc(depuis, text);
	*a = (struct sercel_answer){ .url = make_url(K_DISPONIBILITE, id_sercel,
					 "", text) };
	return ask(a);
}

enum sercel_result
sercel_lot(const char *id_sercel, const char *id_lot, struct sercel_answer *a)
{
	*a = (struct sercel_answer){ .url = make_url(
					 K_LOT, id_sercel, id_lot, "") };
	return ask(a);
}

void
sercel_answer_free(struct sercel_answer *a)
{
	free(a->url);
	free(a->content_type);
	buf_free(&a->body);
	*a = (struct sercel_answer){ 0 };
}
