#include <stdlib.h>
#include <sys/stat.h>

#include "base/out.h"
#include "fetch/fetch_state.h"

/* Validators of files, valid only while size and mtime of the file are the
 * same. */
#define FILES(table)                                                           \
	"CREATE TABLE IF NOT EXISTS " table                                    \
	"(name TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT, modified TEXT," \
	" size INTEGER NOT NULL, mtime INTEGER NOT NULL) STRICT;"
#define SELECT(table)                                                          \
	"SELECT etag, modified FROM " table                                    \
	" WHERE name = ? AND url = ? AND size = ? AND mtime = ?"
#define REPLACE(table)                                                         \
	"INSERT OR REPLACE INTO " table                                        \
	"(name, url, size, mtime, etag, modified) VALUES (?, ?, ?, ?, ?, ?)"

static const char schema[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    "DROP TABLE IF EXISTS part;" /* an older form of the next one */
    "CREATE TABLE IF NOT EXISTS partial(name TEXT PRIMARY KEY,"
    " url TEXT NOT NULL, etag TEXT, modified TEXT, boot TEXT NOT NULL,"
    " synced INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS answer(url TEXT PRIMARY KEY, etag TEXT,"
    " modified TEXT, body BLOB NOT NULL) STRICT;";

struct db *
fetch_memory_open(const char *state)
{
	char *path = xasprintf("%s/http.db", state);
	struct db *d =
	    db_share(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

	free(path);
	db_exec(d, schema);
	db_exec(d, FILES("file") FILES("whole"));
	return d;
}

void
fetch_known_free(struct fetch_known *k)
{
	free(k->etag);
	free(k->modified);
	*k = (struct fetch_known){ 0 };
}

static char *
copy_text(sqlite3_stmt *s, int column)
{
	struct str t = db_text(s, column);

	return t.p ? xstrndup(t.p, t.n) : NULL;
}

static void
bind(struct fetch *f, sqlite3_stmt *s, int i, const char *text)
{
	db_bind_text(f->memory, s, i, str_of(text));
}

static int64_t
nanoseconds(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* Binds name, url, and the size and mtime of path; frees path. False if there
 * is no such file. */
static bool
bind_file(struct fetch *f, sqlite3_stmt *s, const char *name, char *path,
    const char *url)
{
	struct stat st;
	bool there = !stat(path, &st);

	free(path);
	if (!there)
		return false;
	bind(f, s, 1, name);
	bind(f, s, 2, url);
	db_bind_int(f->memory, s, 3, st.st_size);
	db_bind_int(f->memory, s, 4, nanoseconds(&st));
	return true;
}

/* Returns the validators of a file, by the statement select. */
static struct fetch_known
known(struct fetch *f, const char *select, const char *name, char *path,
    const char *url)
{
	struct fetch_known k = { 0 };
	sqlite3_stmt *s = db_prepare(f->memory, select);

	if (bind_file(f, s, name, path, url) && db_step(f->memory, s))
		k = (struct fetch_known){ copy_text(s, 0), copy_text(s, 1) };
	sqlite3_finalize(s);
	return k;
}

/* Writes the row of a file, by the statement replace. */
static void
note_file(struct fetch *f, const char *replace, const struct fetch_staged *file,
    char *path)
{
	sqlite3_stmt *s = db_prepare(f->memory, replace);

	if (!bind_file(f, s, file->name, path, file->url))
		die("%s:", file->name);
	bind(f, s, 5, file->etag);
	bind(f, s, 6, file->modified);
	db_step(f->memory, s);
	sqlite3_finalize(s);
}

struct fetch_known
fetch_known_file(struct fetch *f, const char *name, const char *url)
{
	return known(
	    f, SELECT("file"), name, xasprintf("%s/%s", f->raw, name), url);
}

void
fetch_note_file(struct fetch *f, const struct fetch_staged *file)
{
	note_file(
	    f, REPLACE("file"), file, xasprintf("%s/%s", f->raw, file->name));
}

struct fetch_known
fetch_known_whole(struct fetch *f, const char *name, const char *url)
{
	return known(f, SELECT("whole"), name, fetch_stage_path(f, name), url);
}

void
fetch_note_whole(struct fetch *f, const struct fetch_staged *file)
{
	note_file(f, REPLACE("whole"), file, fetch_stage_path(f, file->name));
}

struct fetch_known
fetch_known_part(
    struct fetch *f, const char *name, const char *url, off_t *size)
{
	struct fetch_known k = { 0 };
	sqlite3_stmt *s = db_prepare(f->memory,
	    "SELECT etag, modified, boot, synced FROM partial"
	    " WHERE name = ? AND url = ?");

	bind(f, s, 1, name);
	bind(f, s, 2, url);
	if (db_step(f->memory, s)) {
		k = (struct fetch_known){ copy_text(s, 0), copy_text(s, 1) };
		if (!str_is(db_text(s, 2), out_boot_id()) &&
		    *size > sqlite3_column_int64(s, 3))
			*size = sqlite3_column_int64(s, 3);
	}
	sqlite3_finalize(s);
	return k;
}

/* On the disk before the file loses what the former row counts. */
void
fetch_note_part(struct fetch *f, const char *name, const char *url,
    const struct http_head *head)
{
	sqlite3_stmt *s = db_prepare(f->memory,
	    "INSERT OR REPLACE INTO partial VALUES (?, ?, ?, ?, ?, 0)");

	bind(f, s, 1, name);
	bind(f, s, 2, url);
	bind(f, s, 3, head->etag);
	bind(f, s, 4, head->last_modified);
	bind(f, s, 5, out_boot_id());
	db_exec(f->memory, "PRAGMA synchronous=FULL");
	db_step(f->memory, s);
	db_exec(f->memory, "PRAGMA synchronous=NORMAL");
	sqlite3_finalize(s);
}

void
fetch_note_synced(struct fetch *f, const char *name, off_t size)
{
	sqlite3_stmt *s = db_prepare(
	    f->memory, "UPDATE partial SET synced = ? WHERE name = ?");

	db_bind_int(f->memory, s, 1, size);
	bind(f, s, 2, name);
	db_step(f->memory, s);
	sqlite3_finalize(s);
}

struct fetch_known
fetch_known_answer(struct fetch *f, const char *url, struct buf *body)
{
	struct fetch_known k = { 0 };
	sqlite3_stmt *s = db_prepare(
	    f->memory, "SELECT etag, modified, body FROM answer WHERE url = ?");

	bind(f, s, 1, url);
	if (db_step(f->memory, s)) {
		k = (struct fetch_known){ copy_text(s, 0), copy_text(s, 1) };
		buf_add(body, sqlite3_column_blob(s, 2),
		    (size_t)sqlite3_column_bytes(s, 2));
	}
	sqlite3_finalize(s);
	return k;
}

void
fetch_note_answer(struct fetch *f, const char *url,
    const struct http_head *head, struct str body)
{
	sqlite3_stmt *s = db_prepare(
	    f->memory, "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)");

	bind(f, s, 1, url);
	bind(f, s, 2, head->etag);
	bind(f, s, 3, head->last_modified);
	sqlite3_bind_blob64(s, 4, body.p, body.n, SQLITE_STATIC);
	db_step(f->memory, s);
	sqlite3_finalize(s);
}
