/* Databases that are changed in place. */
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "store/db.h"
#include "store/db_state.h"

static struct db *changing;
static pthread_mutex_t changing_lock = PTHREAD_MUTEX_INITIALIZER;

/* If the run fails, its journal is removed. The connections of other threads
 * are left to the next run. */
static void
close_changing(void)
{
	for (struct db *d = changing; d; d = d->next) {
		sqlite3_stmt *s;

		if (!pthread_equal(d->thread, pthread_self()))
			continue;
		while ((s = sqlite3_next_stmt(d->h, NULL)))
			sqlite3_finalize(s);
		sqlite3_close(d->h);
	}
}

static void
add_changing(struct db *d)
{
	static bool ready;

	pthread_mutex_lock(&changing_lock);
	if (!ready)
		atexit(close_changing);
	ready = true;
	d->thread = pthread_self();
	d->next = changing;
	changing = d;
	pthread_mutex_unlock(&changing_lock);
}

void
db_forget(struct db *d)
{
	pthread_mutex_lock(&changing_lock);
	for (struct db **p = &changing; *p; p = &(*p)->next)
		if (*p == d) {
			*p = d->next;
			break;
		}
	pthread_mutex_unlock(&changing_lock);
}

/* EXTRA syncs the directory too when the journal is gone. */
struct db *
db_change(const char *path)
{
	struct db *d = db_new(path);

	if (access(path, F_OK) < 0)
		die("%s: no such database", path);
	if (out_is_special(path))
		die("%s: not a regular file", path);
	d->tmp = xasprintf("%s.tmp", path);
	d->fd = tmp_open(d->tmp);
	if (sqlite3_open_v2(path, &d->h,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ||
	    sqlite3_busy_timeout(d->h, DB_BUSY_MS))
		db_die(d, "cannot open");
	db_exec(d, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;"
		   "PRAGMA temp_store=FILE");
	if (!db_is_state(path))
		db_exec(d, DB_BE_STATE);
	add_changing(d);
	return d;
}

struct db *
db_share(const char *path, int flags)
{
	struct db *d = db_new(path);

	if (sqlite3_open_v2(path, &d->h, flags, NULL) ||
	    sqlite3_busy_timeout(d->h, 5000))
		db_die(d, "cannot open");
	return d;
}

static int64_t
number_of(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

/* In WAL mode readers do not block writers. The mode cannot change while
 * another program uses the file: the next run changes it. */
static void
use_wal(struct db *d)
{
	int rc =
	    sqlite3_exec(d->h, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);

	if (rc && rc != SQLITE_BUSY)
		db_die(d, "cannot execute");
	db_exec(d, rc ? "PRAGMA synchronous=EXTRA" : "PRAGMA synchronous=FULL");
	db_exec(d, "PRAGMA temp_store=FILE; PRAGMA cache_size=-16384");
}

/* Sets the application id before WAL mode, because db_open reads it from the
 * file itself. */
static struct db *
open_state(const char *path, int flags)
{
	struct db *d;

	if (out_is_special(path))
		die("%s: not a regular file", path);
	d = db_share(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | flags);
	if (number_of(d, "PRAGMA application_id") != DB_STATE_ID)
		db_exec(d, DB_BE_STATE "; PRAGMA wal_checkpoint");
	use_wal(d);
	add_changing(d);
	return d;
}

struct db *
db_state(const char *path)
{
	if (access(path, F_OK) < 0)
		die("%s: no such database", path);
	return open_state(path, 0);
}

struct db *
db_state_or_new(const char *path)
{
	return open_state(path, SQLITE_OPEN_CREATE);
}
