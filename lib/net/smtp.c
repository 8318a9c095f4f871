#include <stdio.h>
#include <stdlib.h>

#include <curl/curl.h>

#include "net/smtp.h"

/* Seconds that a server may take to answer, above all to the end of a message:
 * a client that gives up earlier sends it twice (RFC 5321, 4.5.3.2.6). */
#define ANSWER_TIMEOUT 600L
#define SESSION_TIMEOUT 120L

struct smtp {
	CURL *curl;
	char error[CURL_ERROR_SIZE];
	char reply[256];    /* the server's last refusal */
	struct str message; /* the part of the message that is not sent yet */
	bool begun;         /* a part of the message was sent */
};

static size_t
on_read(char *p, size_t size, size_t n, void *ctx)
{
	struct smtp *s = ctx;
	struct str *m = &s->message;

	n *= size;
	if (n > m->n)
		n = m->n;
	memcpy(p, m->p, n);
	m->p += n;
	m->n -= n;
	s->begun = true;
	return n;
}

static size_t
on_reply(char *p, size_t size, size_t n, void *ctx)
{
	struct smtp *s = ctx;
	size_t i = 0;

	n *= size;
	if (n && (*p == '4' || *p == '5')) {
		while (i < n && i < sizeof(s->reply) - 1 &&
		       (unsigned char)p[i] >= ' ') {
			s->reply[i] = p[i];
			i++;
		}
		s->reply[i] = '\0';
	}
	return n;
}

/* Is url an smtp or smtps URL, without credentials, which messages would show?
 */
static int
check_url(const char *url, struct err *e)
{
	CURLU *u = curl_url();
	char *scheme = NULL, *user = NULL;
	bool good, bare;

	good = !curl_url_set(u, CURLUPART_URL, url, 0) &&
	       !curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) &&
	       (!strcmp(scheme, "smtp") || !strcmp(scheme, "smtps"));
	bare = curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
	curl_free(scheme);
	curl_free(user);
	curl_url_cleanup(u);
	if (!good)
		return err_set(e, "not smtp://HOST or smtps://HOST");
	return bare ? 0 : err_set(e, "a name and password do not belong there");
}

static void
set_up(struct smtp *s, const struct smtp_server *server)
{
	bool tls = server->starttls || server->username;
	const char *authorities = getenv("SSL_CERT_FILE");
	CURL *c = s->curl;

	curl_easy_setopt(c, CURLOPT_URL, server->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(
	    c, CURLOPT_USE_SSL, (long)(tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (authorities && *authorities)
		curl_easy_setopt(c, CURLOPT_CAINFO, authorities);
	if (server->username) {
		curl_easy_setopt(c, CURLOPT_USERNAME, server->username);
		curl_easy_setopt(c, CURLOPT_PASSWORD, server->password);
	}
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, SESSION_TIMEOUT);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT, ANSWER_TIMEOUT);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->error);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(c, CURLOPT_READDATA, s);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_reply);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
}

struct smtp *
smtp_open(const struct smtp_server *server, struct err *e)
{
	struct smtp *s;

	if (curl_global_init(CURL_GLOBAL_DEFAULT)) {
		err_set(e, "libcurl does not start");
		return NULL;
	}
	if (check_url(server->url, e))
		return NULL;
	s = xcalloc(1, sizeof(*s));
	s->curl = curl_easy_init();
	if (!s->curl)
		die("out of memory");
	set_up(s, server);
	return s;
}

void
smtp_close(struct smtp *s)
{
	if (!s)
		return;
	curl_easy_cleanup(s->curl);
	curl_global_cleanup();
	free(s);
}

/* There is no session: may a later try succeed? code is that of the last reply.
 */
static enum smtp_result
no_session(CURLcode rc, long code)
{
	bool later = code >= 400 && code < 500;

	switch (rc) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
		return SMTP_AWAY;
	case CURLE_LOGIN_DENIED:
	case CURLE_REMOTE_ACCESS_DENIED: /* EHLO */
	case CURLE_WEIRD_SERVER_REPLY:   /* the greeting */
		return later ? SMTP_AWAY : SMTP_CLOSED;
	default:
		return SMTP_CLOSED;
	}
}

static enum smtp_result
result(const struct smtp *s, CURLcode rc, long code)
{
	switch (rc) {
	case CURLE_OK:
		return SMTP_ACCEPTED;
	case CURLE_OPERATION_TIMEDOUT:
		return code ? SMTP_SILENT : SMTP_AWAY;
	case CURLE_SEND_ERROR: /* also what MAIL, RCPT and DATA give */
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
		break;
	case CURLE_WEIRD_SERVER_REPLY: /* also what the end of DATA gives */
		if (s->begun)
			break;
		return no_session(rc, code);
	default:
		return no_session(rc, code);
	}
	if (code >= 500)
		return SMTP_REFUSED;
	return code >= 400 ? SMTP_DEFERRED : SMTP_SILENT;
}

enum smtp_result
smtp_send(struct smtp *s, const char *from, const char *to, struct str message,
    struct err *e)
{
	struct curl_slist *rcpt = curl_slist_append(NULL, to);
	enum smtp_result r;
	CURLcode rc;
	long code = 0;

	s->message = message;
	s->begun = false;
	s->error[0] = s->reply[0] = '\0';
	curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(
	    s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message.n);
	rc = curl_easy_perform(s->curl);
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, &code);
	curl_slist_free_all(rcpt);
	r = result(s, rc, code);
	if (r != SMTP_ACCEPTED && code >= 400 && s->reply[0])
		err_set(e, "the server says '%s'", s->reply);
	else if (r != SMTP_ACCEPTED)
		err_set(
		    e, "%s", s->error[0] ? s->error : curl_easy_strerror(rc));
	return r;
}
