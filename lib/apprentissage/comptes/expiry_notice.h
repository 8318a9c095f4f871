/*
 * The message that an API key expires (send-mail(1) [crons A.2]): the record
 * that list-expiring-api-keys prints, and the text that send-mail makes from
 * it.
 */
#ifndef EXPIRY_NOTICE_H
#define EXPIRY_NOTICE_H

#include "json/js.h"

struct expiry_notice {
	char to[255];        /* the address */
	long long days_left; /* negative: it has expired */
	char fr[65], en[65]; /* the long date */
	struct str key_name; /* may be empty; in text */
	char key[65];        /* the key's identifier */
	char type[16];       /* mark to set once it is sent */
	char id[160];        /* KEY.TYPE.Weekday-Month-Day-Year */
	struct buf template; /* {name, to, ..., key_name}, canonical */
	struct buf text;
};

/* Reads a record into a, which is zeroed or was read before. Returns 0, or -1
 * with "field: what 'value'" in e. */
int expiry_notice_read(
    struct expiry_notice *a, struct js record, struct err *e);
void expiry_notice_free(struct expiry_notice *a);

/* Append the subject, in French and English, and the two forms of the body.
 * public_url: the address of the site, without a final slash. */
void expiry_notice_put_subject(struct buf *b, const struct expiry_notice *a);
void expiry_notice_put_text(
    struct buf *b, const struct expiry_notice *a, const char *public_url);
void expiry_notice_put_html(
    struct buf *b, const struct expiry_notice *a, const char *public_url);

#endif
