/*
 * The ledger of runs: table import_meta of DATADIR/state/ledger.db, a row for
 * each run that builds a database, never removed. See ledger(1). A name with a
 * colon (cron:import_source) is that of a job, which builds none itself.
 *
 * Unlike a published database it is updated in place, in short transactions
 * that wait for one another. A run marks itself 'pending' with its process;
 * the row of a process that is gone is 'failed' for whoever looks next.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"

/* SQL: the status of a row, 'failed' if its run was killed. */
#define LEDGER_STATUS                                                          \
	"iif(status = 'pending' AND NOT alive(pid, pid_start, boot_id),"       \
	" 'failed', status)"

/* How long a ledger that another program has locked is waited for. */
#define LEDGER_BUSY_MS 60000

/* Opens the ledger to write in it; makes it if there is none. Whoever finds it
 * locked waits, and ends with EXIT_RETRY after LEDGER_BUSY_MS. */
struct db *ledger_open(const char *datadir);

/* Opens the ledger to read, or returns NULL if there is none. Marks killed runs
 * as failed if the file is writable. Close both with db_close. */
struct db *ledger_look(const char *datadir);

/* Marks as failed the pending rows whose process is gone. */
void ledger_sweep(struct db *d);

/* When process pid began, in the kernel's ticks since boot; -1 if it is gone
 * or the system does not say. */
int64_t ledger_pid_start(int64_t pid);

static inline bool
ledger_is_job(const char *name)
{
	return strchr(name, ':');
}

/* The databases that exist or that a run tried to build, in order, ending with
 * NULL. They hold until the next call. d may be NULL. */
char **ledger_names(struct db *d, const char *datadir);

/* The rows of DATADIR/db/NAME.db: those of the table called as the database,
 * or of all its tables; -1 if there is no such file. counts, if not NULL, gets
 * the count of each table as a JSON object. */
int64_t ledger_rows(const char *datadir, const char *name, struct buf *counts);

#endif
