#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "store/state.h"
#include "tap.h"

static const struct table table_thing = {
	.name = "thing",
	.index = "CREATE UNIQUE INDEX thing_id ON thing(id)",
	.col = COLUMNS({ "id", C_TEXT, NULL }, { "n", C_INT, NULL }),
};
static const struct table table_other = {
	.name = "other",
	.col = COLUMNS({ "id", C_TEXT, NULL }),
};
static const struct table *const tables[] = { &table_thing, NULL };
static const struct table *const more[] = { &table_thing, &table_other, NULL };
static const struct state_schema one = { "one", 1, tables },
				 two = { "one", 2, more };

static int64_t
number(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t v = db_step(d, s) ? sqlite3_column_int64(s, 0) : -1;

	sqlite3_finalize(s);
	return v;
}

/* The exit code of a process that opens the database. */
static int
open_elsewhere(
    const char *dir, const struct state_schema *s, enum state_use use)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid) {
		if (!freopen("/dev/null", "w", stderr))
			_exit(99);
		db_close(state_open(dir, s, use));
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static bool
begin_elsewhere(const char *dir)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid) {
		struct db *d = state_open(dir, &one, STATE_CHANGE);

		sqlite3_busy_timeout(d->h, 10);
		_exit(state_try_begin(d));
	}
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

int
main(void)
{
	char dir[] = "/tmp/state.XXXXXX", file[64], command[128];
	struct db *d;

	err_init("state");
	setvbuf(stdout, NULL, _IONBF, 0); /* forks do not repeat it */
	if (!mkdtemp(dir))
		return 1;
	snprintf(file, sizeof(file), "%s/one.db", dir);
	tap_ok(!state_exists(dir, &one), "no file yet");
	tap_ok(open_elsewhere(dir, &one, STATE_CHANGE) == EXIT_FAILED,
	    "who changes does not create the file");
	tap_ok(open_elsewhere(dir, &one, STATE_READ) == EXIT_FAILED,
	    "nor who reads");
	d = state_open(dir, &one, STATE_BEGIN);
	tap_ok(state_exists(dir, &one), "who begins does");
	tap_ok(number(d, "PRAGMA synchronous") == 2, "synchronous is FULL");
	tap_ok(number(d, "PRAGMA application_id") == 0x616c7473, "state");
	state_begin(d);
	db_exec(d, "INSERT INTO thing VALUES ('a', 1)");
	tap_ok(!begin_elsewhere(dir), "a locked database is not begun");
	state_commit(d);
	tap_ok(begin_elsewhere(dir), "a free one is");
	state_begin(d);
	db_exec(d, "DELETE FROM thing");
	state_rollback(d);
	tap_ok(number(d, "SELECT count(*) FROM thing") == 1, "rolled back");
	db_close(d);
	tap_ok(!open_elsewhere(dir, &two, STATE_CHANGE), "a later version");
	d = state_open(dir, &two, STATE_READ);
	tap_ok(db_has_table(d, "other"), "  adds its tables");
	db_close(d);
	tap_ok(open_elsewhere(dir, &one, STATE_CHANGE) == EXIT_GUARD,
	    "a newer version is refused by the guard");
	snprintf(command, sizeof(command), "echo page >%s", file);
	tap_ok(!system(command) &&
		   open_elsewhere(dir, &one, STATE_BEGIN) == EXIT_FAILED,
	    "what is not a database fails");
	d = state_memory(&one);
	tap_ok(number(d, "SELECT count(*) FROM thing") == 0, "in memory");
	db_close(d);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	return system(command) || tap_done();
}
