/*
 * The messages that the jobs write and send-mail(1) sends; see mail(5).
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "base/buf.h"
#include "base/sha256.h"

/* The instants that a message is about, and so what it is: of two messages
 * about the same the second is not sent. */
struct message_key {
	struct sha256 hash;
	bool any;
};

void message_key_begin(struct message_key *k);
/* An offer and its instant; offers come by ascending id. NULL gives "". */
void message_key_add(struct message_key *k, struct str id, struct str instant);

struct message {
	const char *name; /* the template */
	const char *type; /* with the key: which message it is */
	const char *subject;
	struct str user, to; /* the identifier and address of an account */
};

/* Appends {"name", ... "data":{ with the images, to be followed by more
 * members. k is used up. */
void message_open(
    struct buf *b, const struct message *m, struct message_key *k);
/* Appends the end of data, and of a message without mark. */
void message_close(struct buf *b);

/* Appends the same end with a mark: the column of the offers (a JSON array)
 * that mark-sent(1) sets to now. */
void message_close_marked(
    struct buf *b, const char *column, struct str ids, struct str now);

/* Appends a line that is no message and carries a mark only. */
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
