#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/day.h"
#include "base/err.h"
#include "suite/ledger.h"
#include "suite/stale.h"
#include "suite/status.h"
#include "json/js.h"

static const char *datadir;
static struct db *ledger; /* NULL: nothing was ever run */
static struct base_status *bases[STATUS_MAX];
static size_t n_bases;

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
copy_text(sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);

	return text ? xstrdup(text) : NULL;
}

static void
read_last_run(struct base_status *b)
{
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT import_date, " LEDGER_STATUS ", duration,"
	    " ifnull(error, 'killed') FROM import_meta WHERE type = ?"
	    " ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(b->name));
	if (db_step(ledger, s)) {
		b->last_import = copy_text(s, 0);
		b->status = copy_text(s, 1);
		if (sqlite3_column_type(s, 2) != SQLITE_NULL)
			b->duration = sqlite3_column_double(s, 2);
		if (!strcmp(b->status, "failed"))
			b->error = copy_text(s, 3);
	}
	sqlite3_finalize(s);
}

static void
read_last_success(struct base_status *b)
{
	sqlite3_stmt *s =
	    db_prepare(ledger, "SELECT import_date, rows FROM import_meta"
			       " WHERE type = ? AND status = 'done'"
			       " ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(b->name));
	if (db_step(ledger, s)) {
		b->last_success = copy_text(s, 0);
		b->rows = sqlite3_column_int64(s, 1);
	}
	sqlite3_finalize(s);
}

static void
read_last_fetch(struct base_status *b)
{
	char *job = xasprintf("fetch:%s", b->name);
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT " LEDGER_STATUS ", ifnull(error, 'killed')"
	    " FROM import_meta WHERE type = ? ORDER BY id DESC LIMIT 1");

	db_bind_text(ledger, s, 1, str_of(job));
	if (db_step(ledger, s) && str_is(db_text(s, 0), "failed"))
		b->fetch_error = copy_text(s, 1);
	sqlite3_finalize(s);
	free(job);
}

static bool
is_stale(const char *name)
{
	return status_of(name)->why;
}

static bool
is_there(const char *dir, const char *name, const char *suffix)
{
	char *path = xasprintf("%s/%s/%s%s", datadir, dir, name, suffix);
	bool is = !access(path, F_OK);

	free(path);
	return is;
}

/* A failed run leaves no stamp; if there is a stamp, make has nothing to do.
 * kept: a state database, which make builds from nothing. */
static void
find_why(struct base_status *b, bool there, bool kept)
{
	if (there && !kept)
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
look(struct base_status *b)
{
	char *path = xasprintf("%s/db/%s.db", datadir, b->name);
	bool there = !access(path, F_OK), kept = db_is_state(path);

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
	find_why(b, there, kept);
}

/* A stamp cannot name itself, so that this ends. */
const struct base_status *
status_of(const char *name)
{
	struct base_status *b;

	for (size_t i = 0; i < n_bases; i++)
		if (!strcmp(bases[i]->name, name))
			return bases[i];
	if (n_bases == STATUS_MAX)
		die("more than %d databases", STATUS_MAX);
	b = xcalloc(1, sizeof(*b));
	b->name = xstrdup(name);
	b->rows = -1;
	b->duration = -1;
	bases[n_bases++] = b;
	look(b);
	return b;
}

double
status_age(const struct base_status *b)
{
	if (!b->last_success)
		return (double)NAN;
	return (double)(day_now() - day_parse(str_of(b->last_success))) / 1000;
}

static void
put_text(struct buf *o, const char *name, const char *text)
{
	js_put_member(o, name, str_of(text));
}

void
status_put_json(struct buf *o, const struct base_status *b)
{
	buf_byte(o, '{');
	put_text(o, "name", b->name);
	js_put_key(o, "rows");
	if (b->rows >= 0)
		js_put_int(o, b->rows);
	else
		buf_str(o, "null");
	js_put_key(o, "age");
	js_put_number(o, status_age(b));
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
	buf_byte(o, '}');
}

bool
status_is_known(const char *name)
{
	bool is = has_word("SUITE_DATABASES", name) ||
		  is_there("db", name, ".db") || is_there("raw", name, "") ||
		  is_there("state", name, ".stamp");

	for (char **l = ledger_names(ledger, NULL); *l && !is; l++)
		is = !strcmp(*l, name);
	return is;
}

static char *given;  /* SUITE_DATABASES, cut into its words */
static char **words; /* these */

static void
cut_given(const char *databases)
{
	size_t n = 0, cap = 0;

	given = xstrdup(databases);
	for (char *p = strtok(given, " "); p; p = strtok(NULL, " ")) {
		words = xroom(words, n, &cap, sizeof(*words));
		words[n++] = p;
	}
	words = xroom(words, n, &cap, sizeof(*words));
	words[n] = NULL;
}

char **
status_names(void)
{
	const char *databases = getenv("SUITE_DATABASES");

	if (!databases)
		return ledger_names(ledger, datadir);
	if (!words)
		cut_given(databases);
	return words;
}

struct db *
status_ledger(void)
{
	return ledger;
}

void
status_open(const char *dir)
{
	if (!getenv("SUITE_DATABASES") && access(dir, F_OK) < 0)
		die("%s:", dir);
	datadir = dir;
	ledger = ledger_look(dir);
}

void
status_close(void)
{
	free(words);
	words = NULL;
	free(given);
	given = NULL;
	db_close(ledger);
	ledger = NULL;
}
