/*
 * Repeated jobs, as Bull keeps them: a key says what is repeated, and the next
 * iteration is an ordinary delayed job whose id is derived from the key.
 */
#ifndef REPEAT_H
#define REPEAT_H

#include "queue/job/job_opts.h"

/* What a key says of itself. Texts borrow from the key; NULL: absent. */
struct repeat_key {
	struct str key, name, id, tz, cron;
	msec end;      /* DAY_NULL: none */
	int64_t every; /* 0: by cron */
};

/* Appends the key of name's repetition. */
void repeat_put_key(struct buf *b, struct str name, const struct repeat *r);

/* Splits a key on its colons. */
struct repeat_key repeat_key_split(struct str key);

/* Appends "repeat:MD5:", with which the ids of all iterations of a key begin.
 * name and id are those of the key. */
void repeat_put_prefix(
    struct buf *b, struct str name, struct str id, struct str key);

/* When r is due next, after t. Returns 0 with DAY_NULL in *next if it is over;
 * -1 with a message in e if its expression or zone is wrong. */
int repeat_due(const struct repeat *r, msec t, msec *next, struct err *e);

/* True if r is over at now, before its iteration number count. */
bool repeat_is_over(const struct repeat *r, int64_t count, msec now);

#endif
