/*
 * What was sent to whom: table email_events of users.db, a row per attempt to
 * send a message, and the mark of the key that the message warns about
 * (users(5) [crons A.1 and A.3]).
 *
 * A row is written before the message is sent, and completed afterwards:
 * messageId if the server has accepted the message, an error if not. A row with
 * neither was left by a run that was cut short: whether the message was sent is
 * unknown. The rows of a message are called ID.1, ID.2 ...
 *
 * Each function is one transaction, durable when it returns.
 */
#ifndef EMAIL_EVENT_H
#define EMAIL_EVENT_H

#include "apprentissage/comptes/expiry_notice.h"
#include "store/db.h"

enum event_state {
	EVENT_NEW,     /* to be sent */
	EVENT_CUT,     /* to be sent; may have been sent */
	EVENT_KNOWN,   /* accepted before, or the key has its mark */
	EVENT_UNKNOWN, /* the address has no such key */
};

/* Returns the state of a message; writes nothing. */
enum event_state event_look(struct db *d, const struct expiry_notice *a);

/* Like event_look, and adds the row of a message that is to be sent. If the
 * message was accepted before and its key has lost the mark, sets it again. */
enum event_state event_begin(struct db *d, const struct expiry_notice *a);

/* Complete the row that event_begin added. event_accepted also marks the key.
 * why may be any bytes. */
void event_accepted(
    struct db *d, const struct expiry_notice *a, const char *message_id);
void event_failed(struct db *d, const struct expiry_notice *a, const char *why);

#endif
