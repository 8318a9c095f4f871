/*
 * send-mail: send the messages of all systems, and note in their databases who
 * was told what.
 *
 * One SMTP transaction a message. A row of email_events is written before it,
 * and completed, with the mark of an API key, as soon as the server has
 * accepted it. A message that was accepted is not sent again; one that was not
 * is sent by the next run. If a run is killed between the server's answer and
 * the mark, the next sends the message again, under the same Message-ID:
 * nothing is lost, and the receiver can tell.
 */
#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/comptes/email_event.h"
#include "apprentissage/comptes/users.h"
#include "base/opt.h"
#include "format/code.h"
#include "mail/mail_message.h"
#include "mail/mail_template.h"
#include "mail/outbox/outbox.h"
#include "offres/offres.h"
#include "suite/share.h"
#include "json/ndjson.h"

#define OUT 512
#define LIST_HELP                                                              \
	"https://mission-apprentissage.gitbook.io/general/"                    \
	"les-services-en-devenir/accompagner-les-futurs-apprentis"

static const struct opt opts[] = {
	USERS_OPTIONS,
	{ 'n', "dry-run", NULL, "send nothing, change nothing" },
	{ OUT, "out", "DIR", "write .eml files there instead" },
	{ 'r', "receipts", NULL, "print what became of each message" },
	{ 's', "starttls", NULL, "smtp: say nothing before TLS" },
	{ 't', "templates", "DIR", "where the templates are" },
	{ 0 },
};

static const char *databases; /* -d */
static char *templates;       /* their folder */

/*
 * A key that expires: users.db.
 */
static struct db *users; /* NULL: none was named, or not yet needed */

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

static const struct letter_kind notice_kind = { compose_notice, look_notice,
	notice_accepted, notice_failed };

/*
 * A message of any system: the ledger is in the database that it names, of
 * which there is one so far.
 */
static struct db *ledger; /* NULL: none was named, or not yet needed */
static int lock = -1;     /* two runs would each send what the other tries */
static char *lock_path;

static void
open_ledger(const struct outbox *o)
{
	if (ledger || !databases)
		return;
	if (o->dry || o->dir) {
		ledger = state_open(databases, &offres_schema, STATE_READ);
		return;
	}
	ledger = state_open(databases, &offres_schema, STATE_CHANGE);
	lock_path = xasprintf("%s/jobs_partners.db.mail", databases);
	lock = tmp_open(lock_path);
}

/* The folder that was given, or else that of the tracked texts. */
static void
find_templates(void)
{
	const char *given = getenv("MAIL_TEMPLATES");

	if (templates)
		return;
	if (given && *given) {
		templates = xstrdup(given);
		return;
	}
	templates = share_path("mail", "mail-expiration-offres.txt");
	*strrchr(templates, '/') = '\0';
}

static int
compose_message(struct outbox *o, struct letter *l, struct err *e)
{
	const struct mail_message *m = l->ctx;
	struct buf subject = { 0 }, text = { 0 }, html = { 0 };

	if (!databases && !o->dry && !o->dir)
		return err_set(e, "db: -d DIR is needed for %s.db", m->db);
	open_ledger(o);
	find_templates();
	if (mail_template_put(&text, templates, m->name, false, m->data, e) ||
	    mail_template_put(&html, templates, m->name, true, m->data, e)) {
		buf_free(&text);
		buf_free(&html);
		return -1;
	}
	buf_add(&subject, m->subject.p, m->subject.n);
	outbox_compose(o, l, *m->from_name ? m->from_name : NULL, NULL,
	    &subject, &text, &html);
	return 0;
}

static struct mail_note
note_of(const struct letter *l)
{
	const struct mail_message *m = l->ctx;

	return (struct mail_note){ str_of(m->id), str_of(m->to),
		{ m->template.p, m->template.n } };
}

static enum event_state
look_message(struct letter *l, bool change)
{
	struct mail_note n = note_of(l);
	enum event_state state;

	if (!ledger)
		return EVENT_NEW;
	if (!change)
		return mail_ledger_look(ledger, &n);
	state_begin(ledger);
	state = mail_ledger_look(ledger, &n);
	if (state != EVENT_KNOWN)
		mail_ledger_begin(ledger, &n);
	state_commit(ledger);
	return state;
}

static void
message_accepted(struct letter *l)
{
	struct mail_note n = note_of(l);

	state_begin(ledger);
	mail_ledger_accepted(ledger, &n, l->message_id);
	state_commit(ledger);
}

static void
message_failed(struct letter *l, const char *why)
{
	struct mail_note n = note_of(l);

	state_begin(ledger);
	mail_ledger_failed(ledger, &n, why);
	state_commit(ledger);
}

static const struct letter_kind message_kind = { compose_message, look_message,
	message_accepted, message_failed };

/*
 * Input.
 */
static struct expiry_notice notice;
static struct mail_message message;

/* Reads the record into the letter; false if it is refused. */
static bool
read_letter(struct outbox *o, struct letter *l)
{
	struct err e;
	bool good;

	if (js_is(js_get(l->record, "name"), "api-key-will-expire")) {
		good = !expiry_notice_read(&notice, l->record, &e);
		l->kind = &notice_kind;
		l->ctx = &notice;
		l->id = notice.id;
		l->to = notice.to;
	} else {
		good = !mail_message_read(&message, l->record, &e);
		l->kind = &message_kind;
		l->ctx = &message;
		l->id = message.id;
		l->to = message.to;
	}
	if (!good)
		outbox_refuse(o, l, e.msg);
	return good;
}

static void
take_record(struct outbox *o, struct letter *l)
{
	l->error.n = l->mail.n = 0;
	l->has_mark = false;
	if (read_letter(o, l)) {
		if (l->ctx == &message && message.mark_only) {
			l->status = "no-mail";
			l->has_mark = !o->dry && !o->dir;
		} else {
			outbox_send(o, l);
		}
	}
	outbox_receipt(o, l);
	free(l->message_id);
	l->message_id = NULL;
}

static void
handle_all(struct outbox *o)
{
	struct letter l = { 0 };
	struct ndjson in;

	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &l.record)) {
		l.where = ndjson_where(&in);
		take_record(o, &l);
	}
	ndjson_close(&in);
	expiry_notice_free(&notice);
	mail_message_free(&message);
	buf_free(&l.error);
	buf_free(&l.mail);
}

static void
close_databases(void)
{
	db_close(users);
	db_close(ledger);
	if (lock >= 0)
		tmp_drop(lock, lock_path);
	free(lock_path);
	free(templates);
}

static void
read_options(struct outbox *o)
{
	int c;

	while ((c = opt_next()) >= 0) {
		if (c == 'd')
			databases = opt_arg;
		if (c == 'n')
			o->dry = true;
		else if (c == 's')
			o->starttls = true;
		else if (c == OUT)
			o->dir = opt_arg;
		else if (c == 'r')
			o->receipts = true;
		else if (c == 't')
			templates = xstrdup(opt_arg);
		else
			users_option(c);
	}
	opt_count(0, 0);
	if (!o->dry && !o->dir)
		users_need();
}

int
main(int argc, char **argv)
{
	struct outbox o = { 0 };

	opt_init(argc, argv, "send messages, and note who was told",
	    USERS_NEEDED, opts);
	read_options(&o);
	outbox_open(&o);
	handle_all(&o);
	close_databases();
	return outbox_close(&o);
}
