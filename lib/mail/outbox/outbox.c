#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/day.h"
#include "format/code.h"
#include "mail/outbox/outbox.h"
#include "json/counts.h"
#include "json/js.h"

/*
 * The environment.
 */
const char *
outbox_need(const char *name, const char *what)
{
	const char *s = getenv(name);

	if (!s || !*s)
		die("%s is not set: %s, see send-mail(1)", name, what);
	return s;
}

/* An address that SMTP has room for (RFC 5321, 4.5.3.1.3). */
static const char *
need_sender(void)
{
	const char *s = outbox_need("EMAIL", "the sender's address");

	if (strlen(s) > 254 || !code_email(str_of(s)))
		die("EMAIL=%s: an e-mail address is expected",
		    err_quote(s, strlen(s)));
	return s;
}

static struct smtp *
open_server(bool starttls)
{
	struct smtp_server server = {
		.url = outbox_need("SMTP_URL", "the mail server"),
		.username = getenv("SMTP_USERNAME"),
		.starttls = starttls,
	};
	struct smtp *s;
	struct err e;

	if (server.username && !*server.username)
		server.username = NULL;
	if (server.username)
		server.password = outbox_need(
		    "SMTP_PASSWORD", "the password of SMTP_USERNAME");
	s = smtp_open(&server, &e);
	if (!s)
		die("SMTP_URL: %s", e.msg);
	return s;
}

void
outbox_open(struct outbox *o)
{
	o->sender = need_sender();
	out_open(&o->out, NULL);
	umask(077); /* addresses are nobody else's business */
	if (o->dir && !o->dry && mkdir(o->dir, 0777) && errno != EEXIST)
		die("%s:", o->dir);
	if (!o->dry && !o->dir)
		o->smtp = open_server(o->starttls);
}

int
outbox_close(struct outbox *o)
{
	smtp_close(o->smtp);
	js_open(&o->out.buf, NULL);
	counts_add(&o->out.buf, { "sent", o->sent }, { "written", o->written },
	    { "known", o->known }, { "refused", o->refused },
	    { "deferred", o->deferred }, { "left", o->left });
	buf_str(&o->out.buf, "}\n");
	out_close(&o->out);
	if (o->refused || o->closed)
		return EXIT_FAILED;
	return o->deferred || (o->left && !o->dry) ? EXIT_RETRY : 0;
}

/*
 * A message.
 */
void
outbox_compose(struct outbox *o, struct letter *l, const char *from_name,
    const char *list_help, struct buf *subject, struct buf *text,
    struct buf *html)
{
	char date[MIME_DATE_MAX];
	char *id = xasprintf("%s%s", l->id, strchr(o->sender, '@'));

	mime_date(day_now(), date);
	mime_put(&l->mail, &(struct mime){ .from_name = from_name,
			       .from = o->sender,
			       .to = l->to,
			       .date = date,
			       .id = id,
			       .list_help = list_help,
			       .subject = buf_view(subject),
			       .text = buf_view(text),
			       .html = buf_view(html) });
	buf_free(subject);
	buf_free(text);
	buf_free(html);
	free(id);
}

void
outbox_refuse(struct outbox *o, struct letter *l, const char *why)
{
	complain("%s: %s", l->where, why);
	buf_str(&l->error, why);
	l->status = "refused";
	o->refused++;
}

static void
write_file(struct outbox *o, struct letter *l)
{
	char *path = xasprintf("%s/%s.eml", o->dir, l->id);
	struct out file;

	out_open(&file, path);
	buf_add(&file.buf, l->mail.p, l->mail.n);
	out_close(&file);
	free(path);
	l->status = "written";
	o->written++;
}

static void
take_result(struct outbox *o, struct letter *l, enum smtp_result r)
{
	o->sent += r == SMTP_ACCEPTED;
	o->refused += r == SMTP_REFUSED;
	o->deferred += r > SMTP_REFUSED;
	o->silences = r == SMTP_SILENT ? o->silences + 1 : 0;
	o->closed = r == SMTP_CLOSED;
	o->over = o->closed || r == SMTP_AWAY || o->silences > 1;
	l->has_mark = r == SMTP_ACCEPTED;
	if (r == SMTP_ACCEPTED)
		l->status = "sent";
	else
		l->status = r == SMTP_REFUSED ? "refused" : "deferred";
}

static void
send_by_smtp(struct outbox *o, struct letter *l)
{
	struct err e;
	enum smtp_result r =
	    smtp_send(o->smtp, o->sender, l->to, buf_view(&l->mail), &e);

	if (r == SMTP_ACCEPTED) {
		l->kind->accepted(l);
		note("%s: accepted for %s", l->where, l->to);
	} else {
		l->kind->failed(l, e.msg);
		complain("%s: to %s: %s", l->where, l->to, e.msg);
		buf_str(&l->error, e.msg);
	}
	take_result(o, l, r);
}

/* Is the message to be sent? */
static bool
look(struct outbox *o, struct letter *l)
{
	bool change = !o->dry && !o->dir;

	switch (l->kind->look(l, change)) {
	case EVENT_UNKNOWN:
		outbox_refuse(o, l, l->unknown);
		return false;
	case EVENT_KNOWN:
		note("%s: %s was told before", l->where, l->to);
		l->status = "known";
		l->has_mark = change;
		o->known++;
		return false;
	case EVENT_CUT:
		warn("%s: to %s: an earlier run was cut short while it sent "
		     "this message: sent again with the same Message-ID",
		    l->where, l->to);
		return true;
	default:
		return true;
	}
}

static void
handle(struct outbox *o, struct letter *l)
{
	struct err e;

	l->message_id = xasprintf("<%s%s>", l->id, strchr(o->sender, '@'));
	if (l->kind->compose(o, l, &e)) {
		outbox_refuse(o, l, e.msg);
	} else if (!look(o, l)) {
		;
	} else if (o->dry) {
		o->left++;
	} else if (o->dir) {
		write_file(o, l);
	} else {
		send_by_smtp(o, l);
	}
}

/* Signals that would end the run wait until it is written down what became of
 * the message. */
void
outbox_send(struct outbox *o, struct letter *l)
{
	sigset_t ending, before;

	l->status = "left";
	if (o->over) {
		o->left++;
		return;
	}
	sigemptyset(&ending);
	sigaddset(&ending, SIGHUP);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, &before);
	handle(o, l);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/*
 * Receipts.
 */
static void
put_read(struct buf *b, const struct letter *l, const char *name)
{
	struct js v = js_get(l->record, name);

	js_put_key(b, name);
	if (v.type == JS_STRING)
		js_put_raw(b, v);
	else
		buf_str(b, "null");
}

static void
put_text(struct buf *b, const char *name, const char *s)
{
	js_put_member(b, name, str_of(s));
}

/* Written at once: who reads it marks what was sent, also if this run is
 * killed. */
void
outbox_receipt(struct outbox *o, struct letter *l)
{
	bool accepted =
	    !strcmp(l->status, "sent") || !strcmp(l->status, "known");
	struct buf *b = &o->out.buf;

	if (!o->receipts)
		return;
	buf_byte(b, '{');
	put_read(b, l, "key");
	put_read(b, l, "type");
	put_read(b, l, "to");
	put_text(b, "status", l->status);
	put_text(b, "message_id", accepted ? l->message_id : NULL);
	put_text(b, "error", l->error.n ? buf_view(&l->error).p : NULL);
	js_put_key(b, "mark");
	js_put_raw(
	    b, l->has_mark ? js_get(l->record, "mark") : (struct js){ 0 });
	buf_str(b, "}\n");
	out_flush(&o->out);
}
