/*
 * users.db: the accounts of the users of the API, and the messages that were
 * sent to them; see users(5). It is state, changed in place (db_change): jobs
 * mark keys and remove accounts.
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

/* The path of users.db, or NULL if neither -d nor -u was given. Ends with
 * EXIT_USE if both were. */
const char *users_path(void);
/* Like users_path, but also ends with EXIT_USE if there is none. */
const char *users_need(void);
/* Opens users.db to read it; ends the program if it is missing. */
struct db *users_open(void);

/* An account as import-users reads it (users(5) [crons C]). */
extern const struct field user_record;

/* The marks of a key: which warning its owner was sent. Ends with NULL. */
extern const char *const user_marks[];

/* True if s is 1 to 64 letters, digits, - or _, so that it can be part of a
 * Message-ID and of a file name. */
bool user_id(struct str s);
/* True if s is an e-mail address that fits into SMTP (RFC 5321, 4.5.3.1.3). */
bool user_email(struct str s);

/* Creates table email_events if it is missing. */
void users_add_events(struct db *d);

#endif
