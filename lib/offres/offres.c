#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "offres/offres.h"
#include "json/js.h"

const struct state_schema offres_schema = { "jobs_partners", 1, offres_tables };

bool offres_dry, offres_paris, offres_force;
static const char *directory;

#define BUSY_MS 5000

bool
offres_option(int c)
{
	switch (c) {
	case 'd':
		directory = opt_arg;
		return true;
	case 'n':
		offres_dry = true;
		return true;
	case 'f':
		offres_force = true;
		return true;
	case 'z':
		offres_paris = !strcmp(opt_arg, "Europe/Paris");
		if (!offres_paris && strcmp(opt_arg, "UTC") != 0)
			opt_wrong(
			    "-z takes UTC or Europe/Paris, not '%s'", opt_arg);
		return true;
	default:
		return false;
	}
}

/* A table that is absent is empty: an empty one stands for it. */
static void
add_stand_ins(struct offres *o)
{
	struct buf b = { 0 };

	for (const struct table *const *t = offres_tables; *t; t++) {
		if (db_has_table(o->d, (*t)->name))
			continue;
		buf_fmt(&b, "CREATE TEMP TABLE \"%s\"(", (*t)->name);
		for (const struct column *c = (*t)->col; c->name; c++)
			buf_fmt(
			    &b, "%s\"%s\"", c == (*t)->col ? "" : ",", c->name);
		buf_str(&b, ");");
	}
	if (b.n)
		db_exec(o->d, buf_view(&b).p);
	buf_free(&b);
}

/* The phase in force: 1 where nobody has said. */
static int
read_phase(struct offres *o)
{
	sqlite3_stmt *s = db_prepare(
	    o->d, "SELECT value FROM migration_state WHERE key = 'phase'");
	int phase = db_step(o->d, s) ? sqlite3_column_int(s, 0) : 1;

	sqlite3_finalize(s);
	return phase;
}

static void
open_database(struct offres *o, enum state_use use)
{
	size_t n;

	*o = (struct offres){ .d = state_open(directory, &offres_schema, use) };
	sqlite3_busy_timeout(o->d->h, BUSY_MS);
	n = day_print_utc(day_now(), o->now_text);
	o->now = (struct str){ o->now_text, n };
	ops_open(&o->ops, offres_dry);
	/* temporary tables are written by those who read, too */
	db_exec(o->d, "PRAGMA query_only=0; PRAGMA cache_size=-24576");
	add_stand_ins(o);
	o->phase = read_phase(o);
}

void
offres_open_to_read(struct offres *o)
{
	open_database(o, STATE_READ);
}

/* A dry run reads: what it would write is undone. */
void
offres_open(struct offres *o)
{
	open_database(o, offres_dry ? STATE_READ : STATE_CHANGE);
}

void
offres_refuse(const struct offres *o, const char *what)
{
	die_code(EXIT_GUARD, "phase %d: %s", o->phase, what);
}

void
offres_need_migration(const struct offres *o)
{
	if (!o->phase)
		offres_refuse(o, "run migrate-schema first");
}

void
offres_need_recruiters(const struct offres *o)
{
	if (o->phase == 2 && !offres_force)
		offres_refuse(o,
		    "offers are written directly, recruiters are old: -f, "
		    "--force does it all the same");
	if (o->phase > 2)
		offres_refuse(o, "the migration is over, recruiters are gone");
}

void
offres_read(struct offres *o)
{
	db_exec(o->d, "BEGIN");
}

/* What the guards have seen must still hold. */
void
offres_begin(struct offres *o)
{
	state_begin(o->d);
	o->begun = true;
	if (read_phase(o) != o->phase)
		die_code(
		    EXIT_RETRY, "%s: the phase has just changed", o->d->path);
}

/* An absent table takes the place of its stand-in. */
void
offres_make(struct offres *o, const struct table *t)
{
	struct table_writer w;
	char *drop;

	if (db_has_table(o->d, t->name))
		return;
	drop = xasprintf("DROP TABLE temp.\"%s\"", t->name);
	db_exec(o->d, drop);
	free(drop);
	table_begin(&w, o->d, t);
	table_end(&w);
}

void
offres_change(struct offres *o, const struct table *t, const char *columns)
{
	offres_make(o, t);
	if (!opt_quiet)
		ops_watch(&o->ops, o->d, t, columns);
}

static void __attribute__((format(printf, 2, 0)))
put_args(struct buf *b, const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof(text), fmt, ap);
	buf_str(b, text);
}

void
offres_fail(struct offres *o, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	va_start(ap, fmt);
	put_args(&b, fmt, ap);
	va_end(ap);
	complain("%s", buf_view(&b).p);
	o->failed = true;
	buf_free(&b);
}

void
offres_add_run(struct offres *o, const char *item)
{
	struct buf counts = { 0 };
	sqlite3_stmt *s;

	offres_make(o, &table_job_runs);
	s = db_prepare(o->d,
	    "INSERT INTO job_runs SELECT coalesce(max(run_id), 0) + 1, ?1, ?2,"
	    " ?3, ?4, ?5, ?6 FROM job_runs");
	buf_fmt(&counts, "{%s}", buf_view(&o->counts).p);
	db_bind_text(o->d, s, 1, str_of(tool_name));
	db_bind_text(o->d, s, 2, str_of(item));
	db_bind_text(o->d, s, 3, o->now);
	db_bind_int(o->d, s, 4, o->phase);
	db_bind_int(o->d, s, 5, o->failed);
	db_bind_text(o->d, s, 6, buf_view(&counts));
	db_step(o->d, s);
	sqlite3_finalize(s);
	buf_free(&counts);
}

/*
 * Deleted bytes stay in a file of SQLite, and in its log, until something else
 * is written there. A row of migration_state stands as long as the rebuild of
 * the file is due: a run that is killed before leaves it to the next.
 */
static const char due[] =
    "SELECT count(*) FROM migration_state WHERE key = 'vacuum'";

void
offres_forget(struct offres *o)
{
	db_exec(o->d, "PRAGMA secure_delete=ON");
	o->forget = true;
}

static void
note_due(struct offres *o)
{
	if (!o->forget || !sqlite3_total_changes64(o->d->h))
		return;
	offres_make(o, &table_migration_state);
	if (!offres_count(o, due))
		offres_update(o,
		    "INSERT INTO migration_state VALUES ('vacuum', 'due', ?1)",
		    STR(""));
}

static void
rebuild(struct offres *o)
{
	if (!o->forget || offres_dry || !offres_count(o, due))
		return;
	db_exec(o->d, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"
		      "DELETE FROM migration_state WHERE key = 'vacuum';"
		      "PRAGMA wal_checkpoint(TRUNCATE)");
}

/* A sort takes as much memory as the cache may, beside it. */
void
offres_sort(const struct offres *o)
{
	db_exec(o->d, "PRAGMA cache_size=-8192");
}

/* A change that cannot be told is not made: printed first, then committed. */
static void
end_change(struct offres *o, const char *item)
{
	offres_sort(o);
	ops_changes(&o->ops);
	ops_put_counts(&o->ops, buf_view(&o->counts));
	note_due(o);
	if (item)
		offres_add_run(o, item);
	ops_commit(&o->ops, o->d);
	rebuild(o);
}

/* A listing leaves a row in job_runs if it is an item of the migration. */
static void
end_listing(struct offres *o, const char *item)
{
	ops_flush(&o->ops);
	db_exec(o->d, "COMMIT");
	if (!item || offres_dry)
		return;
	offres_begin(o);
	offres_add_run(o, item);
	state_commit(o->d);
	o->begun = false;
}

int
offres_end(struct offres *o, const char *item)
{
	if (o->begun)
		end_change(o, item);
	else
		end_listing(o, item);
	ops_close(&o->ops);
	if (!o->begun && opt_verbose)
		fprintf(stderr, "{\"counts\":{%s}}\n", buf_view(&o->counts).p);
	buf_free(&o->counts);
	db_close(o->d);
	return o->failed ? EXIT_FAILED : 0;
}

sqlite3_stmt *
offres_prepare(struct offres *o, const char *sql)
{
	sqlite3_stmt *s = db_prepare(o->d, sql);

	if (sqlite3_bind_parameter_count(s))
		db_bind_text(o->d, s, 1, o->now);
	return s;
}

int64_t
offres_step(struct offres *o, sqlite3_stmt *s)
{
	while (db_step(o->d, s))
		;
	return sqlite3_changes64(o->d->h);
}

int64_t
offres_update(struct offres *o, const char *sql, struct str text)
{
	sqlite3_stmt *s = offres_prepare(o, sql);
	int64_t n;

	if (sqlite3_bind_parameter_count(s) > 1)
		db_bind_text(o->d, s, 2, text);
	n = offres_step(o, s);
	sqlite3_finalize(s);
	return n;
}

int64_t
offres_count(struct offres *o, const char *sql)
{
	sqlite3_stmt *s = offres_prepare(o, sql);
	int64_t n = db_step(o->d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

bool
offres_is_id(struct str s)
{
	size_t i = 0;

	while (i < s.n && strchr("0123456789abcdef", s.p[i]) && s.p[i])
		i++;
	return s.p && s.n == 24 && i == 24;
}
