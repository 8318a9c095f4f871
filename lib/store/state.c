#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "store/state.h"

static char *
path_of(const char *dir, const struct state_schema *s)
{
	return xasprintf("%s/%s.db", dir, s->name);
}

bool
state_exists(const char *dir, const struct state_schema *s)
{
	char *path = path_of(dir, s);
	bool exists = !access(path, F_OK);

	free(path);
	return exists;
}

static int64_t
pragma_number(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t v = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return v;
}

static bool
is_wal(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	bool wal =
	    sqlite3_step(s) == SQLITE_ROW && str_is(db_text(s, 0), "wal");

	sqlite3_finalize(s);
	return wal;
}

static bool
has_all(struct db *d, const struct state_schema *s)
{
	for (const struct table *const *t = s->tables; *t; t++)
		if (!db_has_table(d, (*t)->name))
			return false;
	return true;
}

/* Is d a database that s may use? Returns 0, or an exit code with the reason in
 * e. A file with tables, none of them ours, belongs to somebody else. */
static int
check_owner(struct db *d, const struct state_schema *s, struct err *e)
{
	int64_t version = pragma_number(d, "PRAGMA user_version");
	bool ours = false;

	if (version > s->version) {
		err_set(e,
		    "%s: version %lld is newer than this program's %d: use a "
		    "newer alternance",
		    d->path, (long long)version, s->version);
		return EXIT_GUARD;
	}
	for (const struct table *const *t = s->tables; *t; t++)
		ours |= db_has_table(d, (*t)->name);
	if (ours || !pragma_number(d, "SELECT count(*) FROM sqlite_schema"))
		return 0;
	err_set(e, "%s: not a database of %s", d->path, s->name);
	return EXIT_FAILED;
}

static void
create_tables(struct db *d, const struct state_schema *s)
{
	for (const struct table *const *t = s->tables; *t; t++) {
		struct table_writer w;

		if ((*t)->make) {
			(*t)->make(d);
		} else if (!db_has_table(d, (*t)->name)) {
			table_begin(&w, d, *t);
			table_end(&w);
		}
	}
}

static void
take_over(struct db *d, const struct state_schema *s)
{
	char version[64];

	snprintf(
	    version, sizeof(version), "PRAGMA user_version=%d", s->version);
	state_begin(d);
	create_tables(d, s);
	db_exec(d, DB_BE_STATE);
	db_exec(d, version);
	state_commit(d);
}

/* SQLite does not wait for the others here. */
static void
switch_to_wal(struct db *d)
{
	const struct timespec pause = { .tv_nsec = 20 * 1000000 };
	int tries = STATE_BUSY_MS / 20;

	while (!is_wal(d, "PRAGMA journal_mode=WAL")) {
		if (!tries--)
			die_code(EXIT_RETRY, "%s: %s", d->path,
			    sqlite3_errmsg(d->h));
		nanosleep(&pause, NULL);
	}
}

/* The application id must be in the file itself, where db_open looks for it,
 * and not in the WAL alone. EXTRA keeps a rollback journal from coming back
 * after a loss of power. */
static void
prepare(struct db *d, const struct state_schema *s)
{
	bool wal = is_wal(d, "PRAGMA journal_mode");

	if (!wal || !has_all(d, s)) {
		db_exec(d, "PRAGMA synchronous=EXTRA");
		take_over(d, s);
	}
	if (!wal)
		switch_to_wal(d);
}

struct db *
state_open(const char *dir, const struct state_schema *s, enum state_use use)
{
	char *path = path_of(dir, s);
	struct db *d;
	struct err e;
	int rc;

	if (out_is_special(path))
		die("%s: not a regular file", path);
	if (use != STATE_BEGIN && access(path, F_OK) < 0)
		die("%s: no such database", path);
	d = db_share(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			       (use == STATE_BEGIN ? SQLITE_OPEN_CREATE : 0));
	free(path);
	sqlite3_busy_timeout(d->h, STATE_BUSY_MS);
	db_exec(d, "PRAGMA temp_store=FILE; PRAGMA cache_size=-2048");
	rc = check_owner(d, s, &e);
	if (rc) {
		db_close(d);
		die_code(rc, "%s", e.msg);
	}
	if (use == STATE_READ)
		db_exec(d, "PRAGMA query_only=1");
	else
		prepare(d, s);
	db_exec(d, "PRAGMA synchronous=FULL");
	return d;
}

struct db *
state_memory(const struct state_schema *s)
{
	struct db *d = db_memory(s->name);

	create_tables(d, s);
	return d;
}

bool
state_try_begin(struct db *d)
{
	int rc = sqlite3_exec(d->h, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	if (rc && (rc & 0xff) != SQLITE_BUSY)
		die("%s: %s", d->path, sqlite3_errmsg(d->h));
	return !rc;
}

void
state_begin(struct db *d)
{
	if (!state_try_begin(d))
		die_code(EXIT_RETRY, "%s: locked by another process: try again",
		    d->path);
}

void
state_commit(struct db *d)
{
	db_exec(d, "COMMIT");
}

void
state_rollback(struct db *d)
{
	db_exec(d, "ROLLBACK");
}
