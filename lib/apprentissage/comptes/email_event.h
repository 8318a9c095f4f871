/*
 * The ledger of mails (lib/mail) in users.db, and the mark of the key that a
 * message warns of: both are set together [crons A.1, A.3].
 *
 * Each function is one transaction, durable when it returns.
 */
#ifndef EMAIL_EVENT_H
#define EMAIL_EVENT_H

#include "apprentissage/comptes/expiry_notice.h"
#include "mail/mail_ledger.h"

/* What is to be done with a message: known is also one whose key bears its
 * mark, unknown one whose address has no such key. Writes nothing. */
enum event_state event_look(struct db *d, const struct expiry_notice *a);

/* Like event_look, and adds the row of a message that is to be sent; the key of
 * one that was accepted is marked, should it have lost its mark. */
enum event_state event_begin(struct db *d, const struct expiry_notice *a);

/* What became of the message that event_begin added a row for. Accepted: the
 * key is marked as well. why is text of any kind. */
void event_accepted(
    struct db *d, const struct expiry_notice *a, const char *message_id);
void event_failed(struct db *d, const struct expiry_notice *a, const char *why);

#endif
