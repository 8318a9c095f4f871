/*
 * The way of messages out of the house, one after the other: by SMTP, or into
 * files, or nowhere (-n); what became of each is noted by its kind, counted,
 * and told in receipts.
 *
 * Environment: EMAIL, SMTP_URL, SMTP_USERNAME, SMTP_PASSWORD; see send-mail(1).
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include "base/out.h"
#include "mail/mail_ledger.h"
#include "mail/outbox/mime.h"
#include "net/smtp.h"
#include "json/js.h"

struct outbox {
	/* The caller's: */
	const char *dir; /* write KEY.TYPE.eml there, or NULL */
	bool dry;        /* send nothing, change nothing */
	bool starttls;
	bool receipts; /* print one for each message */

	const char *sender;
	struct smtp *smtp;
	struct out out; /* standard output */
	long long sent, written, known, refused, deferred, left;
	int silences; /* messages in a row that had no answer */
	bool over;    /* no more are tried */
	bool closed;  /* the server has no session for us */
};

struct letter;

/* What differs between messages: their words, and where it is noted what became
 * of them. ctx is the letter's. */
struct letter_kind {
	/* Appends the message (outbox_compose). 0, or -1 and e. */
	int (*compose)(struct outbox *o, struct letter *l, struct err *e);
	/* What is to be done; change: note that it is tried. */
	enum event_state (*look)(struct letter *l, bool change);
	void (*accepted)(struct letter *l);
	void (*failed)(struct letter *l, const char *why);
};

struct letter {
	const struct letter_kind *kind;
	void *ctx;
	const char *where;   /* in the input, for messages */
	struct js record;    /* as it came, for the receipt */
	const char *id, *to; /* id: the same for the same message */
	const char *unknown; /* EVENT_UNKNOWN: what is not there */

	const char *status; /* what became of it */
	bool has_mark;      /* the receipt bears the record's mark */
	char *message_id;
	struct buf error, mail;
};

/* Reads the environment, makes dir, opens the server's address; dies where that
 * cannot be done. */
void outbox_open(struct outbox *o);
/* Prints the counts; the exit status of the run. */
int outbox_close(struct outbox *o);

/* A variable that must be set; what it is, for the message. */
const char *outbox_need(const char *name, const char *what);

/* Sends the letter, or does what is done instead. */
void outbox_send(struct outbox *o, struct letter *l);

/* The letter is no message, or not one that can be sent. */
void outbox_refuse(struct outbox *o, struct letter *l, const char *why);

/* Prints the receipt, if they are wanted. */
void outbox_receipt(struct outbox *o, struct letter *l);

/* For compose: appends the message with these words, which it frees. */
void outbox_compose(struct outbox *o, struct letter *l, const char *from_name,
    const char *list_help, struct buf *subject, struct buf *text,
    struct buf *html);

#endif
