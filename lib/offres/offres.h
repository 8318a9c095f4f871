/*
 * A run over jobs_partners.db: the options that the tools share, the database,
 * the phase of the migration, the changes printed, the row of job_runs.
 *
 * A tool calls offres_open, the guards that hold for it, reads what it has to
 * read on standard input, then offres_read or offres_begin, works, and ends
 * with offres_end. What ends the program in between leaves the database as it
 * was.
 */
#ifndef OFFRES_H
#define OFFRES_H

#include "base/day.h"
#include "base/err.h"
#include "base/opt.h"
#include "offres/offres_tables.h"
#include "store/db.h"
#include "store/state.h"
#include "suite/ops.h"

/* jobs_partners.db */
extern const struct state_schema offres_schema;

/* clang-format off */
#define OFFRES_DIR { 'd' | OPT_NEEDED, "databases", "DIR", "where jobs_partners.db is" }
#define OFFRES_ZONE { 'z', "zone", "ZONE", \
	"whose days count: UTC (the default) or Europe/Paris" }
#define OFFRES_FORCE { 'f', "force", NULL, "in phase 2 too" }
/* clang-format on */

/* SQL: the row is an offer of La Bonne Alternance; its labels, see
 * jobs_partners(5). */
#define OFFRES_IS_LBA                                                          \
	" partner_label IN ('RECRUTEURS_LBA', 'offres_emploi_lba') "

struct offres {
	struct db *d;
	struct ops ops;
	int phase;
	bool begun;        /* a transaction that writes */
	bool forget;       /* offres_forget was called */
	bool failed;       /* some item did: offres_end says 1 */
	struct str now;    /* the clock, canonical */
	struct buf counts; /* members of the counts */
	char now_text[DAY_TEXT_MAX];
};

extern bool offres_dry;   /* -n */
extern bool offres_paris; /* -z Europe/Paris */
extern bool offres_force; /* -f */

/* Takes -d, -n, -z and -f; false if c is another one's letter. */
bool offres_option(int c);

/* Opens the database that -d names; EXIT_USE if there was no -d, exit 1 if
 * there is no such database. */
void offres_open(struct offres *o);
/* The same for a tool that never writes. */
void offres_open_to_read(struct offres *o);

/* Guards: in phase 0 the columns of the migration mean nothing yet; in phase 2
 * a tool of old needs -f, in phase 3 it is refused. */
void offres_need_migration(const struct offres *o);
void offres_need_recruiters(const struct offres *o);
/* The same message for other rules: "phase N: ..." and exit 3. */
_Noreturn void offres_refuse(const struct offres *o, const char *what);

/* Begins to read: what is read afterwards is of one moment. */
void offres_read(struct offres *o);

/* Begins to write. */
void offres_begin(struct offres *o);
/* Makes t if it is absent, and has its changes printed: columns as for
 * ops_watch. After offres_begin. */
void offres_change(
    struct offres *o, const struct table *t, const char *columns);

/* Makes t if it is absent; its changes are not printed. */
void offres_make(struct offres *o, const struct table *t);

/* An item failed: a line on stderr, and the run goes on. */
void offres_fail(struct offres *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The members of the counts: "\"a\":%lld". */
void offres_counts(struct offres *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a row to job_runs, for an item of the migration ("4.2"). */
void offres_add_run(struct offres *o, const char *item);

/* Prints changes and counts, adds the run of item (unless NULL) and commits;
 * with -n everything is undone instead. A run that only read prints its counts
 * on stderr if -v was given, with the row in job_runs if there is an item.
 * Returns the exit status and frees. */
int offres_end(struct offres *o, const char *item);

/* A statement whose ?1, if it has one, is the clock. */
sqlite3_stmt *offres_prepare(struct offres *o, const char *sql);

/* Executes sql with ?1 the clock and ?2 text (NULL allowed); returns the number
 * of rows that it changed. */
int64_t offres_update(struct offres *o, const char *sql, struct str text);

/* Executes a statement to its end; the number of rows that it changed. */
int64_t offres_step(struct offres *o, sqlite3_stmt *s);

/* Has the database forget what is deleted or overwritten: until the end of this
 * run, or of the next one that calls this if this one is cut short, the file
 * is rebuilt without it. After offres_begin. */
void offres_forget(struct offres *o);

/* 24 lower-case hexadecimal digits. */
bool offres_is_id(struct str s);

/* The number of the first row of sql, which gives one. */
int64_t offres_count(struct offres *o, const char *sql);

#endif
