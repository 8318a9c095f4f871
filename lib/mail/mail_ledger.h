/*
 * What was sent to whom: table email_events of a state database, a row per
 * attempt to send a message.
 *
 * A row is written before the message is sent, and completed afterwards:
 * messageId if the server has accepted the message, an error if not. A row with
 * neither was left by a run that was cut short: whether the message was sent is
 * unknown. The rows of a message are called ID.1, ID.2 ...
 *
 * No function begins a transaction: the caller's transaction makes the rows
 * durable.
 */
#ifndef MAIL_LEDGER_H
#define MAIL_LEDGER_H

#include "store/db.h"
#include "store/table.h"

extern const struct table table_email_events;

enum event_state {
	EVENT_NEW,     /* to be sent */
	EVENT_CUT,     /* to be sent; may have been sent */
	EVENT_KNOWN,   /* accepted before */
	EVENT_UNKNOWN, /* what the message is about does not exist */
};

struct mail_note {
	struct str id, to;
	struct str template; /* JSON: what the row says of the message */
};

/* What is to be done with a message: one of the first three. Writes nothing. A
 * database without the table knows of no message. */
enum event_state mail_ledger_look(struct db *d, const struct mail_note *n);

/* Adds the row of a message that is to be sent; that of a run that was cut
 * short, if there is one, gets an error. */
void mail_ledger_begin(struct db *d, const struct mail_note *n);

/* What became of the message that mail_ledger_begin added a row for; why is
 * text of any kind. */
void mail_ledger_accepted(
    struct db *d, const struct mail_note *n, const char *message_id);
void mail_ledger_failed(
    struct db *d, const struct mail_note *n, const char *why);

#endif
