#include <stdlib.h>

#include "mail/letters/letters.h"
#include "mail/mail_message.h"
#include "mail/mail_template.h"
#include "suite/share.h"

static const struct message_place *place;
static struct db *ledger; /* NULL: none was named, or none is needed yet */
static int lock = -1;     /* two runs would each send what the other tries */
static char *lock_path;
static char *templates; /* their directory */

static void
open_ledger(const struct outbox *o)
{
	if (ledger || !place->databases)
		return;
	if (o->dry || o->dir) {
		ledger =
		    state_open(place->databases, place->schema, STATE_READ);
		return;
	}
	ledger = state_open(place->databases, place->schema, STATE_CHANGE);
	lock_path = xasprintf("%s/jobs_partners.db.mail", place->databases);
	lock = tmp_open(lock_path);
}

/* The directory that was given, or else that of the tracked texts. */
static void
find_templates(void)
{
	const char *given = getenv("MAIL_TEMPLATES");

	if (templates)
		return;
	if (place->templates || (given && *given)) {
		templates =
		    xstrdup(place->templates ? place->templates : given);
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

	if (!place->databases && !o->dry && !o->dir)
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

const struct letter_kind message_letter = { compose_message, look_message,
	message_accepted, message_failed };

void
message_letter_open(const struct message_place *p)
{
	place = p;
}

void
message_letter_close(void)
{
	db_close(ledger);
	if (lock >= 0)
		tmp_drop(lock, lock_path);
	free(lock_path);
	free(templates);
}
