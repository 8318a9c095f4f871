/*
 * A message that send-mail(1) is to send, as any system may write it; see
 * mail(5).
 */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/err.h"
#include "json/js.h"

struct mail_message {
	char name[65]; /* of the template */
	char to[255];  /* empty for one that only carries a mark */
	char key[65], type[33];
	char id[100];         /* KEY.TYPE: a message is accepted once */
	char db[33];          /* the database that holds the ledger */
	char from_name[65];   /* empty: none was given */
	bool mark_only;       /* no mail: it carries a mark */
	struct str subject;   /* in text */
	struct js data, mark; /* borrow the record; mark may be absent */
	struct buf text;
	struct buf template; /* {"name","to","subject"}, for the ledger */
};

/* Reads a record into m, which is zeroed or was read before, and which borrows
 * it. 0, or -1 with "field: what 'value'" in e. */
int mail_message_read(struct mail_message *m, struct js record, struct err *e);
void mail_message_free(struct mail_message *m);

#endif
