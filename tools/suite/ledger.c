/*
 * ledger: the record of the runs that build the databases.
 *
 * begin adds a row to DATADIR/state/ledger.db, status pending, for a run of
 * the process PID, and prints its number; done and failed complete that row.
 * done takes the run's statistics (one JSON object, or nothing: the count of
 * each table) on standard input, failed the message of its error.
 *
 * A name with a colon is that of a job, which builds no database itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/day.h"
#include "base/err.h"
#include "base/in.h"
#include "base/opt.h"
#include "base/out.h"
#include "suite/ledger.h"
#include "json/js.h"

#define INPUT_MAX ((size_t)1 << 20)

static const struct opt opts[] = {
	{ 'd', "data", "DIR", "where db and state live (data)" },
	{ 'p', "pid", "PID", "the process that runs (the parent)" },
	{ 'w', "wait", "SECONDS", "begin: wait so long for another run (0)" },
	{ 0 },
};

static const char *datadir = "data";
static long pid, wait;
static struct db *d;

/* Milliseconds of the clock that also dates files: coarser than the other. */
static int64_t
file_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Returns the first or the last line of standard input. */
static struct str
one_line(bool first)
{
	static struct buf line;
	struct in in;
	struct str s;

	in_open(&in, NULL);
	while (in_line(&in, &s)) {
		if (first && line.n)
			continue;
		line.n = 0;
		buf_add(&line, s.p, s.n < INPUT_MAX ? s.n : INPUT_MAX);
	}
	in_close(&in);
	return buf_view(&line);
}

static sqlite3_stmt *
query(const char *sql, const char *text)
{
	sqlite3_stmt *s = db_prepare(d, sql);

	db_bind_text(d, s, 1, str_of(text));
	return s;
}

/* The process of the pending run of name; 0 if there is none. */
static int64_t
find_second(const char *name)
{
	sqlite3_stmt *s = query("SELECT pid FROM import_meta"
				" WHERE status = 'pending' AND type = ?",
	    name);
	int64_t other = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return other;
}

/* Begins a transaction in which nobody else is at work on name. */
static void
begin_alone(const char *name)
{
	for (;;) {
		int64_t other;

		db_exec(d, "BEGIN IMMEDIATE");
		ledger_sweep(d);
		if (!(other = find_second(name)))
			return;
		if (wait-- <= 0)
			die_code(EXIT_RETRY, "%s: process %lld is building it",
			    name, (long long)other);
		db_exec(d, "COMMIT");
		sleep(1);
	}
}

/* {"bcn":{"import_date":"..."},...}: the last success of each input. */
static struct str
source_of(char **inputs)
{
	static struct buf b;

	buf_byte(&b, '{');
	for (; *inputs; inputs++) {
		sqlite3_stmt *s =
		    query("SELECT import_date FROM import_meta WHERE type = ?"
			  " AND status = 'done' ORDER BY id DESC LIMIT 1",
			*inputs);

		js_put_key(&b, *inputs);
		buf_str(&b, "{\"import_date\":");
		js_put_text(&b, db_step(d, s) ? db_text(s, 0) : STR_NULL);
		buf_byte(&b, '}');
		sqlite3_finalize(s);
	}
	buf_byte(&b, '}');
	return b.n > 2 ? buf_view(&b) : STR_NULL;
}

static void
begin(char **w)
{
	const char *name = w[0];
	char now[DAY_TEXT_MAX];
	sqlite3_stmt *s;

	day_print_utc(day_now(), now);
	d = ledger_open(datadir);
	begin_alone(name);
	s = query("INSERT INTO import_meta (type, import_date, status, source,"
		  " started, pid, pid_start, boot_id)"
		  " VALUES (?, ?, 'pending', ?, ?, ?, ?, ?)",
	    name);
	db_bind_text(d, s, 2, str_of(now));
	db_bind_text(d, s, 3, source_of(w + 1));
	db_bind_int(d, s, 4, file_clock());
	db_bind_int(d, s, 5, pid);
	db_bind_int(d, s, 6, ledger_pid_start(pid));
	db_bind_text(d, s, 7, str_of(out_boot_id()));
	db_step(d, s);
	sqlite3_finalize(s);
	db_exec(d, "COMMIT");
	printf("%lld\n", (long long)sqlite3_last_insert_rowid(d->h));
}

/* The run's type and start, by its number. */
static char *
find_run(int64_t id, int64_t *started)
{
	sqlite3_stmt *s;
	char *name;

	d = ledger_open(datadir);
	s = db_prepare(d, "SELECT type, started FROM import_meta WHERE id = ?");

	db_bind_int(d, s, 1, id);
	if (!db_step(d, s))
		die("%s: there is no run %lld", d->path, (long long)id);
	name = xstrdup(db_text(s, 0).p);
	*started = sqlite3_column_int64(s, 1);
	sqlite3_finalize(s);
	return name;
}

/* Has the file of that suffix bytes that were written since? */
static bool
is_newer(const char *name, const char *suffix, int64_t started)
{
	char *path = xasprintf("%s/db/%s.db%s", datadir, name, suffix);
	struct stat st;
	bool is =
	    !stat(path, &st) && st.st_size &&
	    (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000 >=
		started;

	free(path);
	return is;
}

/* While a state database has readers, its changes stay in its WAL. */
static bool
has_changed(const char *name, int64_t started)
{
	return is_newer(name, "", started) || is_newer(name, "-wal", started);
}

static struct str
statistics(const char *name, int64_t *rows)
{
	static struct buf counts;
	struct str text = one_line(false);

	buf_byte(&counts, '{');
	*rows = ledger_rows(datadir, name, &counts);
	buf_byte(&counts, '}');
	if (*rows < 0 && !ledger_is_job(name))
		die("%s: the run made no database", name);
	if (!text.n)
		return *rows < 0 ? STR_NULL : buf_view(&counts);
	if (js_check(text.p, text.n, NULL) || js_of(text).type != JS_OBJECT)
		die("%s: statistics: not a JSON object '%s'", name,
		    err_quote(text.p, text.n));
	return text;
}

static void
say_done(const char *name, int64_t rows, int64_t took, bool changed)
{
	if (opt_quiet)
		return;
	printf("%s: ", name);
	if (rows >= 0)
		printf("%lld rows, ", (long long)rows);
	printf("%.1f s%s\n", (double)took / 1000,
	    rows < 0 || changed ? "" : ", unchanged");
}

static void
done(char **w)
{
	long id = opt_number("ID", w[0], 1, INT32_MAX);
	int64_t started, rows;
	char *name = find_run(id, &started);
	bool changed = has_changed(name, started);
	struct str text = statistics(name, &rows);
	int64_t took = file_clock() - started;
	sqlite3_stmt *s = db_prepare(d,
	    "UPDATE import_meta SET status = 'done', exit_code = 0,"
	    " error = NULL, statistics = ?, duration = ? / 1000.0,"
	    " rows = ?, changed = ? WHERE id = ?");

	db_bind_text(d, s, 1, text);
	db_bind_int(d, s, 2, took);
	if (rows >= 0) {
		db_bind_int(d, s, 3, rows);
		db_bind_int(d, s, 4, changed);
	}
	db_bind_int(d, s, 5, id);
	db_step(d, s);
	sqlite3_finalize(s);
	say_done(name, rows, took, changed);
	free(name);
}

static void
failed(char **w)
{
	long id = opt_number("ID", w[0], 1, INT32_MAX);
	long code = opt_number("CODE", w[1], 1, 255);
	int64_t started;
	char *name = find_run(id, &started);
	struct str text = one_line(true);
	sqlite3_stmt *s =
	    db_prepare(d, "UPDATE import_meta SET status = 'failed', error = ?,"
			  " exit_code = ?, duration = ? / 1000.0 WHERE id = ?");

	db_bind_text(d, s, 1, text);
	db_bind_int(d, s, 2, code);
	db_bind_int(d, s, 3, file_clock() - started);
	db_bind_int(d, s, 4, id);
	db_step(d, s);
	sqlite3_finalize(s);
	free(name);
}

static const struct verb {
	const char *name;
	int min, max; /* operands */
	void (*run)(char **operands);
} verbs[] = {
	{ "begin", 1, 64, begin },
	{ "done", 1, 1, done },
	{ "failed", 2, 2, failed },
	{ 0 },
};

int
main(int argc, char **argv)
{
	const struct verb *v = verbs;
	int c;

	pid = getppid();
	opt_init(argc, argv, "the record of the runs that build the databases",
	    "begin NAME [INPUT...] | done ID | failed ID CODE", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			datadir = opt_arg;
		else if (c == 'p')
			pid = opt_number("-p", opt_arg, 1, INT32_MAX);
		else
			wait = opt_number("-w", opt_arg, 0, INT32_MAX);
	if (!*opt_operands)
		opt_wrong("begin, done or failed is missing");
	while (v->name && strcmp(v->name, *opt_operands) != 0)
		v++;
	if (!v->name)
		opt_wrong("'%s' is not begin, done or failed", *opt_operands);
	opt_count(1 + v->min, 1 + v->max);
	v->run(opt_operands + 1);
	db_close(d);
	if (fflush(stdout) || ferror(stdout))
		die("write:");
}
