#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/comptes/email_event.h"
#include "apprentissage/comptes/users.h"
#include "format/code.h"
#include "mail/letters/letters.h"

#define LIST_HELP                                                              \
	"https://mission-apprentissage.gitbook.io/general/"                    \
	"les-services-en-devenir/accompagner-les-futurs-apprentis"

/* users.db; NULL: none was named, or none is needed yet. */
static struct db *users;

/* Checked, because it is inserted into text and HTML without escaping. */
static const char *
need_public_url(void)
{
	char *s = xstrdup(outbox_need("PUBLIC_URL", "the address of the site"));
	size_t n = strlen(s);

	while (n && s[n - 1] == '/')
		s[--n] = '\0';
	if (!code_url(str_of(s)) ||
	    (strncmp(s, "http://", 7) != 0 && strncmp(s, "https://", 8) != 0) ||
	    strcspn(s, " \"'<>&\t\r\n") < n)
		die("PUBLIC_URL=%s: an http or https URL is expected",
		    err_quote(s, n));
	return s;
}

static void
open_users(const struct outbox *o)
{
	static bool opened;

	if (opened)
		return;
	opened = true;
	if (o->dry || o->dir) {
		users = users_path() ? users_open() : NULL;
		return;
	}
	users = db_change(users_need());
	users_add_events(users);
}

static int
compose_notice(struct outbox *o, struct letter *l, struct err *e)
{
	static const char *public_url;
	const struct expiry_notice *a = l->ctx;
	struct buf subject = { 0 }, text = { 0 }, html = { 0 };

	(void)e;
	if (!public_url)
		public_url = need_public_url();
	open_users(o);
	expiry_notice_put_subject(&subject, a);
	expiry_notice_put_text(&text, a, public_url);
	expiry_notice_put_html(&html, a, public_url);
	outbox_compose(
	    o, l, "Mission Apprentissage", LIST_HELP, &subject, &text, &html);
	return 0;
}

static enum event_state
look_notice(struct letter *l, bool change)
{
	static char unknown[512];
	const struct expiry_notice *a = l->ctx;

	snprintf(unknown, sizeof(unknown), "key: %s has no key called '%s'",
	    a->to, a->key);
	l->unknown = unknown;
	if (!users)
		return EVENT_NEW;
	return change ? event_begin(users, a) : event_look(users, a);
}

static void
notice_accepted(struct letter *l)
{
	event_accepted(users, l->ctx, l->message_id);
}

static void
notice_failed(struct letter *l, const char *why)
{
	event_failed(users, l->ctx, why);
}

const struct letter_kind notice_letter = { compose_notice, look_notice,
	notice_accepted, notice_failed };

void
notice_letter_close(void)
{
	db_close(users);
	users = NULL;
}
