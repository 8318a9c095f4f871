#include "suite/import.h"
#include "base/opt.h"
#include "store/table_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
import_option(struct import *im, int c)
{
	switch (c) {
	case 'o':
		im->path = opt_arg;
		return true;
	case 'k':
		im->keep = true;
		return true;
	case IMPORT_REJECTS:
		im->rejects = opt_arg;
		return true;
	default:
		return false;
	}
}

void
import_begin(struct import *im)
{
	if (im->keep && !im->rejects)
		opt_wrong("-k needs --rejects FILE");
	if (im->rejects && !im->keep)
		opt_wrong("--rejects is for -k");
	if (im->keep)
		out_open(&im->out, im->rejects);
}

const char *
import_folder(struct import *im, int argc, char **argv, const char *what)
{
	static const struct opt opts[] = {
		{ OPT_NEEDED | 'r', "raw", "DIR",
		    "where the files of the source are" },
		IMPORT_OPTIONS,
		{ 0 },
	};
	const char *dir = NULL;
	int c;

	opt_init(argc, argv, what, "", opts);
	while ((c = opt_next()) >= 0)
		if (!import_option(im, c))
			dir = opt_arg;
	opt_count(0, 0);
	import_begin(im);
	return dir;
}

void
import_need(const char *path, const char *writer)
{
	if (access(path, F_OK) < 0)
		die("%s: %s (%s writes it)", path, strerror(errno), writer);
}

void
import_refuse(struct import *im, const char *where, const char *p, size_t n,
    const struct err *e)
{
	if (!im->keep)
		die("%s: %s", where, e->msg);
	warn("%s: %s", where, e->msg);
	buf_add(&im->out.buf, p, n);
	buf_byte(&im->out.buf, '\n');
	out_record(&im->out);
	im->refused++;
}

void
import_end(struct import *im)
{
	if (im->keep)
		out_close(&im->out);
}

/* The rows of a table, -1 if it cannot be read. quick: by the last rowid, which
 * is never less than the count and costs nothing. */
static int64_t
rows_of(sqlite3 *h, const char *table, bool quick)
{
	char *sql =
	    sqlite3_mprintf(quick ? "SELECT ifnull(max(rowid), 0) FROM \"%w\""
				  : "SELECT count(*) FROM \"%w\"",
		table);
	sqlite3_stmt *s = NULL;
	int64_t n = -1;

	if (!sqlite3_prepare_v2(h, sql, -1, &s, NULL) &&
	    sqlite3_step(s) == SQLITE_ROW)
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_free(sql);
	return n < 0 && quick ? rows_of(h, table, false) : n;
}

/* The database that is published at path; NULL if there is none that can be
 * read, which anything may replace. */
static sqlite3 *
published(const char *path)
{
	char *uri = xasprintf("file:%s?immutable=1", path);
	sqlite3 *h = NULL;

	if (sqlite3_open_v2(uri, &h,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
		NULL)) {
		sqlite3_close(h);
		h = NULL;
	}
	free(uri);
	return h;
}

/* Dies if a table has lost what a source does not lose by itself. */
static void
check_loss(struct db *d, sqlite3 *old, const char *table, int64_t rows)
{
	const char *force = getenv("FORCE");
	int64_t had;

	if (rows_of(old, table, true) <= 2 * rows)
		return;
	had = rows_of(old, table, false);
	rows = rows_of(d->h, table, false);
	if (had > 0 && !rows)
		die("%s: table %s: no row in the source, but %lld in the"
		    " published database, which is kept (remove it to start"
		    " afresh)",
		    d->path, table, (long long)had);
	if (had > 2 * rows && !(force && !strcmp(force, "1")))
		die("%s: table %s: %lld rows in the source, but %lld in the"
		    " published database: more than half would be lost"
		    " (FORCE=1 publishes it)",
		    d->path, table, (long long)rows, (long long)had);
}

void
import_publish(struct db *d)
{
	sqlite3 *old = published(d->path);
	sqlite3_stmt *s = db_prepare(d, table_names);

	while (old && db_step(d, s)) {
		const char *table = (const char *)sqlite3_column_text(s, 0);

		check_loss(d, old, table, rows_of(d->h, table, true));
	}
	sqlite3_finalize(s);
	sqlite3_close(old);
	db_publish(d);
}
