/*
 * Checks of the set as a whole: what is missing, and what has shrunk since the
 * earlier build. The earlier build is either a directory of databases (-p) or,
 * for each database, the last run but one that changed it according to the
 * ledger.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "apprentissage/checks/check.h"
#include "base/err.h"
#include "base/hash.h"
#include "store/table_parts.h"
#include "suite/ledger.h"
#include "json/js.h"

/* Finds databases that the checks need and that are missing, each once. */
static void
find_missing(struct checker *k)
{
	struct hash seen = { 0 };

	for (const struct check_group *const *g = k->groups; *g; g++)
		for (const struct check *c = (*g)->checks; c->name; c++)
			for (const char *const *n = c->needs; *n; n++) {
				char *path = xasprintf("%s/%s.db", k->dir, *n);
				uint32_t known = seen.n;
				struct stat st;

				if (hash_put(&seen, str_of(*n)) == known &&
				    stat(path, &st) < 0) {
					js_put_key(
					    check_begin(k, NULL), "database");
					js_put_text(&k->line, str_of(*n));
					check_end(k, "its checks were skipped");
				}
				free(path);
			}
	hash_free(&seen);
}

/* Rows counted separately by value, because these tables never lose rows. */
static const struct part {
	const char *table, *column, *value;
} parts[] = {
	{ "france_competence", "active", "1" },
	{ "formation", "statut", "publié" },
	{ "organisme", "statut", "présent" },
	{ 0 },
};

/* A loss is grave if more than a fifth of the rows are gone, or all. */
static bool
is_grave(int64_t before, int64_t after)
{
	return (before - after) * 5 > before || (before && !after);
}

static void
compare_counts(struct checker *k, const char *database, const char *table,
    const struct part *part, int64_t before, int64_t after)
{
	bool grave = k->check->severity == CHECK_ERROR;
	struct buf *b;
	char detail[128];

	if ((before - after) * 20 <= before || is_grave(before, after) != grave)
		return;
	b = check_begin(k, table);
	js_put_member(b, "database", str_of(database));
	if (part) {
		js_put_member(b, part->column, str_of(part->value));
	}
	snprintf(detail, sizeof(detail), "%lld rows, %lld before: %.1f %% less",
	    (long long)after, (long long)before,
	    100.0 * (double)(before - after) / (double)before);
	check_end(k, detail);
}

/* Counts the rows of a table, or of a part of it; 0 if d or the table is
 * missing. */
static int64_t
count(struct db *d, const char *table, const struct part *part)
{
	char *sql;
	sqlite3_stmt *s;
	int64_t n;

	if (!d || !db_has_table(d, table))
		return 0;
	sql = part ? sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE"
				     " CAST(\"%w\" AS TEXT) = ?",
			 table, part->column)
		   : sqlite3_mprintf("SELECT count(*) FROM \"%w\"", table);
	if (!sql)
		die("out of memory");
	s = db_prepare(d, sql);
	if (part)
		db_bind_text(d, s, 1, str_of(part->value));
	db_step(d, s);
	n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	sqlite3_free(sql);
	return n;
}

static void
compare_base(struct checker *k, const char *name)
{
	struct db *old = db_open_in(k->previous, name);
	struct db *now = db_open_in(k->dir, name);
	sqlite3_stmt *s = db_prepare(old, table_names);

	while (db_step(old, s)) {
		const char *table = db_text(s, 0).p;

		compare_counts(k, name, table, NULL, count(old, table, NULL),
		    count(now, table, NULL));
		for (const struct part *p = parts; p->table; p++)
			if (!strcmp(p->table, table))
				compare_counts(k, name, table, p,
				    count(old, table, p), count(now, table, p));
	}
	sqlite3_finalize(s);
	db_close(old);
	db_close(now);
}

static int
is_base(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 3 && !strcmp(e->d_name + n - 3, ".db");
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
compare_all(struct checker *k)
{
	struct dirent **e;
	int n = scandir(k->previous, &e, is_base, by_bytes);

	if (n < 0)
		die("%s:", k->previous);
	for (int i = 0; i < n; i++) {
		e[i]->d_name[strlen(e[i]->d_name) - 3] = '\0';
		compare_base(k, e[i]->d_name);
		free(e[i]);
	}
	free(e);
}

/* Returns DIR/.. if it is the data directory of the databases in DIR, else
 * NULL. The caller frees it. */
static char *
datadir_of(const char *dir)
{
	char *data = xasprintf("%s/..", dir), *db = xasprintf("%s/db", data);
	struct stat a, b;
	bool is = !stat(dir, &a) && !stat(db, &b) && a.st_ino == b.st_ino &&
		  a.st_dev == b.st_dev;

	free(db);
	if (is)
		return data;
	free(data);
	return NULL;
}

static void
compare_runs(struct checker *k, const char *data, struct db *ledger)
{
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT type, rows FROM (SELECT type, rows, row_number() OVER"
	    "  (PARTITION BY type ORDER BY id DESC) AS nth FROM import_meta"
	    "  WHERE status = 'done' AND changed) WHERE nth = 2 ORDER BY type");

	while (db_step(ledger, s)) {
		const char *name = db_text(s, 0).p;
		int64_t rows = ledger_rows(data, name, NULL);

		compare_counts(k, name, name, NULL, sqlite3_column_int64(s, 1),
		    rows < 0 ? 0 : rows);
	}
	sqlite3_finalize(s);
}

static void
find_shrunk(struct checker *k)
{
	char *data = k->previous ? NULL : datadir_of(k->dir);
	struct db *ledger = data ? ledger_look(data) : NULL;

	if (k->previous)
		compare_all(k);
	else if (ledger)
		compare_runs(k, data, ledger);
	db_close(ledger);
	free(data);
}

/* clang-format off */
static const struct check checks[] = {
	{ "database-missing", CHECK_INFO, { NULL }, NULL,
	  "a missing database: its checks were skipped",
	  NULL, find_missing },
	{ "rows-collapse", CHECK_ERROR, { NULL }, NULL,
	  "a table that lost all, or more than 20 % of what it had before",
	  NULL, find_shrunk },
	{ "rows-drop", CHECK_WARNING, { NULL }, NULL,
	  "a table that lost more than 5 % of what it had before",
	  NULL, find_shrunk },
	{ 0 },
};
/* clang-format on */

const struct check_group check_set_group = { checks, NULL };
