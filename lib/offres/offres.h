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

/* SQL: true for the offers of La Bonne Alternance (jobs_partners(5)). */
#define OFFRES_IS_LBA                                                          \
	" partner_label IN ('RECRUTEURS_LBA', 'offres_emploi_lba') "

/* SQL: true for the offers that the condition holds for. An UPDATE goes through
 * them in the order of the file, so that it writes each page once; an index
 * alone gives them in the order of its keys. */
#define OFFRES_BY_ROW(condition)                                               \
	" rowid IN (SELECT rowid FROM jobs_partners WHERE " condition ") "

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
/* Like offres_open, for a tool that never writes. */
void offres_open_to_read(struct offres *o);

/* Ends the program with EXIT_GUARD in phase 0, where the columns of the
 * migration are empty. */
void offres_need_migration(const struct offres *o);
/* Ends the program with EXIT_GUARD in phase 2 unless -f was given, and in
 * phase 3: for tools that read recruiters. */
void offres_need_recruiters(const struct offres *o);
/* Ends the program with EXIT_GUARD and the message "phase N: what". */
_Noreturn void offres_refuse(const struct offres *o, const char *what);

/* Begins a transaction that reads: the tool sees one state of the database
 * until offres_end. */
void offres_read(struct offres *o);

/* Begins the transaction that writes. */
void offres_begin(struct offres *o);
/* Creates t if it is missing, and has offres_end print the changes of its rows;
 * columns as for ops_watch. To be called after offres_begin. */
void offres_change(
    struct offres *o, const struct table *t, const char *columns);

/* Creates t if it is missing; changes of its rows are not printed. */
void offres_make(struct offres *o, const struct table *t);

/* What follows is a sort of many rows rather than a search for them: shares the
 * memory accordingly. */
void offres_sort(const struct offres *o);

/* Prints the message of an item that failed. The run continues, and offres_end
 * returns EXIT_FAILED. */
void offres_fail(struct offres *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds to the counts: offres_counts(o, { "offers", n }, { "errors", m }). */
#define offres_counts(o, ...) counts_add(&(o)->counts, __VA_ARGS__)

/* Adds a row to job_runs, for an item of the migration ("4.2"). */
void offres_add_run(struct offres *o, const char *item);

/* Ends the run, frees o and returns the exit status. A run that wrote prints
 * its changes and counts, adds a row for item to job_runs (unless item is NULL)
 * and commits; with -n it rolls back instead. A run that read prints its counts
 * on stderr if -v was given, and adds the row as well. */
int offres_end(struct offres *o, const char *item);

/* Prepares sql; its ?1, if there is one, is bound to the clock. */
sqlite3_stmt *offres_prepare(struct offres *o, const char *sql);

/* Executes sql with ?1 the clock and ?2 text (NULL allowed); returns the number
 * of rows that it changed. */
int64_t offres_update(struct offres *o, const char *sql, struct str text);

/* Executes s to its end. Returns the number of rows that it changed. */
int64_t offres_step(struct offres *o, sqlite3_stmt *s);

/* Removes deleted and overwritten values from the file: offres_end rebuilds the
 * file. If the run is killed before the rebuild, the next run that calls
 * offres_forget does it. To be called after offres_begin. */
void offres_forget(struct offres *o);

/* Is s an identifier, 24 hexadecimal digits in lower case? */
bool offres_is_id(struct str s);

/* Returns the number that the first row of sql holds. */
int64_t offres_count(struct offres *o, const char *sql);

#endif
