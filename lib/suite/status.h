/*
 * What is known of each database of a data directory: its rows, its last runs,
 * and whether make would build it again, and why. Read from the ledger and from
 * the times of files; status(1) explains the words.
 *
 * make sets $SUITE_DATABASES, the databases in the order of the graph, and
 * $SUITE_STALE, the databases that it would build for a reason that is on the
 * command line, such as COMPAT. Without the former: every database that exists
 * or that a run tried to build, by name.
 */
#ifndef STATUS_H
#define STATUS_H

#include "store/db.h"

#define STATUS_MAX 256 /* databases; more of them end the program */

struct base_status {
	char *name;
	char *status;       /* of the last run; NULL if there was none */
	char *last_import;  /* its date */
	char *error;        /* why it failed */
	char *last_success; /* date of the last run that was done */
	int64_t rows;       /* -1: unknown */
	double duration;    /* of the last run, in seconds; negative: unknown */
	char *why;          /* why it is stale; NULL: fresh */
	char *fetch_error;  /* why its source could not be asked last time */
};

/* Opens the ledger of datadir, which is borrowed until status_close. Dies if
 * there is no such directory and make did not name the databases. */
void status_open(const char *datadir);
void status_close(void);

/* The open ledger; NULL if nothing was ever run. */
struct db *status_ledger(void);

/* The names of the databases, ending with NULL; valid until the next call of
 * status_names or status_is_known. */
char **status_names(void);

/* True if there is a database of that name, or could be. */
bool status_is_known(const char *name);

/* A database by name, looked at once; valid until the program ends. */
const struct base_status *status_of(const char *name);

/* Seconds from the start of the last run that was done to the clock; NaN if
 * there is none. */
double status_age(const struct base_status *b);

/* Appends what is known of a database as a JSON object. */
void status_put_json(struct buf *o, const struct base_status *b);

#endif
