#include <ctype.h>
#include <stdio.h>

#include "apprentissage/comptes/expiry_notice.h"
#include "apprentissage/comptes/users.h"
#include "json/schema.h"

#define SUPPORT "support_api@apprentissage.beta.gouv.fr"
#define BUTTON                                                                 \
	"style=\"display: inline-block; padding: 8px 16px; color: #fff; "      \
	"background: #000091; text-decoration: none\""

static bool
is_name(struct str s)
{
	return str_is(s, "api-key-will-expire");
}

/* A long date, in either language, that needs no escaping in HTML. */
static bool
is_long_date(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) && s.p[i] != ' ' &&
		    s.p[i] != ',' && !(s.p[i] & 0x80))
			return false;
	return s.n && s.n <= 64;
}

#define DATE(name) S_CODE(name, 0, is_long_date, "a long date")

static const struct field expires_at[] = { DATE("fr"), DATE("en"), S_END };

#define TEMPLATE                                                               \
	S_CODE("name", 0, is_name, "api-key-will-expire"),                     \
	    S_CODE("to", 0, user_email, "an address"),                         \
	    S_REQ("days_left", F_INT), S_OBJECT("expires_at", 0, expires_at),  \
	    S_REQ("key_name", F_STRING)

static const struct field template_members[] = { TEMPLATE, S_END };
static const struct field template = { .kind = F_OBJECT,
	.sub = template_members };
static const struct field message_members[] = { TEMPLATE,
	S_CODE("key", 0, user_id, "an identifier"),
	S_ENUM("type", 0, user_marks), S_END };
static const struct field message = { .kind = F_OBJECT,
	.sub = message_members };

/* Copies a text that its field's check keeps short and free of escapes. */
static void
copy_text(char *out, struct js v)
{
	memcpy(out, v.p + 1, v.n - 2);
	out[v.n - 2] = '\0';
}

/* Makes KEY.TYPE.DATE; other characters of the date than letters and digits
 * become hyphens. */
static void
make_id(struct expiry_notice *a)
{
	int n = snprintf(a->id, sizeof(a->id), "%s.%s.", a->key, a->type);
	char *p = a->id + n;

	for (const char *s = a->en; *s; s++)
		if (isalnum((unsigned char)*s))
			*p++ = *s;
		else if (p[-1] != '-')
			*p++ = '-';
	*p = '\0';
}

int
expiry_notice_read(struct expiry_notice *a, struct js record, struct err *e)
{
	a->text.n = a->template.n = 0;
	if (schema_copy(&message, record, &a->text, e) ||
	    schema_copy(&template, record, &a->template, e))
		return -1;
	record = js_of(buf_view(&a->text));
	copy_text(a->to, js_get(record, "to"));
	a->days_left = (long long)js_number(js_get(record, "days_left"));
	copy_text(a->fr, js_at(record, "expires_at.fr"));
	copy_text(a->en, js_at(record, "expires_at.en"));
	copy_text(a->key, js_get(record, "key"));
	copy_text(a->type, js_get(record, "type"));
	make_id(a);
	/* unescaping never lengthens: reserved text does not move */
	buf_reserve(&a->text, a->text.n + 1);
	record = js_of(buf_view(&a->text));
	a->key_name = js_text(js_get(record, "key_name"), &a->text);
	return 0;
}

void
expiry_notice_free(struct expiry_notice *a)
{
	buf_free(&a->template);
	buf_free(&a->text);
}

static const struct langue {
	const char *code, *path;
	const char *key, *open, *close;          /* of the subject */
	const char *gone[2], *near[3], *left[2]; /* around a number of days;
						  * yesterday to tomorrow */
	const char *hello, *your_key, *on;
	const char *advice, *button, *colon, *help, *team;
} langues[] = {
	{ "fr", "/fr/compte/profil", "Votre clé d’API", " « ", " »",
	    { "a expiré il y a ", " jours" },
	    { "a expiré hier", "expire aujourd’hui", "expire demain" },
	    { "expire dans ", " jours" }, "Bonjour,",
	    "Votre clé d’accès à l’API Apprentissage ", ", le ",
	    "Pour que vos services continuent de fonctionner, nous vous "
	    "conseillons de créer dès maintenant une nouvelle clé depuis votre "
	    "compte, puis de remplacer l’ancienne.",
	    "Renouveler ma clé", " :", "Une question ? Écrivez-nous : ",
	    "L’équipe Mission Apprentissage" },
	{ "en", "/en/account/profile", "Your API key", " “", "”",
	    { "expired ", " days ago" },
	    { "expired yesterday", "expires today", "expires tomorrow" },
	    { "expires in ", " days" }, "Hello,",
	    "Your key to the Apprentissage API ", ", on ",
	    "To keep your services running, we advise you to create a new key "
	    "from your account now, and then to replace the old one.",
	    "Renew my key", ":",
	    "Any question? Write to us: ", "The Mission Apprentissage team" },
};

static void
put_days(struct buf *b, const struct langue *l, long long n)
{
	if (n < -1)
		buf_fmt(b, "%s%lld%s", l->gone[0], -n, l->gone[1]);
	else if (n > 1)
		buf_fmt(b, "%s%lld%s", l->left[0], n, l->left[1]);
	else
		buf_str(b, l->near[n + 1]);
}

/* "Your key ... expires in 12 days, on Wednesday, April 1, 2026." */
static void
put_sentence(
    struct buf *b, const struct langue *l, const struct expiry_notice *a)
{
	buf_str(b, l->your_key);
	put_days(b, l, a->days_left);
	buf_fmt(b, "%s%s.", l->on, l == langues ? a->fr : a->en);
}

void
expiry_notice_put_subject(struct buf *b, const struct expiry_notice *a)
{
	buf_str(b, "📅 ");
	for (const struct langue *l = langues; l < langues + 2; l++) {
		buf_fmt(b, "%s%s", l == langues ? "" : " | ", l->key);
		if (a->key_name.n) {
			buf_str(b, l->open);
			buf_add(b, a->key_name.p, a->key_name.n);
			buf_str(b, l->close);
		}
		buf_byte(b, ' ');
		put_days(b, l, a->days_left);
	}
}

void
expiry_notice_put_text(
    struct buf *b, const struct expiry_notice *a, const char *public_url)
{
	for (const struct langue *l = langues; l < langues + 2; l++) {
		buf_fmt(
		    b, "%s%s\n\n", l == langues ? "" : "\n----\n\n", l->hello);
		put_sentence(b, l, a);
		buf_fmt(b, "\n\n%s\n\n%s%s\n%s%s\n\n%s" SUPPORT "\n\n%s\n",
		    l->advice, l->button, l->colon, public_url, l->path,
		    l->help, l->team);
	}
}

void
expiry_notice_put_html(
    struct buf *b, const struct expiry_notice *a, const char *public_url)
{
	buf_str(b,
	    "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>Mission Apprentissage</title>\n"
	    "</head>\n<body style=\"font-family: sans-serif\">\n");
	for (const struct langue *l = langues; l < langues + 2; l++) {
		buf_fmt(b, "%s<div lang=\"%s\">\n<p>%s</p>\n<p>",
		    l == langues ? "" : "<hr>\n", l->code, l->hello);
		put_sentence(b, l, a);
		buf_fmt(b,
		    "</p>\n<p>%s</p>\n<p><a href=\"%s%s\" " BUTTON
		    ">%s</a></p>\n<p>%s<a href=\"mailto:" SUPPORT "\">" SUPPORT
		    "</a></p>\n<p>%s</p>\n</div>\n",
		    l->advice, public_url, l->path, l->button, l->help,
		    l->team);
	}
	buf_str(b, "</body>\n</html>\n");
}
