/*
 * The services of pass-emploi's jobs: Firebase Cloud Messaging with its tokens,
 * and the deletion of objects in S3. Nothing is kept: the log of requests shows
 * what was sent.
 */
#include <string.h>

#include "upstream/serve/serve.h"
#include "json/js.h"

/* An error as Google's services give it; code is NULL or an errorCode. */
static void
refuse_request(struct answer *a, int status, const char *name, const char *code)
{
	a->own.n = 0;
	buf_fmt(&a->own,
	    "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"",
	    status, name, name);
	if (code)
		buf_fmt(&a->own, ",\"details\":[{\"errorCode\":\"%s\"}]", code);
	buf_str(&a->own, "}}");
	answer_own(a, "application/json");
	a->status = status;
}

static bool
has_bearer(const struct request *r)
{
	const char *value = request_header(r, "Authorization");

	return value && !strncmp(value, "Bearer ", 7) && value[7];
}

static bool
is_sending(const char *path)
{
	const char *end = strrchr(path, '/');

	return end && !strcmp(end, "/messages:send");
}

/* A device whose token begins with "gone" no longer has the application. */
void
serve_fcm(const struct request *r, struct answer *a)
{
	struct str body = { r->body.p, r->body.n };
	struct buf scratch = { 0 };
	struct str token = { NULL, 0 };
	struct err e;

	if (!is_sending(r->path))
		return;
	if (!js_check(body.p, body.n, &e))
		token = js_text(js_at(js_of(body), "message.token"), &scratch);
	if (!has_bearer(r))
		refuse_request(a, 401, "UNAUTHENTICATED", NULL);
	else if (!token.n)
		refuse_request(a, 400, "INVALID_ARGUMENT", "INVALID_ARGUMENT");
	else if (token.n >= 4 && !memcmp(token.p, "gone", 4))
		refuse_request(a, 404, "NOT_FOUND", "UNREGISTERED");
	else {
		a->own.n = 0;
		buf_fmt(&a->own, "{\"name\":\"%s/%llu\"}", r->path + 4,
		    (unsigned long long)r->k);
		answer_own(a, "application/json");
	}
	buf_free(&scratch);
}

/* An access token for a signed assertion, which is not verified. */
void
serve_token(const struct request *r, struct answer *a)
{
	struct buf assertion = { 0 }, form = { 0 };

	buf_add(&form, r->body.p, r->body.n);
	if (!query_field(buf_view(&form).p, "assertion", &assertion)) {
		refuse_request(a, 400, "INVALID_ARGUMENT", NULL);
	} else {
		a->own.n = 0;
		buf_str(&a->own, "{\"access_token\":\"fcm-token\","
				 "\"expires_in\":3600,"
				 "\"token_type\":\"Bearer\"}");
		answer_own(a, "application/json");
	}
	buf_free(&assertion);
	buf_free(&form);
}

/* DELETE /s3/BUCKET/KEY: 204, whether there was such an object or not. */
void
serve_s3(const struct request *r, struct answer *a)
{
	const char *value = request_header(r, "Authorization");

	if (strcmp(r->method, "DELETE") != 0) {
		answer_error(a, 405, "no such method here\n");
	} else if (!value || strncmp(value, "AWS4-HMAC-SHA256 ", 17) ||
		   !request_header(r, "x-amz-content-sha256")) {
		answer_error(a, 403, "AccessDenied\n");
	} else {
		a->own.n = 0;
		answer_own(a, NULL);
		a->status = 204;
	}
}
