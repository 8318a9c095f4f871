#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/out.h"
#include "store/table_parts.h"
#include "suite/ledger.h"
#include "json/js.h"

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS import_meta ("
    " id INTEGER PRIMARY KEY,"
    " type TEXT NOT NULL,"
    " import_date TEXT NOT NULL,"
    " status TEXT NOT NULL CHECK (status IN ('pending', 'done', 'failed')),"
    " duration REAL,"
    " rows INTEGER,"
    " changed INTEGER CHECK (changed IN (0, 1)),"
    " exit_code INTEGER,"
    " error TEXT,"
    " source TEXT CHECK (source IS NULL OR json_valid(source)),"
    " statistics TEXT CHECK (statistics IS NULL OR json_valid(statistics)),"
    " started INTEGER NOT NULL," /* milliseconds, by the system's clock */
    " pid INTEGER NOT NULL,"
    " pid_start INTEGER NOT NULL,"
    " boot_id TEXT NOT NULL"
    ") STRICT;"
    "CREATE INDEX IF NOT EXISTS import_meta_type ON import_meta (type, id)";

static void
read_file(const char *path, char *text, size_t size)
{
	FILE *f = fopen(path, "re");
	size_t n = f ? fread(text, 1, size - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
}

/* proc(5): the name, field 2, stands in parentheses and may hold anything;
 * then comes the state, Z or X when the process is a zombie; the start is
 * field 22. */
int64_t
ledger_pid_start(int64_t pid)
{
	char path[64], text[1024];
	const char *p;

	snprintf(path, sizeof(path), "/proc/%lld/stat", (long long)pid);
	read_file(path, text, sizeof(text));
	p = strrchr(text, ')');
	if (p && strchr("ZX", p[1] ? p[2] : 'X'))
		return -1;
	for (int field = 2; p && field < 22; field++)
		p = strchr(p + 1, ' ');
	return p ? strtoll(p, NULL, 10) : -1;
}

/* alive(pid, pid_start, boot_id): is that very process still running? */
static void
alive(sqlite3_context *c, int n, sqlite3_value **v)
{
	int64_t pid = sqlite3_value_int64(v[0]);
	int64_t start = sqlite3_value_int64(v[1]);
	const char *boot = (const char *)sqlite3_value_text(v[2]);
	bool is;

	(void)n;
	if (!boot || strcmp(boot, out_boot_id()) != 0)
		is = false;
	else if (ledger_pid_start(getpid()) >= 0)
		is = start >= 0 && ledger_pid_start(pid) == start;
	else
		is = !kill((pid_t)pid, 0) || errno == EPERM;
	sqlite3_result_int(c, is);
}

static struct db *
add_alive(struct db *d)
{
	if (sqlite3_create_function(
		d->h, "alive", 3, SQLITE_UTF8, NULL, alive, NULL, NULL))
		db_die(d, "cannot open");
	return d;
}

struct db *
ledger_open(const char *datadir)
{
	char *path = xasprintf("%s/state/ledger.db", datadir);
	struct db *d = add_alive(db_state_or_new(path));

	sqlite3_busy_timeout(d->h, LEDGER_BUSY_MS);
	db_exec(d, schema);
	free(path);
	return d;
}

#define SWEEP                                                                  \
	"UPDATE import_meta SET status = 'failed', error = 'killed'"           \
	" WHERE status = 'pending' AND NOT alive(pid, pid_start, boot_id)"

/* A ledger that another program wrote may lack columns: a view of the same name
 * gives null for them. */
static void
complete(struct db *d)
{
	static const char *const columns[] = { "duration", "rows", "changed",
		"exit_code", "error", "source", "statistics", "started", "pid",
		"pid_start", "boot_id" };
	sqlite3_stmt *has = db_prepare(d,
	    "SELECT 1 FROM pragma_table_info('import_meta') WHERE name = ?1");
	struct buf view = { 0 };

	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		db_bind_text(d, has, 1, str_of(columns[i]));
		if (!db_step(d, has))
			buf_fmt(&view, ", NULL AS %s", columns[i]);
		sqlite3_reset(has);
	}
	sqlite3_finalize(has);
	if (view.n) {
		db_exec(d, "PRAGMA query_only=0");
		db_exec_fmt(d,
		    "CREATE TEMP VIEW import_meta AS"
		    " SELECT *%s FROM main.import_meta",
		    buf_view(&view).p);
		db_exec(d, "PRAGMA query_only=1");
	}
	buf_free(&view);
}

/* A reader does not wait for writers: if the sweep fails, LEDGER_STATUS still
 * gives the same answer. */
struct db *
ledger_look(const char *datadir)
{
	char *path = xasprintf("%s/state/ledger.db", datadir);
	struct db *d = db_open(path);

	free(path);
	if (!d)
		return NULL;
	if (!db_has_table(d, "import_meta")) {
		db_close(d);
		return NULL;
	}
	add_alive(d);
	complete(d);
	sqlite3_exec(d->h,
	    "PRAGMA busy_timeout=1000; PRAGMA query_only=0;" SWEEP
	    "; PRAGMA query_only=1",
	    NULL, NULL, NULL);
	sqlite3_busy_timeout(d->h, LEDGER_BUSY_MS);
	return d;
}

void
ledger_sweep(struct db *d)
{
	db_exec(d, SWEEP);
}

static int64_t
count(struct db *d, const char *table)
{
	sqlite3_stmt *s =
	    db_prepare_fmt(d, "SELECT count(*) FROM \"%w\"", table);
	int64_t n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

int64_t
ledger_rows(const char *datadir, const char *name, struct buf *counts)
{
	char *path = xasprintf("%s/db/%s.db", datadir, name);
	struct db *d = db_open(path);
	int64_t own = -1, all = 0;
	sqlite3_stmt *s;

	free(path);
	if (!d)
		return -1;
	s = db_prepare(d, table_names);
	while (db_step(d, s)) {
		const char *table = (const char *)sqlite3_column_text(s, 0);
		int64_t n = count(d, table);

		if (counts) {
			js_put_key(counts, table);
			js_put_int(counts, n);
		}
		if (!strcmp(table, name))
			own = n;
		all += n;
	}
	sqlite3_finalize(s);
	db_close(d);
	return own >= 0 ? own : all;
}

struct names {
	char **p;
	size_t n, cap;
};

static void
add_name(struct names *l, const char *name, size_t n)
{
	l->p = xroom(l->p, l->n, &l->cap, sizeof(*l->p));
	l->p[l->n++] = xstrndup(name, n);
}

/* NAME of DATADIR/dir/NAMEsuffix, for all there are. */
static void
add_files(
    struct names *l, const char *datadir, const char *dir, const char *suffix)
{
	char *path = xasprintf("%s/%s", datadir, dir);
	DIR *h = opendir(path);
	const struct dirent *e;

	free(path);
	while (h && (e = readdir(h))) {
		size_t n = strlen(e->d_name), m = strlen(suffix);

		if (n > m && !strcmp(e->d_name + n - m, suffix))
			add_name(l, e->d_name, n - m);
	}
	if (h)
		closedir(h);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
free_names(char **names)
{
	for (char **l = names; l && *l; l++)
		free(*l);
	free(names);
}

char **
ledger_names(struct db *d, const char *datadir)
{
	static char **kept;
	struct names l = { 0 };
	size_t n = 0;

	free_names(kept);
	if (datadir) {
		add_files(&l, datadir, "db", ".db");
		add_files(&l, datadir, "state", ".stamp");
	}
	if (d) {
		sqlite3_stmt *s =
		    db_prepare(d, "SELECT DISTINCT type FROM import_meta"
				  " WHERE type NOT LIKE '%:%'");

		while (db_step(d, s))
			add_name(&l, db_text(s, 0).p, db_text(s, 0).n);
		sqlite3_finalize(s);
	}
	if (l.n)
		qsort(l.p, l.n, sizeof(*l.p), by_name);
	for (size_t i = 0; i < l.n; i++)
		if (n && !strcmp(l.p[i], l.p[n - 1]))
			free(l.p[i]);
		else
			l.p[n++] = l.p[i];
	l.p = xrealloc2(l.p, n + 1, sizeof(*l.p));
	l.p[n] = NULL;
	kept = l.p;
	return kept;
}
