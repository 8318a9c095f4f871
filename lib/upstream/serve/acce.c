/* ACCE: a login, a request for an extraction, and polling until its archive is
 * ready. All connections share the latest logins and extractions. */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/sha256.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

#define COOKIE "men_default="
#define POLLS 2      /* before the archive is ready */
#define FIRST 710400 /* number of the first extraction */

/* The one form that is accepted: all columns of all tables [acce 1.2]. */
#define FORM_BYTES 2435
#define FORM_SHA256                                                            \
	"de831f5673d909ee121e579ff89fffee874489519cd3007d6592bd48b3e5cd9f"

static bool
is_known(const struct buf *form)
{
	struct buf text = { 0 };
	bool known = false;
	struct js login;

	if (query_field(form->p, "json", &text) &&
	    !js_check(text.p, text.n, NULL)) {
		login = js_of(buf_view(&text));
		known = js_is(js_get(login, "id"),
			    secret_of("API_ACCE_USERNAME", "acce")) &&
			js_is(js_get(login, "mdp"),
			    secret_of("API_ACCE_PASSWORD", "secret"));
	}
	buf_free(&text);
	return known;
}

/* Writes the name of a session, a function of its number. */
static void
name_session(uint64_t n, char name[33])
{
	char sum[SHA256_TEXT_MAX];
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, &n, sizeof(n));
	sha256_end(&s, sum);
	snprintf(name, 33, "%.32s", sum);
}

static void
log_in(struct answer *a)
{
	char *session, cookie[80];

	state_lock();
	session = state->session[state->sessions % SESSIONS];
	name_session(state->sessions++, session);
	snprintf(
	    cookie, sizeof(cookie), COOKIE "%s; path=/; HttpOnly", session);
	state_unlock();
	answer_html(a, 200, "<html><body>Bienvenue</body></html>\n");
	answer_header(a, "Set-Cookie", cookie);
}

/* Returns the index of r's session, or SESSIONS. The caller holds the lock. */
static unsigned
find_session(const struct request *r)
{
	const char *cookies = request_header(r, "Cookie");
	const char *name = cookies ? strstr(cookies, COOKIE) : NULL;
	unsigned i = name ? 0 : SESSIONS;

	for (; i < SESSIONS; i++)
		if (*state->session[i] &&
		    !strncmp(name + strlen(COOKIE), state->session[i], 32))
			break;
	return i;
}

void
acce_forget(const struct request *r)
{
	unsigned i;

	state_lock();
	i = find_session(r);
	if (i < SESSIONS)
		*state->session[i] = '\0';
	state_unlock();
}

static bool
is_logged_in(const struct request *r)
{
	bool is;

	state_lock();
	is = find_session(r) < SESSIONS;
	state_unlock();
	return is;
}

static bool
is_form(const struct buf *body)
{
	char sum[SHA256_TEXT_MAX];
	struct sha256 s;

	sha256_begin(&s);
	sha256_add(&s, body->p, body->n);
	sha256_end(&s, sum);
	return body->n == FORM_BYTES && !strcmp(sum, FORM_SHA256);
}

static void
ask(struct answer *a)
{
	uint64_t n;
	char page[160];

	state_lock();
	n = state->extractions++;
	state->extraction[n % SESSIONS] = FIRST + n;
	state->polls[n % SESSIONS] = 0;
	state_unlock();
	snprintf(page, sizeof(page),
	    "<html><body class=\"acce\">\n<p>Votre extraction :\n"
	    "<a href=\"getextract.php?ex_id=%llu\">la suivre</a>\n"
	    "</body></html>\n",
	    (unsigned long long)(FIRST + n));
	answer_html(a, 200, page);
}

/* Returns how often the extraction was polled; 0: no extraction of that number.
 */
static unsigned
poll(const char *query)
{
	struct buf text = { 0 };
	unsigned polls = 0;
	uint64_t n;

	if (!query_field(query, "ex_id", &text))
		return 0;
	n = strtoull(buf_view(&text).p, NULL, 10);
	buf_free(&text);
	state_lock();
	for (unsigned i = 0; i < SESSIONS; i++)
		if (n && state->extraction[i] == n)
			polls = ++state->polls[i];
	state_unlock();
	return polls;
}

static void
fetch(const struct request *r, struct answer *a)
{
	unsigned polls = poll(r->query);

	if (polls && polls <= POLLS) {
		answer_html(a, 200, "<html><body>En cours</body></html>\n");
	} else if (polls) {
		answer_file(a, "acce/ACCE.zip", type_of("ACCE.zip"));
		if (a->status == 200) /* sic */
			answer_header(a, "Content-Disposition",
			    "attachement; filename=ACCE.zip");
	}
}

static void
extract(const struct request *r, struct answer *a)
{
	if (!is_logged_in(r))
		answer_html(a, 200,
		    "<html><body><form action=\"index.php\">Connexion"
		    " <input type=\"password\" name=\"mdp\"></form>"
		    "</body></html>\n");
	else if (strcmp(r->method, "POST") != 0)
		fetch(r, a);
	else if (is_form(&r->body))
		ask(a);
	else
		answer_error(a, 400, "not that form\n");
}

void
serve_acce(const struct request *r, struct answer *a)
{
	if (!strcmp(r->path, "/acce/getextract.php")) {
		extract(r, a);
	} else if (!strcmp(r->path, "/acce/index.php")) {
		if (strcmp(r->method, "POST") != 0)
			answer_error(a, 405, "POST only\n");
		else if (is_known(&r->body))
			log_in(a);
		else
			answer_error(a, 401, "unknown\n");
	}
}
