/*
 * SQLite files that appear whole or not at all.
 *
 * db_create writes FILE.tmp (journal off, one transaction) and db_publish
 * renames it to FILE, or drops it when the published file has the same bytes.
 * A run killed at any moment leaves FILE as it was. Failures of SQLite end
 * the program with a message that names the file.
 *
 * State files, such as users.db, are not rebuilt but changed in place by short
 * transactions. Their application id is DB_STATE; it makes db_open respect
 * their locks.
 */
#ifndef DB_H
#define DB_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/buf.h"

#define DB_STATE "alts" /* "alts"; other files: "alte" */
#define DB_STATE_ID 0x616c7473
#define DB_BE_STATE "PRAGMA application_id=0x616c7473" /* SQL: takes it */

struct db {
	sqlite3 *h;
	char *path; /* as given */
	char *tmp;  /* FILE.tmp, which is locked, when writing; else NULL */
	int fd;     /* its lock */
	pthread_t thread;
	struct db *next; /* of those that are changed in place */
};

/* True if path is a state database. */
bool db_is_state(const char *path);

/* Starts a new database that will become path. Never reads an existing one:
 * a tool that continues the previous state opens it with db_open as well, and
 * afterwards, when no other run can replace it any more. */
struct db *db_create(const char *path);
/* Like db_create with pages of 8 instead of 32 KiB: for rows that are fetched
 * one at a time, which costs a page each, and for large documents with small
 * keys, whose overflow pages need not be read to build an index. */
struct db *db_create_fine(const char *path);

/* Commits, syncs, publishes and frees; true if path's bytes changed. Print the
 * statistics first: if stdout fails, nothing must be published. */
bool db_publish(struct db *d);

/* Opens path, which must exist, to change it in place; COMMIT is durable. Only
 * one process at a time may change the file or replace it by db_create; another
 * one ends with EXIT_RETRY. Readers and COMMIT wait for each other, a minute at
 * most. db_close ends it. A process changes one at a time. */
struct db *db_change(const char *path);

/* Opens path read-only; NULL if there is no such file. Dies if the file is no
 * readable database. Unless it is DB_STATE, the inode it reads never changes
 * under it. */
struct db *db_open(const char *path);
/* Like db_open, for DIR/NAME.db. */
struct db *db_open_in(const char *dir, const char *name);
/* Like db_open_in, but a missing file ends the program. */
struct db *db_need(const char *dir, const char *name);

/* Closes a database opened to be read or changed; d may be NULL. */
void db_close(struct db *d);

/* Opens a state database that several runs may change at a time: WAL, and what
 * COMMIT has ended is on the disk. The file must exist. Waits up to 5 seconds
 * for a locked file, then ends with EXIT_RETRY. Close it with db_close. A run
 * that writes must begin with BEGIN IMMEDIATE. */
struct db *db_state(const char *path);
/* Like db_state, but an empty database is made if there is none. */
struct db *db_state_or_new(const char *path);
/* Starts a state database where there is none: db_publish makes it appear
 * whole. EXIT_RETRY if another run was faster. */
struct db *db_create_state(const char *path);

/* Opens path to change it in place, as several runs may do at a time (the
 * ledger) or as one does that other locks protect: flags are those of
 * sqlite3_open_v2. A busy one is waited for, 5 seconds at most. */
struct db *db_share(const char *path, int flags);

/* An empty database in memory, for temporary tables and others' rows: name is
 * what messages call it. */
struct db *db_memory(const char *name);

/* Attaches DIR/NAME.db to d, for reading, as NAME; false if there is no such
 * file. SQLite takes ten. */
bool db_attach(struct db *d, const char *dir, const char *name);

/* Runs SQL that gives no row: one statement or several. */
void db_exec(struct db *d, const char *sql);
/* db_exec of a format of sqlite3_mprintf: "%w" is a name in double quotes. */
void db_exec_fmt(struct db *d, const char *fmt, ...);

/* A prepared statement, freed by sqlite3_finalize. */
sqlite3_stmt *db_prepare(struct db *d, const char *sql);
/* db_prepare of a format of sqlite3_mprintf. */
sqlite3_stmt *db_prepare_fmt(struct db *d, const char *fmt, ...);

/* Ends the program with a message: the file, what cannot be done, and SQLite's
 * words. EXIT_RETRY if another run holds the file. */
_Noreturn void db_die(struct db *d, const char *what);

/* Runs one step: true if there is a row. At the end the statement is reset
 * (its bindings stay). */
bool db_step(struct db *d, sqlite3_stmt *s);

/* Bind by position from 1. Text is bound without copy: it must hold until the
 * statement is stepped to its end. NULL text binds NULL. */
void db_bind_text(struct db *d, sqlite3_stmt *s, int i, struct str text);
void db_bind_int(struct db *d, sqlite3_stmt *s, int i, int64_t v);

static inline struct str
db_value_text(sqlite3_value *v)
{
	const char *p = (const char *)sqlite3_value_text(v);

	return (struct str){ p, p ? (size_t)sqlite3_value_bytes(v) : 0 };
}

/* Column i from 0 as text; it holds until the next step. The column is looked
 * up once, not once for its bytes and once for their number. */
static inline struct str
db_text(sqlite3_stmt *s, int i)
{
	return db_value_text(sqlite3_column_value(s, i));
}

/* Has the main database a table (a view, an index) of that name? */
bool db_has_table(struct db *d, const char *table);

#endif
