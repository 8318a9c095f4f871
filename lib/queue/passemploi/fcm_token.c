#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>

#include "base/day.h"
#include "crypto/secret.h"
#include "format/base64.h"
#include "net/http.h"
#include "net/url.h"
#include "queue/passemploi/fcm_token.h"
#include "json/js.h"

#define SCOPE "https://www.googleapis.com/auth/firebase.messaging"
#define GRANT "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"

enum { LIFE_S = 3600, MARGIN_S = 60 };

static char *current;
static msec current_until;

/* The member of the account's JSON as a new string; NULL if it is missing. */
static char *
member(struct js account, const char *name)
{
	struct buf scratch = { 0 };
	struct str s = js_text(js_get(account, name), &scratch);
	char *text = s.p ? xstrndup(s.p, s.n) : NULL;

	buf_free(&scratch);
	return text;
}

/* Appends the RS256 signature of text, in base64url. */
static int
put_signature(struct buf *b, struct str text, const char *key, struct err *e)
{
	BIO *bio = BIO_new_mem_buf(key, -1);
	EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	unsigned char sig[1024];
	size_t n = sizeof(sig);
	bool good =
	    pkey && c &&
	    EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, pkey) == 1 &&
	    EVP_DigestSign(c, sig, &n, (const unsigned char *)text.p, text.n) ==
		1;

	if (good)
		base64_put_url(b, (struct str){ (const char *)sig, n });
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(pkey);
	BIO_free(bio);
	return good ? 0
		    : err_set(e, "FIREBASE_SECRET_KEY: private_key: not an RSA "
				 "key");
}

static int
put_assertion(struct buf *b, const char *mail, const char *uri, const char *key,
    struct err *e)
{
	struct buf claims = { 0 };
	long long now = (long long)(day_clock() / 1000);
	int rc;

	buf_str(&claims, "{\"iss\":");
	js_put_text(&claims, str_of(mail));
	buf_str(&claims, ",\"scope\":\"" SCOPE "\",\"aud\":");
	js_put_text(&claims, str_of(uri));
	buf_fmt(&claims, ",\"iat\":%lld,\"exp\":%lld}", now, now + LIFE_S);
	base64_put_url(b, STR("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"));
	buf_byte(b, '.');
	base64_put_url(b, buf_view(&claims));
	claims.n = 0;
	buf_byte(&claims, '.');
	rc = put_signature(&claims, buf_view(b), key, e);
	buf_add(b, claims.p, claims.n);
	buf_free(&claims);
	return rc;
}

/* Takes the token of an answer. */
static int
take_token(struct http *h, struct err *e)
{
	struct err why;
	struct js v = { .type = JS_ABSENT };

	if (!js_check(h->body.p, h->body.n, &why))
		v = js_of(buf_view(&h->body));
	free(current);
	current = member(v, "access_token");
	if (!current) {
		err_set(
		    e, "%s: no access_token in the answer", url_name(h->url));
		return EXIT_FAILED;
	}
	current_until = day_clock() + (msec)(LIFE_S - MARGIN_S) * 1000;
	return 0;
}

static int
exchange(const char *uri, struct str assertion, struct err *e)
{
	static struct http_site site = { .timeout = 30, .retry = HTTP_BACKOFF };
	struct buf form = { 0 };
	struct http h = {
		.site = &site, .url = uri, .method = "POST", .secret = true
	};
	int rc;

	buf_str(&form, "grant_type=" GRANT "&assertion=");
	buf_add(&form, assertion.p, assertion.n);
	h.form = buf_view(&form).p;
	rc = http_do(&h);
	if (!rc)
		rc = http_verdict(&h);
	if (rc)
		*e = h.e;
	else
		rc = take_token(&h, e);
	http_reset(&h);
	buf_free(&form);
	return rc;
}

static int
ask(const char *secret, struct err *e)
{
	struct buf assertion = { 0 };
	struct str text = str_of(secret);
	char *mail = NULL, *key = NULL, *uri = NULL;
	struct err why;
	int rc = EXIT_FAILED;

	if (!js_check(text.p, text.n, &why)) {
		mail = member(js_of(text), "client_email");
		key = member(js_of(text), "private_key");
		uri = member(js_of(text), "token_uri");
	}
	if (!mail || !key || !uri)
		err_set(e, "FIREBASE_SECRET_KEY: not the JSON of a service "
			   "account");
	else if (!put_assertion(&assertion, mail, uri, key, e))
		rc = exchange(uri, buf_view(&assertion), e);
	free(mail);
	free(key);
	free(uri);
	buf_free(&assertion);
	return rc;
}

int
fcm_token(const char **token, bool fresh, struct err *e)
{
	char *secret;
	int rc = 0;

	if (!current) {
		current = secret_find("FCM_ACCESS_TOKEN");
		current_until = current ? INT64_MAX : 0;
	}
	if (!current || fresh || day_clock() >= current_until) {
		secret = secret_find("FIREBASE_SECRET_KEY");
		if (!secret) {
			err_set(e, current ? "FCM_ACCESS_TOKEN is refused"
					   : "FCM_ACCESS_TOKEN or "
					     "FIREBASE_SECRET_KEY must be set");
			return EXIT_FAILED;
		}
		rc = ask(secret, e);
		free(secret);
	}
	*token = current;
	return rc;
}
