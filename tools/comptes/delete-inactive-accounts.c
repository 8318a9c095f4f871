/*
 * delete-inactive-accounts: remove from users.db the accounts unused for two
 * years: updated_at at or before the same day and time, UTC, two calendar
 * years ago (28 February for 29). Administrators are removed too; no message
 * is sent; events are kept. Prints the limit and the counts.
 */
#include <stdio.h>

#include "apprentissage/comptes/users.h"
#include "base/day.h"
#include "base/opt.h"
#include "base/out.h"

static const struct opt opts[] = {
	USERS_OPTIONS,
	{ 'n', "dry-run", NULL, "count them, remove nothing" },
	{ 0 },
};

static msec
two_years_ago(void)
{
	struct civil c = day_civil(day_now());
	int length;

	c.year -= 2;
	length = day_month_length(c.year, c.month);
	if (c.day > length)
		c.day = length;
	return day_utc(c);
}

/* instant(id, text): milliseconds. An invalid date ends the run: no account
 * is removed by a guess. */
static void
instant(sqlite3_context *c, int n, sqlite3_value **v)
{
	const char *id = (const char *)sqlite3_value_text(v[0]);
	const char *text = (const char *)sqlite3_value_text(v[1]);
	msec t = day_parse(str_of(text));
	char why[128];

	(void)n;
	if (t != DAY_NULL && t != DAY_BAD) {
		sqlite3_result_int64(c, t);
		return;
	}
	snprintf(why, sizeof(why), "%.64s: updated_at: no date", id ? id : "");
	sqlite3_result_error(c, why, -1);
}

static struct db *
open_with_instant(bool dry)
{
	struct db *d = dry ? users_open() : db_change(users_need());

	if (sqlite3_create_function(
		d->h, "instant", 2, SQLITE_UTF8, NULL, instant, NULL, NULL))
		die("%s: %s", d->path, sqlite3_errmsg(d->h));
	return d;
}

static int64_t
count(struct db *d, msec limit)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT count(*) FROM users WHERE instant(_id, updated_at) <= ?");
	int64_t n;

	db_bind_int(d, s, 1, limit);
	n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

static int64_t
remove_inactive(struct db *d, msec limit)
{
	sqlite3_stmt *s = db_prepare(
	    d, "DELETE FROM users WHERE instant(_id, updated_at) <= ?");

	db_bind_int(d, s, 1, limit);
	db_step(d, s);
	sqlite3_finalize(s);
	return sqlite3_changes(d->h);
}

int
main(int argc, char **argv)
{
	char text[DAY_TEXT_MAX];
	struct out out;
	bool dry = false;
	int64_t n;
	struct db *d;
	msec limit;
	int c;

	opt_init(argc, argv, "remove the accounts that are not used",
	    USERS_NEEDED, opts);
	while ((c = opt_next()) >= 0)
		if (!users_option(c))
			dry = true;
	opt_count(0, 0);
	users_need();
	limit = two_years_ago();
	day_print_utc(limit, text);
	d = open_with_instant(dry);
	db_exec(d, dry ? "BEGIN" : "BEGIN IMMEDIATE");
	n = dry ? count(d, limit) : remove_inactive(d, limit);
	/* If the first half cannot be written, nobody is removed; the second
	 * half is not written before the accounts are gone. */
	out_open(&out, NULL);
	buf_fmt(&out.buf, "{\"limit\":\"%s\",\"inactive\":%lld,", text,
	    (long long)n);
	out_flush(&out);
	db_exec(d, "COMMIT");
	buf_fmt(&out.buf, "\"deleted\":%lld}\n", (long long)(dry ? 0 : n));
	out_close(&out);
	db_close(d);
	return 0;
}
