/*
 * check-status: the dead man's switch: does what should run still run?
 *
 * Reads the ledger (DATADIR/state/ledger.db) and prints a line for each name
 * whose last successful run is older than --max-age, or that never had one;
 * exit 1 if there is any. Names are those of databases or of cron's jobs
 * (cron:import_source); without NAME: every database that a run tried to build,
 * but for state databases.
 */
#include <math.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "suite/ledger.h"
#include "json/js.h"

#define HOUR ((msec)3600 * 1000)

static const struct opt opts[] = {
	{ 'd', "data", "DIR", "where db and state live (data)" },
	{ 'j', "json", NULL, "a JSON object a line" },
	{ OPT_NEEDED | 'm', "max-age", "HOURS",
	    "how old the last success may be" },
	{ 0 },
};

static const char *datadir = "data";
static struct db *ledger; /* NULL: nothing was ever run */
static long hours = -1;
static bool json;

/* When the last run that was done began, DAY_NULL if there was none; *ran says
 * whether there was any. */
static msec
last_success(const char *name, bool *ran)
{
	msec t = DAY_NULL;
	sqlite3_stmt *s;

	*ran = false;
	if (!ledger)
		return DAY_NULL;
	s = db_prepare(ledger,
	    "SELECT count(*), max(iif(status = 'done', import_date, NULL))"
	    " FROM import_meta WHERE type = ?");
	db_bind_text(ledger, s, 1, str_of(name));
	if (db_step(ledger, s)) {
		struct str date = db_text(s, 1);

		*ran = sqlite3_column_int64(s, 0);
		t = day_parse(date);
		if (t == DAY_BAD)
			die("%s: %s: import_date '%s': not an instant",
			    ledger->path, name, err_quote(date.p, date.n));
	}
	sqlite3_finalize(s);
	return t;
}

static void
print_json(struct buf *o, const char *name, msec t)
{
	buf_byte(o, '{');
	js_put_member(o, "name", str_of(name));
	js_put_key(o, "last_success");
	day_put_utc(o, t);
	js_put_key(o, "age");
	js_put_number(
	    o, t == DAY_NULL ? (double)NAN : (double)(day_now() - t) / 1000);
	buf_str(o, "}\n");
}

static void
print_line(struct buf *o, const char *name, msec t, bool ran)
{
	char text[DAY_TEXT_MAX];

	if (t == DAY_NULL) {
		buf_fmt(o, "%s: never %s\n", name, ran ? "succeeded" : "ran");
		return;
	}
	day_print_utc(t, text);
	buf_fmt(o, "%s: last success %s, %lld h ago\n", name, text,
	    (long long)((day_now() - t) / HOUR));
}

/* Prints name if it is late. */
static bool
check(struct buf *o, const char *name)
{
	bool ran;
	msec t = last_success(name, &ran);

	if (t != DAY_NULL && day_now() - t <= hours * HOUR)
		return false;
	if (json)
		print_json(o, name, t);
	else
		print_line(o, name, t, ran);
	return true;
}

static bool
is_state(const char *name)
{
	char *path = xasprintf("%s/db/%s.db", datadir, name);
	bool is = db_is_state(path);

	free(path);
	return is;
}

/* No schedule builds the state databases: they are checked if they are named.
 */
static bool
check_all(char **names, bool named)
{
	struct out out;
	bool late = false;

	out_open(&out, NULL);
	for (; *names; names++)
		if (named || !is_state(*names))
			late |= check(&out.buf, *names);
	out_close(&out);
	return late;
}

int
main(int argc, char **argv)
{
	static char **names;
	bool late;
	int c;

	opt_init(argc, argv, "name what has had no success for too long",
	    "[NAME...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			datadir = opt_arg;
		else if (c == 'j')
			json = true;
		else
			hours = opt_number("--max-age", opt_arg, 0, 1000000);
	ledger = ledger_look(datadir);
	names = *opt_operands ? opt_operands : ledger_names(ledger, NULL);
	if (!*names)
		die("%s: no ledger: no database was ever built there", datadir);
	late = check_all(names, *opt_operands);
	db_close(ledger);
	return late ? EXIT_FAILED : 0;
}
