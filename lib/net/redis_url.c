#include <stdlib.h>

#include "base/text.h"
#include "net/redis.h"

/* Copies text, its %XX undone; NULL if it is empty. */
static char *
decoded(struct str s)
{
	char *text = xmalloc(s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high =
		    i + 2 < s.n && s.p[i] == '%' ? hex_value(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;

		text[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
		if (low >= 0)
			i += 2;
	}
	text[n] = '\0';
	if (!n) {
		free(text);
		return NULL;
	}
	return text;
}

/* Takes what stands before c off the front of s, if c is there. */
static bool
cut(struct str *s, char c, bool last, struct str *head)
{
	const char *at = last ? memrchr(s->p, c, s->n) : memchr(s->p, c, s->n);

	if (!at)
		return false;
	*head = (struct str){ s->p, (size_t)(at - s->p) };
	*s = (struct str){ at + 1, s->n - head->n - 1 };
	return true;
}

static void
take_login(struct redis_url *u, struct str *rest)
{
	struct str login, user;

	if (!cut(rest, '@', true, &login))
		return;
	if (cut(&login, ':', false, &user))
		u->user = decoded(user);
	u->password = decoded(login);
}

/* HOST[:PORT], where HOST may be [an IPv6 address]. */
static int
take_host(struct redis_url *u, struct str s)
{
	struct str host = s;

	if (s.n && *s.p == '[') {
		s = (struct str){ s.p + 1, s.n - 1 };
		if (!cut(&s, ']', false, &host) || (s.n && *s.p != ':'))
			return -1;
		if (s.n)
			s = (struct str){ s.p + 1, s.n - 1 };
	} else if (!cut(&s, ':', false, &host)) {
		s = STR_NULL;
	}
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
	u->host = host.n ? xstrndup(host.p, host.n) : NULL;
	u->port = s.n ? xstrndup(s.p, s.n) : xstrdup("6379");
	return u->host ? 0 : -1;
}

int
redis_url_parse(struct redis_url *u, const char *url, struct err *e)
{
	struct str rest = str_of(url), host;

	*u = (struct redis_url){ 0 };
	if (!strncmp(url, "redis://", 8))
		rest = str_of(url + 8);
	else if (!strncmp(url, "rediss://", 9))
		rest = str_of(url + 9);
	else
		return err_set(e, "redis:// or rediss:// is expected");
	u->tls = url[5] == 's';
	take_login(u, &rest);
	host = rest;
	if (cut(&rest, '/', false, &host) && rest.n)
		u->db = xstrndup(rest.p, rest.n);
	if (take_host(u, host) ||
	    (u->db && strspn(u->db, "0123456789") != strlen(u->db))) {
		redis_url_free(u);
		return err_set(e, "redis://[USER:PASSWORD@]HOST[:PORT][/DB] is "
				  "expected");
	}
	return 0;
}

void
redis_url_free(struct redis_url *u)
{
	free(u->host);
	free(u->port);
	free(u->user);
	free(u->password);
	free(u->db);
	*u = (struct redis_url){ 0 };
}
