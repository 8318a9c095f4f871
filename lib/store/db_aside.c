#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "store/db_aside.h"

#define TRIES 50 /* a tenth of a second each */

static const char *const suffixes[] = { "-journal", "-wal", "-shm" };
#define N_SUFFIXES (sizeof(suffixes) / sizeof(*suffixes))

bool
db_has_aside(const char *path)
{
	bool has = false;

	for (size_t i = 0; i < N_SUFFIXES && !has; i++) {
		char *name = xasprintf("%s%s", path, suffixes[i]);

		has = !access(name, F_OK);
		free(name);
	}
	return has;
}

static _Noreturn void
in_use(const char *path)
{
	die_code(EXIT_RETRY, "%s: another program is using it", path);
}

/* A program that uses a database in WAL mode keeps locks on bytes 120 to 128
 * of its -shm (www.sqlite.org/walformat.html). */
static bool
is_locked(const char *name)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(name, O_RDWR | O_CLOEXEC);
	bool is =
	    fd >= 0 && !fcntl(fd, F_GETLK, &lock) && lock.l_type != F_UNLCK;

	if (fd >= 0)
		close(fd);
	return is;
}

/* Removes the files that SQLite did not remove, because the database is missing
 * or is not a database. */
static void
remove_asides(const char *path)
{
	for (size_t i = N_SUFFIXES; i--;) {
		char *name = xasprintf("%s%s", path, suffixes[i]);

		if (is_locked(name))
			in_use(path);
		if (unlink(name) < 0 && errno != ENOENT)
			die("%s: cannot be removed:", name);
		free(name);
	}
}

/* SQLite rolls back a left-over journal when it first reads. Leaving WAL
 * mode copies the -wal into the file; it fails while another program uses
 * the file. */
static sqlite3 *
take_alone(const char *path)
{
	sqlite3 *h;
	int rc = sqlite3_open_v2(
	    path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	for (int i = 0; i < TRIES; i++) {
		if (!rc)
			rc = sqlite3_exec(h,
			    "PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE", NULL,
			    NULL, NULL);
		if (rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
			break;
		sqlite3_exec(h, "ROLLBACK", NULL, NULL, NULL);
		usleep(100000);
		rc = SQLITE_OK;
		if (i == TRIES - 1)
			in_use(path);
	}
	if (!rc)
		return h;
	sqlite3_close(h);
	return NULL;
}

sqlite3 *
db_settle(const char *path)
{
	sqlite3 *h = NULL;

	if (!db_has_aside(path))
		return NULL;
	if (!access(path, F_OK))
		h = take_alone(path);
	if (db_has_aside(path))
		remove_asides(path);
	return h;
}
