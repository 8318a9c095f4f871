/*
 * What was sent to whom: table email_events of users.db, a row for each time
 * that a message is tried, and the mark of the key that it warns of (crons.md
 * A.1 and A.3).
 *
 * A row is there before the message leaves, and says afterwards what became of
 * it: messageId once the server has accepted it, an error if not. A row with
 * neither is that of a run that was cut short: nobody knows. The rows of a
 * message are called ID.1, ID.2 ...
 *
 * Each function is one transaction, durable when it returns.
 */
#ifndef EMAIL_EVENT_H
#define EMAIL_EVENT_H

#include "apprentissage/comptes/expiry_notice.h"
#include "store/db.h"

enum event_state {
	EVENT_NEW,     /* it is to be sent */
	EVENT_CUT,     /* the same, but an earlier run may have sent it */
	EVENT_KNOWN,   /* it was accepted, or the key bears its mark */
	EVENT_UNKNOWN, /* its address has no such key */
};

/* What is to be done with a message; writes nothing. */
enum event_state event_look(struct db *d, const struct expiry_notice *a);

/* The same, and adds the row of a message that is to be sent; the key of one
 * that was accepted is marked, should it have lost its mark. */
enum event_state event_begin(struct db *d, const struct expiry_notice *a);

/* What became of the message that event_begin added a row for. Accepted: the
 * key is marked as well. why is text of any kind. */
void event_accepted(
    struct db *d, const struct expiry_notice *a, const char *message_id);
void event_failed(struct db *d, const struct expiry_notice *a, const char *why);

#endif
