#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "store/db.h"
#include "store/db_aside.h"
#include "store/db_state.h"

/* SQLite reports that a system call failed, errno says why. */
_Noreturn void
db_die(struct db *d, const char *what)
{
	int code = sqlite3_errcode(d->h);
	int why = code == SQLITE_IOERR ? sqlite3_system_errno(d->h) : 0;

	switch (code) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		die_code(EXIT_RETRY, "%s: another program is using it: %s",
		    d->path, sqlite3_errmsg(d->h));
	case SQLITE_NOTADB:
		die("%s: not an SQLite database", d->path);
	case SQLITE_CORRUPT:
		die("%s: damaged: remove it and build it again: %s", d->path,
		    sqlite3_errmsg(d->h));
	default:
		die("%s: %s: %s%s%s", d->path, what, sqlite3_errmsg(d->h),
		    why ? ": " : "", why ? strerror(why) : "");
	}
}

struct db *
db_new(const char *path)
{
	struct db *d = xcalloc(1, sizeof(*d));

	/* Otherwise a sort uses 250 pages whatever the cache size. Only the
	 * first call has an effect. */
	sqlite3_config(SQLITE_CONFIG_PMASZ, 16);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	d->path = xstrdup(path);
	d->fd = -1;
	return d;
}

/* The application id is at offset 68 of the file. */
bool
db_is_state(const char *path)
{
	char id[4];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is =
	    fd >= 0 && pread(fd, id, 4, 68) == 4 && !memcmp(id, DB_STATE, 4);

	if (fd >= 0)
		close(fd);
	return is;
}

/* The file is thrown away when anything fails, so neither journal nor syncs
 * are needed before the end. Rows are only appended, so 2 MiB of cache do as
 * well as 16. */
static struct db *
create(const char *path, const char *page_size)
{
	struct db *d = db_new(path);

	if (out_is_special(path))
		die("%s: not a regular file", path);
	d->tmp = xasprintf("%s.tmp", path);
	d->fd = tmp_open(d->tmp);
	if (sqlite3_open_v2(d->tmp, &d->h,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
		db_die(d, "cannot open");
	db_exec(d, page_size);
	db_exec(d, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
		   "PRAGMA locking_mode=EXCLUSIVE;"
		   "PRAGMA cache_size=-2048; PRAGMA temp_store=FILE;"
		   "PRAGMA application_id=0x616c7465; PRAGMA user_version=1;"
		   "BEGIN");
	return d;
}

/* Documents are 2 to 10 KB: a page of 32 KiB holds several, one of 16 KiB half
 * as many. */
struct db *
db_create(const char *path)
{
	return create(path, "PRAGMA page_size=32768");
}

struct db *
db_create_fine(const char *path)
{
	return create(path, "PRAGMA page_size=8192");
}

/* Offers are rows of 1 to 4 KB with 18 indexes: with pages of 16 KiB a run that
 * changes them all takes an eighth less time than with 4 KiB. */
struct db *
db_create_state(const char *path)
{
	struct db *d = create(path, "PRAGMA page_size=16384");

	if (!access(path, F_OK))
		die_code(EXIT_RETRY, "%s: is there by now", path);
	db_exec(d, DB_BE_STATE);
	return d;
}

static void
db_free(struct db *d)
{
	free(d->path);
	free(d->tmp);
	free(d);
}

bool
db_publish(struct db *d)
{
	sqlite3 *old;
	bool changed;

	db_exec(d, "COMMIT");
	if (sqlite3_close(d->h))
		db_die(d, "cannot close");
	old = db_settle(d->path);
	changed = tmp_publish(d->fd, d->tmp, d->path);
	sqlite3_close(old);
	db_free(d);
	return changed;
}

static bool
is_in_writable(const char *path)
{
	char *copy = xstrdup(path);
	bool is = !access(path, W_OK) && !access(dirname(copy), W_OK);

	free(copy);
	return is;
}

/* A published file is never written in place, so it is opened as immutable,
 * unless another program wrote to it and left a file next to it. A state file
 * is written in place; if its directory is read-only, SQLite can read it only
 * as immutable. Returns NULL if there is no such file. */
static char *
uri_of(const char *path)
{
	struct stat st;
	bool lives;

	if (stat(path, &st) < 0)
		return NULL;
	if (S_ISDIR(st.st_mode))
		die("%s: is a directory", path);
	if (strpbrk(path, "?#%"))
		die("%s: a database's name must not hold ?, # or %%", path);
	lives =
	    db_has_aside(path) || (db_is_state(path) && is_in_writable(path));
	return xasprintf("file:%s%s", path, lives ? "" : "?immutable=1");
}

static struct db *
open_uri(const char *name, const char *uri, int flags)
{
	struct db *d = db_new(name);

	if (sqlite3_open_v2(uri, &d->h,
		flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL) ||
	    sqlite3_busy_timeout(d->h, DB_BUSY_MS))
		db_die(d, "cannot open");
	db_exec(d, "PRAGMA cache_size=-2048; PRAGMA temp_store=FILE;"
		   "SELECT count(*) FROM sqlite_schema");
	return d;
}

/* A state file left by a killed run must be rolled back first, which writes: so
 * it is opened for writing, then limited to queries. */
struct db *
db_open(const char *path)
{
	char *uri = uri_of(path);
	struct db *d = NULL;

	if (uri && !strchr(uri, '?')) {
		d = open_uri(path, uri, SQLITE_OPEN_READWRITE);
		db_exec(d, "PRAGMA query_only=1");
	} else if (uri) {
		d = open_uri(path, uri, SQLITE_OPEN_READONLY);
	}
	free(uri);
	return d;
}

struct db *
db_memory(const char *name)
{
	return open_uri(name, ":memory:", SQLITE_OPEN_READWRITE);
}

bool
db_attach(struct db *d, const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s.db", dir, name), *uri = uri_of(path);
	bool there = uri;
	sqlite3_stmt *s;

	if (there) {
		db_close(db_open(path)); /* for messages that name the file */
		s = db_prepare(d, "ATTACH ? AS ?");
		db_bind_text(d, s, 1, str_of(uri));
		db_bind_text(d, s, 2, str_of(name));
		db_step(d, s);
		sqlite3_finalize(s);
	}
	free(path);
	free(uri);
	return there;
}

struct db *
db_open_in(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s.db", dir, name);
	struct db *d = db_open(path);

	free(path);
	return d;
}

struct db *
db_need(const char *dir, const char *name)
{
	struct db *d = db_open_in(dir, name);

	if (!d)
		die("%s/%s.db: no such database: 'make %s' builds it", dir,
		    name, name);
	return d;
}

void
db_close(struct db *d)
{
	if (!d)
		return;
	db_forget(d);
	if (sqlite3_close(d->h))
		db_die(d, "cannot close");
	if (d->tmp) {
		tmp_drop(d->fd, d->tmp);
	}
	db_free(d);
}

void
db_exec(struct db *d, const char *sql)
{
	if (sqlite3_exec(d->h, sql, NULL, NULL, NULL))
		db_die(d, "cannot execute");
}

void
db_exec_fmt(struct db *d, const char *fmt, ...)
{
	va_list ap;
	char *sql;

	va_start(ap, fmt);
	sql = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	if (!sql)
		die("out of memory");
	db_exec(d, sql);
	sqlite3_free(sql);
}

sqlite3_stmt *
db_prepare(struct db *d, const char *sql)
{
	sqlite3_stmt *s;

	if (sqlite3_prepare_v3(
		d->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL))
		db_die(d, "cannot prepare");
	return s;
}

sqlite3_stmt *
db_prepare_fmt(struct db *d, const char *fmt, ...)
{
	sqlite3_stmt *s;
	va_list ap;
	char *sql;

	va_start(ap, fmt);
	sql = sqlite3_vmprintf(fmt, ap);
	va_end(ap);
	if (!sql)
		die("out of memory");
	s = db_prepare(d, sql);
	sqlite3_free(sql);
	return s;
}

bool
db_step(struct db *d, sqlite3_stmt *s)
{
	switch (sqlite3_step(s)) {
	case SQLITE_ROW:
		return true;
	case SQLITE_DONE:
		sqlite3_reset(s);
		return false;
	default:
		db_die(d,
		    sqlite3_stmt_readonly(s) ? "cannot read" : "cannot write");
	}
}

void
db_bind_text(struct db *d, sqlite3_stmt *s, int i, struct str text)
{
	int rc = text.p ? sqlite3_bind_text64(
			      s, i, text.p, text.n, SQLITE_STATIC, SQLITE_UTF8)
			: sqlite3_bind_null(s, i);

	if (rc)
		db_die(d, "cannot bind");
}

void
db_bind_int(struct db *d, sqlite3_stmt *s, int i, int64_t v)
{
	if (sqlite3_bind_int64(s, i, v))
		db_die(d, "cannot bind");
}

bool
db_has_table(struct db *d, const char *table)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT 1 FROM sqlite_schema WHERE name = ?");
	bool found;

	db_bind_text(d, s, 1, str_of(table));
	found = db_step(d, s);
	sqlite3_finalize(s);
	return found;
}
