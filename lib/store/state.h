/*
 * State databases: SQLite files that several processes change in place, such
 * as queue.db. Everything else about a file that lives in place, its locks and
 * its safety, is decided here.
 *
 * Such a file is in WAL mode with synchronous=FULL: what COMMIT ended survives
 * kill -9 and a loss of power. A process waits STATE_BUSY_MS for the others and
 * then ends with EXIT_RETRY. Other failures end the program as in db.h.
 *
 * A transaction that writes begins with state_begin, never with a bare BEGIN:
 * a transaction that read first cannot always be allowed to write.
 */
#ifndef STATE_H
#define STATE_H

#include "store/db.h"
#include "store/table.h"

#define STATE_BUSY_MS 12000

struct state_schema {
	const char *name;                  /* the file is DIR/NAME.db */
	int version;                       /* of the tables: user_version */
	const struct table *const *tables; /* all of them, NULL-terminated */
};

enum state_use {
	STATE_READ,   /* the file must exist; nothing is written */
	STATE_CHANGE, /* the file must exist; missing tables are created */
	STATE_BEGIN,  /* file and tables are created where they are missing */
};

/* Opens DIR/NAME.db; db_close ends it. Ends the program with EXIT_FAILED if
 * the file is missing (unless STATE_BEGIN) or is not such a database, and with
 * EXIT_GUARD if its user_version is newer than s->version. A database that
 * load-table(1) made is taken over. */
struct db *state_open(
    const char *dir, const struct state_schema *s, enum state_use use);

/* True if DIR/NAME.db exists. */
bool state_exists(const char *dir, const struct state_schema *s);

/* An empty database of that schema in memory, for readers to whom a missing
 * file means that there is nothing yet. */
struct db *state_memory(const struct state_schema *s);

/* Begins a transaction that may write. state_begin ends the program with
 * EXIT_RETRY if the database is still locked after STATE_BUSY_MS;
 * state_try_begin returns false then. */
void state_begin(struct db *d);
bool state_try_begin(struct db *d);

void state_commit(struct db *d);
void state_rollback(struct db *d);

#endif
