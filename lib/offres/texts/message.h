/*
 * The messages that the jobs write and send-mail(1) sends; see mail(5).
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/buf.h"
#include "crypto/sha256.h"

/* The identity of a message: a hash of the offers that it is about and of their
 * instants. send-mail sends a message of the same identity once. */
struct message_key {
	struct sha256 hash;
	bool any;
};

void message_key_begin(struct message_key *k);
/* Adds an offer and its instant, NULL counts as "". Offers must be added in
 * ascending order of id. */
void message_key_add(struct message_key *k, struct str id, struct str instant);

struct message {
	const char *name; /* the template */
	const char *type; /* with the key: which message it is */
	const char *subject;
	struct str user, to; /* the identifier and address of an account */
};

/* Appends the start of a message, up to the member images of data. The caller
 * appends the other members of data. k cannot be used again. */
void message_open(
    struct buf *b, const struct message *m, struct message_key *k);
/* Appends the end of data, and of a message without mark. */
void message_close(struct buf *b);

/* Appends the end of a message with a mark: mark-sent(1) sets the column to now
 * in the offers of ids, a JSON array. */
void message_close_marked(
    struct buf *b, const char *column, struct str ids, struct str now);

/* Appends a line that carries a mark and no message. */
void message_put_mark_only(struct buf *b, struct str user, const char *type,
    struct message_key *k, const char *column, struct str ids, struct str now);

/* Append what mails say of an offer, as JSON strings: its contract_type, types
 * with commas between; its level, the label of a diploma. */
void message_put_contract(struct buf *b, struct str contract_type);
void message_put_level(struct buf *b, struct str diploma_label);

/* The address that answers questions. */
#define MESSAGE_PUBLIC_EMAIL                                                   \
	"contact@labonnealternance.apprentissage.beta.gouv.fr"

#endif
