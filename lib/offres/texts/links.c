#include <stdlib.h>

#include "base/day.h"
#include "base/err.h"
#include "base/text.h"
#include "crypto/secret.h"
#include "crypto/sha256.h"
#include "format/base64.h"
#include "offres/texts/links.h"
#include "offres/texts/texte.h"
#include "json/counts.h"
#include "json/js.h"

#define SITE "https://labonnealternance.apprentissage.beta.gouv.fr"
#define QUARTER (15 * 60)
#define MONTH (30 * 24 * 3600)

const char *
site_url(void)
{
	static char *url;
	const char *given;
	size_t n;

	if (url)
		return url;
	given = getenv("LBA_PUBLIC_URL");
	url = xstrdup(given && *given ? given : SITE);
	n = strlen(url);
	if ((strncmp(url, "https://", 8) != 0 &&
		strncmp(url, "http://", 7) != 0) ||
	    strcspn(url, " \"'<>&\t\r\n") < n || url[n - 1] == '/')
		die("LBA_PUBLIC_URL: an http address without a slash at its "
		    "end is expected, not '%s'",
		    err_quote(url, n));
	return url;
}

/* NULL: there is none. */
static const char *
secret(void)
{
	static char *found;
	static bool looked;

	if (!looked)
		found = secret_find("LBA_JWT_SECRET");
	looked = true;
	return found;
}

/*
 * Tokens.
 */
/* The 32 bytes of a digest that is given as text. */
static void
digest_bytes(const char *text, unsigned char out[32])
{
	for (int i = 0; i < 32; i++)
		out[i] = (unsigned char)(hex_value(text[2 * i]) << 4 |
					 hex_value(text[2 * i + 1]));
}

/* HMAC (RFC 2104): hash(key ^ opad, hash(key ^ ipad, text)). */
static void
digest_keyed(const unsigned char key[64], unsigned char pad, const void *p,
    size_t n, unsigned char out[32])
{
	char text[SHA256_TEXT_MAX];
	unsigned char block[64];
	struct sha256 s;

	for (int i = 0; i < 64; i++)
		block[i] = key[i] ^ pad;
	sha256_begin(&s);
	sha256_add(&s, block, sizeof(block));
	sha256_add(&s, p, n);
	sha256_end(&s, text);
	digest_bytes(text, out);
}

static void
put_signature(struct buf *b, struct str signed_text, const char *secret_key)
{
	unsigned char key[64] = { 0 }, inner[32], outer[32];
	char text[SHA256_TEXT_MAX];
	size_t n = strlen(secret_key);
	struct sha256 s;

	if (n > sizeof(key)) {
		sha256_begin(&s);
		sha256_add(&s, secret_key, n);
		sha256_end(&s, text);
		digest_bytes(text, key);
	} else {
		memcpy(key, secret_key, n);
	}
	digest_keyed(key, 0x36, signed_text.p, signed_text.n, inner);
	digest_keyed(key, 0x5c, inner, sizeof(inner), outer);
	base64_put_url(b, (struct str){ (char *)outer, sizeof(outer) });
}

struct scope {
	const char *param; /* NULL: the path has none */
	struct str value;
	const char *path, *method;
};

static void
put_scopes(struct buf *b, const struct scope *scopes, size_t n)
{
	buf_str(b, ",\"scopes\":[");
	for (const struct scope *s = scopes; s < scopes + n; s++) {
		js_put_comma(b);
		js_open(b, NULL);
		js_open(b, "options");
		if (s->param) {
			js_open(b, "params");
			js_put_member(b, s->param, s->value);
			js_close(b, 1);
		}
		js_close(b, 1);
		js_put_member(b, "path", str_of(s->path));
		js_put_member(b, "method", str_of(s->method));
		js_close(b, 1);
	}
	buf_byte(b, ']');
}

static void
put_payload(struct buf *b, const struct link_user *u,
    const struct scope *scopes, size_t n, long long life)
{
	long long now = day_now() / 1000;
	struct buf email = { 0 };

	texte_put_lower(&email, u->email);
	js_open(b, NULL);
	js_open(b, "identity");
	js_put_member(b, "type", STR("IUser2"));
	js_put_member(b, "_id", u->id);
	js_put_member(b, "email", buf_view(&email));
	js_close(b, 1);
	put_scopes(b, scopes, n);
	counts_add(b, { "iat", now }, { "exp", now + life });
	js_put_member(b, "iss", str_of(site_url()));
	js_close(b, 1);
	buf_free(&email);
}

static void
put_token(struct buf *b, const struct link_user *u, const struct scope *scopes,
    size_t n, long long life)
{
	struct buf payload = { 0 };
	size_t start = b->n;

	put_payload(&payload, u, scopes, n, life);
	base64_put_url(b, STR("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"));
	buf_byte(b, '.');
	base64_put_url(b, buf_view(&payload));
	payload.n = 0;
	buf_add(&payload, b->p + start, b->n - start);
	buf_byte(b, '.');
	put_signature(b, buf_view(&payload), secret());
	buf_free(&payload);
}

/*
 * Links.
 */
void
links_put_login(struct buf *b, const struct link_user *u)
{
	static const struct scope scope = { .path = "/login/verification",
		.method = "post" };

	if (!secret()) {
		buf_str(b, "null");
		return;
	}
	buf_fmt(b, "\"%s/espace-pro/authentification?token=", site_url());
	put_token(b, u, &scope, 1, QUARTER);
	buf_byte(b, '"');
}

void
links_put_offer(
    struct buf *b, const struct link_user *u, struct str offer, bool provided)
{
	const struct scope scopes[] = {
		{ "jobId", offer,
		    provided ? "/formulaire/offre/:jobId/provided"
			     : "/formulaire/offre/:jobId/cancel",
		    "put" },
		{ "id", offer,
		    provided ? "/v2/_private/jobs/provided/:id"
			     : "/v2/_private/jobs/canceled/:id",
		    "post" },
	};
	struct buf url = { 0 };

	if (!secret()) {
		buf_str(b, "null");
		return;
	}
	buf_fmt(&url, "%s/espace-pro/offre/offres_emploi_lba/", site_url());
	buf_add(&url, offer.p, offer.n);
	buf_fmt(&url, "/%s?&token=", provided ? "provided" : "cancel");
	put_token(&url, u, scopes, 2, MONTH);
	js_put_text(b, buf_view(&url));
	buf_free(&url);
}

void
links_put_delegation(struct buf *b, const struct link_user *u, struct str offer,
    struct str establishment_id)
{
	const struct scope scopes[] = {
		{ "jobId", offer,
		    "/formulaire/offre/:jobId/delegation/by-token", "post" },
		{ "establishment_id", establishment_id,
		    "/formulaire/:establishment_id/by-token", "get" },
	};
	struct buf url = { 0 };

	if (!secret()) {
		buf_str(b, "null");
		return;
	}
	buf_fmt(&url, "%s/espace-pro/mise-en-relation/", site_url());
	buf_add(&url, establishment_id.p, establishment_id.n);
	buf_byte(&url, '/');
	buf_add(&url, offer.p, offer.n);
	buf_str(&url, "?token=");
	put_token(&url, u, scopes, 2, MONTH);
	js_put_text(b, buf_view(&url));
	buf_free(&url);
}
