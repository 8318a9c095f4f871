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
#include <stdlib.h>

#include "apprentissage/comptes/users.h"
#include "base/opt.h"
#include "mail/letters/letters.h"
#include "mail/mail_message.h"
#include "offres/offres.h"
#include "json/ndjson.h"

#define OUT 512

static const struct opt opts[] = {
	USERS_OPTIONS,
	{ 'n', "dry-run", NULL, "send nothing, change nothing" },
	{ OUT, "out", "DIR", "write .eml files there instead" },
	{ 'r', "receipts", NULL, "print what became of each message" },
	{ 's', "starttls", NULL, "smtp: say nothing before TLS" },
	{ 't', "templates", "DIR", "where the templates are" },
	{ 0 },
};

static struct message_place place = { .schema = &offres_schema };
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
		l->kind = &notice_letter;
		l->ctx = &notice;
		l->id = notice.id;
		l->to = notice.to;
	} else {
		good = !mail_message_read(&message, l->record, &e);
		l->kind = &message_letter;
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
read_options(struct outbox *o)
{
	int c;

	while ((c = opt_next()) >= 0) {
		if (c == 'd')
			place.databases = opt_arg;
		if (c == 'n')
			o->dry = true;
		else if (c == 's')
			o->starttls = true;
		else if (c == OUT)
			o->dir = opt_arg;
		else if (c == 'r')
			o->receipts = true;
		else if (c == 't')
			place.templates = opt_arg;
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
	message_letter_open(&place);
	handle_all(&o);
	notice_letter_close();
	message_letter_close();
	return outbox_close(&o);
}
