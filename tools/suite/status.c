/*
 * status: every database by name: its rows, the age of what it holds, its last
 * run, and whether make would build it again, and why.
 *
 * Reads the ledger (DATADIR/state/ledger.db) and compares files as make does:
 * the stamp of a database, state/NAME.stamp, lists what it was last built from.
 * Without NAME: the databases of $SUITE_DATABASES, or every database that
 * exists or that a run tried to build. make sets that variable, and
 * $SUITE_STALE, the databases that it would build for a reason that is on the
 * command line, such as COMPAT.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/day.h"
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "suite/ledger.h"
#include "suite/stale.h"
#include "json/js.h"

static const struct opt opts[] = {
	{ 'd', "data", "DIR", "where raw, db and state live (data)" },
	{ 'j', "json", NULL, "a JSON object a line" },
	{ 0 },
};

struct base {
	char *name;
	char *status;       /* of the last run; NULL if there was none */
	char *last_import;  /* its date */
	char *error;        /* why it failed */
	char *last_success; /* date of the last run that was done */
	int64_t rows;       /* -1: unknown */
	double duration;    /* of the last run, in seconds; negative: unknown */
	char *why;          /* why it is stale; NULL: fresh */
	char *fetch_error;  /* why its source could not be asked last time */
};

static const char *datadir = "data";
static struct db *ledger; /* NULL: nothing was ever run */
static struct base *bases[256];
static size_t n_bases;

static const struct base *base_of(const char *name);

/* True if the word is one of the environment variable, which holds words
 * separated by spaces. */
static bool
has_word(const char *variable, const char *word)
{
	const char *p = getenv(variable);
	size_t n = strlen(word);

	for (; p && *p; p += strcspn(p, " ")) {
		p += strspn(p, " ");
		if (!strncmp(p, word, n) && (!p[n] || p[n] == ' '))
			return true;
	}
	return false;
}

static char *
copy(sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);

	return text ? xstrdup(text) : NULL;
}

static void
read_last_run(struct base *b)
{
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT import_date, " LEDGER_STATUS ", duration,"
	    " ifnull(error, 'killed') FROM import_meta WHERE type = ?"
	    " ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(b->name));
	if (db_step(ledger, s)) {
		b->last_import = copy(s, 0);
		b->status = copy(s, 1);
		if (sqlite3_column_type(s, 2) != SQLITE_NULL)
			b->duration = sqlite3_column_double(s, 2);
		if (!strcmp(b->status, "failed"))
			b->error = copy(s, 3);
	}
	sqlite3_finalize(s);
}

static void
read_last_success(struct base *b)
{
	sqlite3_stmt *s =
	    db_prepare(ledger, "SELECT import_date, rows FROM import_meta"
			       " WHERE type = ? AND status = 'done'"
			       " ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(b->name));
	if (db_step(ledger, s)) {
		b->last_success = copy(s, 0);
		b->rows = sqlite3_column_int64(s, 1);
	}
	sqlite3_finalize(s);
}

static void
read_last_fetch(struct base *b)
{
	char *job = xasprintf("fetch:%s", b->name);
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT " LEDGER_STATUS ", ifnull(error, 'killed')"
	    " FROM import_meta WHERE type = ? ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(job));
	if (db_step(ledger, s) && str_is(db_text(s, 0), "failed"))
		b->fetch_error = copy(s, 1);
	sqlite3_finalize(s);
	free(job);
}

static bool
is_stale(const char *name)
{
	return base_of(name)->why;
}

static bool
is_there(const char *dir, const char *name, const char *suffix)
{
	char *path = xasprintf("%s/%s/%s%s", datadir, dir, name, suffix);
	bool is = !access(path, F_OK);

	free(path);
	return is;
}

/* A failed run leaves no stamp; if there is a stamp, make has nothing to do. */
static void
find_why(struct base *b, bool there)
{
	if (there)
		b->why = stale_why(datadir, b->name, is_stale);
	if (there && !b->why && has_word("SUITE_STALE", b->name))
		b->why = xstrdup(is_there("state", b->name, ".stamp")
				     ? "built with other options"
				     : "never built");
	if (b->error &&
	    (b->why || !there || !is_there("state", b->name, ".stamp"))) {
		free(b->why);
		b->why = xasprintf("failed: %s", b->error);
	} else if (b->status && !strcmp(b->status, "pending")) {
		free(b->why);
		b->why = xstrdup("being built");
	} else if (!there) {
		b->why = xstrdup("no database");
	}
}

static void
look(struct base *b)
{
	char *path = xasprintf("%s/db/%s.db", datadir, b->name);
	bool there = !access(path, F_OK);

	free(path);
	if (ledger) {
		read_last_run(b);
		read_last_success(b);
		read_last_fetch(b);
	}
	if (!there)
		b->rows = -1;
	else if (b->rows < 0)
		b->rows = ledger_rows(datadir, b->name, NULL);
	find_why(b, there);
}

/* A database by name, looked at once; a stamp cannot name itself. */
static const struct base *
base_of(const char *name)
{
	struct base *b;

	for (size_t i = 0; i < n_bases; i++)
		if (!strcmp(bases[i]->name, name))
			return bases[i];
	if (n_bases == 256)
		die("more than 256 databases");
	b = xcalloc(1, sizeof(*b));
	b->name = xstrdup(name);
	b->rows = -1;
	b->duration = -1;
	bases[n_bases++] = b;
	look(b);
	return b;
}

static char *
age(const struct base *b)
{
	msec t;

	if (!b->last_success)
		return xstrdup("-");
	t = (day_now() - day_parse(str_of(b->last_success))) / 1000;
	if (t < 120)
		return xasprintf("%lld s", (long long)t);
	if (t < 120 * 60)
		return xasprintf("%lld min", (long long)t / 60);
	if (t < 48 * 3600)
		return xasprintf("%lld h", (long long)t / 3600);
	return xasprintf("%lld d", (long long)t / 86400);
}

static void
print_row(struct buf *o, const struct base *b)
{
	char *old = age(b);

	buf_fmt(o, "%-18s ", b->name);
	if (b->rows >= 0)
		buf_fmt(o, "%10lld", (long long)b->rows);
	else
		buf_fmt(o, "%10s", "-");
	buf_fmt(o, " %8s  %-24s ", old, b->last_import ? b->last_import : "-");
	if (b->duration >= 0)
		buf_fmt(o, "%7.1f s", b->duration);
	else
		buf_fmt(o, "%9s", "-");
	buf_fmt(o, "  %s%s%s%s\n", b->why ? "stale: " : "fresh",
	    b->why ? b->why : "", b->fetch_error ? "; not fetched: " : "",
	    b->fetch_error ? b->fetch_error : "");
	free(old);
}

static void
put_text(struct buf *o, const char *name, const char *text)
{
	js_put_key(o, name);
	js_put_text(o, str_of(text));
}

static void
print_json(struct buf *o, const struct base *b)
{
	buf_byte(o, '{');
	put_text(o, "name", b->name);
	js_put_key(o, "rows");
	if (b->rows >= 0)
		js_put_int(o, b->rows);
	else
		buf_str(o, "null");
	js_put_key(o, "age");
	js_put_number(
	    o, b->last_success
		   ? (double)(day_now() - day_parse(str_of(b->last_success))) /
			 1000
		   : (double)NAN);
	put_text(o, "last_import", b->last_import);
	put_text(o, "last_success", b->last_success);
	put_text(o, "status", b->status);
	js_put_key(o, "duration");
	js_put_number(o, b->duration >= 0 ? b->duration : (double)NAN);
	put_text(o, "error", b->error);
	js_put_key(o, "stale");
	js_put_bool(o, b->why);
	put_text(o, "why", b->why);
	put_text(o, "fetch_error", b->fetch_error);
	buf_str(o, "}\n");
}

static void
print_all(char **names, bool json)
{
	struct out out;

	out_open(&out, NULL);
	if (!json)
		buf_fmt(&out.buf, "%-18s %10s %8s  %-24s %9s  %s\n", "database",
		    "rows", "age", "last run", "took", "state");
	for (size_t i = 0; names[i]; i++)
		(json ? print_json : print_row)(&out.buf, base_of(names[i]));
	out_close(&out);
}

/* True if there is a database of that name, or could be. */
static bool
is_known(const char *name)
{
	bool is = has_word("SUITE_DATABASES", name) ||
		  is_there("db", name, ".db") || is_there("raw", name, "") ||
		  is_there("state", name, ".stamp");

	for (char **l = ledger_names(ledger, NULL); *l && !is; l++)
		is = !strcmp(*l, name);
	return is;
}

static char *given; /* SUITE_DATABASES, cut into its words */

/* The words of SUITE_DATABASES, ending with NULL. */
static char **
given_names(const char *words)
{
	char **names = NULL;
	size_t n = 0, cap = 0;

	given = xstrdup(words);
	for (char *p = strtok(given, " "); p; p = strtok(NULL, " ")) {
		names = xroom(names, n, &cap, sizeof(*names));
		names[n++] = p;
	}
	names = xroom(names, n, &cap, sizeof(*names));
	names[n] = NULL;
	return names;
}

static char **
find_names(void)
{
	const char *words = getenv("SUITE_DATABASES");

	if (!words && access(datadir, F_OK) < 0)
		die("%s:", datadir);
	for (char **p = opt_operands; *p; p++)
		if (!is_known(*p))
			die("unknown database '%s': neither db, raw nor the"
			    " ledger of %s has it",
			    *p, datadir);
	if (*opt_operands)
		return opt_operands;
	return words ? given_names(words) : ledger_names(ledger, datadir);
}

int
main(int argc, char **argv)
{
	char **names;
	bool json = false;
	int c;

	opt_init(argc, argv,
	    "every database: rows, age, last run, stale or not, why",
	    "[NAME...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			datadir = opt_arg;
		else
			json = true;
	opt_count(0, 256);
	ledger = ledger_look(datadir);
	names = find_names();
	print_all(names, json);
	if (given)
		free(names);
	free(given);
	db_close(ledger);
}
