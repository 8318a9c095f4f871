/*
 * fetch-acce: the directory of establishments, ACCE: logs in, requests an
 * extraction of everything, and waits until its archive is ready [acce 1].
 */
#include <ctype.h>
#include <stdlib.h>

#include "base/progress.h"
#include "fetch/addresses.h"
#include "fetch/fetch.h"
#include "net/url.h"
#include "json/js.h"

#define COOKIE "men_default="
#define EX_ID "getextract.php?ex_id="

#define EXPIRED "the session has expired: it asks for a password"

#define POLL_PAUSE 5000  /* ms */
#define POLL_MAX 1800000 /* ms since the extraction was requested */
#define POLLS_MAX 361    /* limit if FETCH_PACE removes the waits */

static struct http_site acce = {
	.timeout = 900, .tokens = 1, .window = 1000, .patience = 1800
};

/* Headers that make the site accept us as a browser; then the session. */
static const char *fields[] = {
	"User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
	" AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.128"
	" Safari/537.36",
	NULL, NULL
};

/* The columns requested of establishments, specificities and zones. */
/* clang-format off */
static const struct {
	const char *list, *names;
} wanted[] = {
	{ "uai",
	  " nature_uai nature_uai_libe type_uai type_uai_libe"
	  " etat_etablissement etat_etablissement_libe"
	  " ministere_tutelle ministere_tutelle_libe"
	  " tutelle_secondaire tutelle_secondaire_libe"
	  " secteur_public_prive secteur_public_prive_libe sigle_uai"
	  " categorie_juridique categorie_juridique_libe"
	  " contrat_etablissement contrat_etablissement_libe"
	  " categorie_financiere categorie_financiere_libe"
	  " situation_comptable situation_comptable_libe"
	  " niveau_uai niveau_uai_libe commune commune_libe"
	  " academie academie_libe pays pays_libe"
	  " departement_insee_3 departement_insee_3_libe"
	  " denomination_principale_uai appellation_officielle patronyme_uai"
	  " hebergement_etablissement hebergement_etablissement_libe"
	  " numero_siren_siret_uai numero_finess_uai"
	  " date_ouverture date_fermeture date_derniere_mise_a_jour"
	  " lieu_dit_uai adresse_uai boite_postale_uai code_postal_uai"
	  " etat_sirad_uai localite_acheminement_uai"
	  " pays_etranger_acheminement numero_telephone_uai"
	  " numero_telecopieur_uai mention_distribution mel_uai site_web"
	  " coordonnee_x coordonnee_y appariement appariement_complement"
	  " localisation localisation_complement date_geolocalisation source" },
	{ "specificite",
	  " numero_uai_trouve code code_libe date_ouverture date_fermeture" },
	{ "zone",
	  " numero_uai_trouve type_zone_uai type_zone_uai_libe zone zone_libe"
	  " date_ouverture date_fermeture date_derniere_mise_a_jour" },
};
/* clang-format on */

static void
put_wanted(struct buf *form, const char *list, const char *names)
{
	size_t n;

	for (const char *p = names; *p; p += n) {
		n = strcspn(++p, " ");
		buf_fmt(form, "&chk_%s%%5B%%5D=%.*s", list, (int)n, p);
	}
}

/* Writes the form that requests the extraction. */
static struct str
demand(struct buf *form)
{
	buf_str(form, "opt_sort_uai=numero_uai&opt_type=csv");
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		put_wanted(form, wanted[i].list, wanted[i].names);
	buf_str(form, "&chk_filles=1&chk_meres=1");
	return buf_view(form);
}

/* Writes the login form. */
static struct str
identity(struct buf *form)
{
	static const char *const unused[] = { "nom", "prenom", "email",
		"fonction", "organisme", "commentaire", "captcha_code" };
	char *user = fetch_secret("API_ACCE_USERNAME");
	char *password = fetch_secret("API_ACCE_PASSWORD");
	struct buf json = { 0 };

	buf_byte(&json, '{');
	js_put_member(&json, "id", str_of(user));
	js_put_member(&json, "mdp", str_of(password));
	for (size_t i = 0; i < sizeof(unused) / sizeof(*unused); i++) {
		js_put_key(&json, unused[i]);
		buf_str(&json, "null");
	}
	buf_byte(&json, '}');
	buf_str(form, "json=");
	url_put_escaped(form, buf_view(&json), "");
	buf_free(&json);
	free(user);
	free(password);
	return buf_view(form);
}

/* Sends a form, or ends the program. */
static void
post(struct fetch *f, struct http *h, const char *url, struct str form)
{
	int rc;

	*h = (struct http){ .site = &acce,
		.url = url,
		.form = form.p,
		.fields = fields,
		.secret = true };
	http_do(h);
	rc = http_verdict(h);
	if (rc)
		fetch_fail(f, NULL, url, rc, &h->e);
}

/* Returns the Cookie field made from a Set-Cookie value, which must be
 * terminated by
 * ";"; NULL if it is not. */
static char *
session_of(const char *set_cookie)
{
	const char *name = set_cookie ? strstr(set_cookie, COOKIE) : NULL;

	if (!name || !strchr(name, ';'))
		return NULL;
	return xasprintf("Cookie: %.*s", (int)strcspn(name, ";"), name);
}

/* Sets the Cookie field, from the first cookie only. */
static char *
log_in(struct fetch *f)
{
	char *url = fetch_url(f, ADDRESS_ACCE, "/index.php");
	struct buf form = { 0 };
	struct http h;
	char *session;

	post(f, &h, url, identity(&form));
	session = session_of(h.head.cookie);
	if (!session) {
		err_set(&h.e, "no session: are API_ACCE_USERNAME and"
			      " API_ACCE_PASSWORD right?");
		fetch_fail(f, NULL, url, EXIT_FAILED, &h.e);
	}
	fields[1] = session;
	http_reset(&h);
	free(url);
	buf_free(&form);
	return session;
}

/* Does the page ask for a password? */
static bool
asks_password(struct buf *page)
{
	return strcasestr(buf_view(page).p, "type=\"password\"");
}

/* Is the page complete? An empty page is. */
static bool
is_whole(struct buf *page)
{
	return !page->n || strcasestr(buf_view(page).p, "</html");
}

/* Returns the number of the extraction, from a link; NULL if there is no link.
 */
static char *
find_id(struct buf *page)
{
	const char *p = strstr(buf_view(page).p, EX_ID);
	size_t n = 0;

	if (!p)
		return NULL;
	p += sizeof(EX_ID) - 1;
	while (isgraph((unsigned char)p[n]) && p[n] != '"')
		n++;
	return n && p[n] == '"' ? xstrndup(p, n) : NULL;
}

/* Requests an extraction and returns its number, which the caller frees.
 * *plain: the page does not ask for a password, so the session is valid. */
static char *
order(struct fetch *f, bool *plain)
{
	char *url = fetch_url(f, ADDRESS_ACCE, "/getextract.php");
	struct buf form = { 0 };
	struct http h;
	char *id;

	post(f, &h, url, demand(&form));
	*plain = !asks_password(&h.body);
	id = find_id(&h.body);
	if (!id && !*plain) {
		err_set(&h.e, EXPIRED);
		fetch_fail(f, NULL, url, EXIT_RETRY, &h.e);
	}
	if (!id) {
		err_set(&h.e, "no extraction in the answer");
		fetch_fail(f, NULL, url,
		    is_whole(&h.body) ? EXIT_FAILED : EXIT_RETRY, &h.e);
	}
	http_reset(&h);
	free(url);
	buf_free(&form);
	return id;
}

/* The source's spelling. */
static bool
is_archive(const struct http_head *head)
{
	return head->content_disposition &&
	       !strncmp(head->content_disposition, "attachement", 11);
}

/* Polls the extraction once: is the archive ready? If not, whatever the reason,
 * it may be later, unless the session has ended or the answer is not an
 * archive. */
static bool
poll(struct fetch *f, struct fetch_file *file, bool plain)
{
	struct http *h = &file->http;
	int rc = fetch_try_file(f, file);

	if (file->ready && (!rc || !http_verdict(h))) {
		if (rc)
			fetch_fail(f, file->name, h->url, rc, &h->e);
		return true;
	}
	if (!rc && plain && asks_password(&h->body)) {
		err_set(&h->e, EXPIRED);
		fetch_fail(f, file->name, h->url, EXIT_RETRY, &h->e);
	}
	if (!rc)
		err_set(&h->e, "HTTP %ld, no archive", h->head.status);
	note("%s: %s: %s", f->source, file->name, h->e.msg);
	return false;
}

static void
fetch_archive(struct fetch *f, const char *id, bool plain)
{
	char *url = fetch_url(f, ADDRESS_ACCE, "/" EX_ID "%s", id);
	struct fetch_file file = { .name = "ACCE.zip",
		.http = { .site = &acce,
		    .url = url,
		    .fields = fields,
		    .secret = true,
		    .plain = true },
		.content = { .kind = CONTENT_ZIP },
		.is_ready = is_archive };
	int64_t accepted = http_clock();
	struct err e;

	for (int n = 1; !poll(f, &file, plain); n++) {
		http_pause(POLL_PAUSE);
		if (n == POLLS_MAX || http_clock() - accepted > POLL_MAX) {
			err_set(&e, "not ready after 30 minutes: %s",
			    file.http.e.msg);
			fetch_fail(f, file.name, url, EXIT_RETRY, &e);
		}
		progress(n * POLL_PAUSE / 1000, "seconds of waiting");
	}
	http_reset(&file.http);
	free(url);
}

int
main(int argc, char **argv)
{
	struct fetch f;
	char *session, *id;
	bool plain;

	fetch_begin(&f, argc, argv, "acce",
	    "fetch the directory of establishments, ACCE", NULL);
	session = log_in(&f);
	id = order(&f, &plain);
	fetch_archive(&f, id, plain);
	fetch_end(&f);
	free(session);
	free(id);
	return 0;
}
