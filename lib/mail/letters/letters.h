/*
 * The kinds of letters: the words of each, and the database that notes what
 * became of them. A database is opened when a letter first needs it, and is not
 * changed by a run that sends nothing (outbox.h).
 */
#ifndef LETTERS_H
#define LETTERS_H

#include "apprentissage/comptes/expiry_notice.h"
#include "mail/outbox/outbox.h"
#include "store/state.h"

/* A key that expires: ctx is a struct expiry_notice, the ledger and the mark
 * are in users.db (users.h says where). Environment: PUBLIC_URL. */
extern const struct letter_kind notice_letter;
void notice_letter_close(void);

/* A message of any system: ctx is a struct mail_message. Environment:
 * MAIL_TEMPLATES. */
extern const struct letter_kind message_letter;

struct message_place {
	const char *databases; /* the directory of the ledger; NULL: none */
	const struct state_schema *schema; /* of the database there */
	const char *templates; /* their directory; NULL: MAIL_TEMPLATES, or the
				  tracked texts */
};

/* Sets where the ledger and the templates are, before the first message. p is
 * borrowed until message_letter_close. */
void message_letter_open(const struct message_place *p);
void message_letter_close(void);

#endif
