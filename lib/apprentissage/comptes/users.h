/*
 * users.db: the accounts of those who use the API, and the messages that were
 * sent to them; see users(5). It is no build but state (db_change): the jobs
 * mark keys and remove accounts in place.
 */
#ifndef USERS_H
#define USERS_H

#include "store/db.h"
#include "json/schema.h"

/* clang-format off */
#define USERS_OPTIONS \
	{ 'd', "databases", "DIR", "where users.db is" }, \
	{ 'u', "users", "FILE", "users.db itself" }
/* clang-format on */
#define USERS_NEEDED "-d DIR | -u FILE" /* for the usage */

/* Takes an option of USERS_OPTIONS; false if c is another one's letter. */
bool users_option(int c);

/* Where users.db is: NULL if no option said so. Both are EXIT_USE. */
const char *users_path(void);
/* The same, but none is EXIT_USE too. */
const char *users_need(void);
/* Opens it to be read, or dies. */
struct db *users_open(void);

/* An account as it is given (crons.md C). */
extern const struct field user_record;

/* The marks of a key: which warning its owner had. Ends with NULL. */
extern const char *const user_marks[];

/* 1 to 64 letters, digits, - or _: what can also stand in a Message-ID and in
 * a file's name. */
bool user_id(struct str s);
/* An address that SMTP has room for (RFC 5321, 4.5.3.1.3). */
bool user_email(struct str s);

/* Makes the table of events if there is none. */
void users_add_events(struct db *d);

#endif
