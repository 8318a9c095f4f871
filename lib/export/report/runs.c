#include <stdlib.h>

#include "export/report/french.h"
#include "export/report/runs.h"
#include "suite/ledger.h"

const struct runs_series runs_series[RUNS_SERIES] = {
	{ "formation", "Formations" },
	{ "organismes", "Organismes" },
	{ "certifications", "Certifications" },
};

/* The finished runs of a database from the first of the days, oldest first:
 * date, status, rows. */
static sqlite3_stmt *
runs_of(struct db *ledger, const char *name, msec from)
{
	static char since[DAY_TEXT_MAX];
	sqlite3_stmt *s = db_prepare(ledger,
	    "SELECT import_date, " LEDGER_STATUS ", rows FROM import_meta"
	    " WHERE type = ? AND import_date >= ? ORDER BY id");

	day_print_utc(from, since);
	db_bind_text(ledger, s, 1, str_of(name));
	db_bind_text(ledger, s, 2, str_of(since));
	return s;
}

/* The number of the day of the current row, which is before n; -1 for a date
 * that is after today, or no date. */
static int64_t
day_in(sqlite3_stmt *s, int64_t first, int n)
{
	msec t = day_parse(db_text(s, 0));
	int64_t day =
	    t == DAY_NULL || t == DAY_BAD ? -1 : french_day_of(t) - first;

	return day < n ? day : -1;
}

static void
read_days(struct runs *r, size_t i, struct db *ledger, const char *name,
    int64_t today)
{
	int64_t first = today - RUNS_DAYS + 1, day;
	sqlite3_stmt *s = runs_of(ledger, name, french_day_start(first));

	while (db_step(ledger, s)) {
		day = day_in(s, first, RUNS_DAYS);
		if (day >= 0 && str_is(db_text(s, 1), "done"))
			r->day[i][day] = RUN_DONE;
		else if (day >= 0 && str_is(db_text(s, 1), "failed"))
			r->day[i][day] = RUN_FAILED;
	}
	sqlite3_finalize(s);
}

static void
read_rows(struct runs *r, int i, struct db *ledger, int64_t today)
{
	int64_t first = today - RUNS_HISTORY + 1, day;
	sqlite3_stmt *s =
	    runs_of(ledger, runs_series[i].database, french_day_start(first));

	while (db_step(ledger, s)) {
		day = day_in(s, first, RUNS_HISTORY);
		if (day >= 0 && str_is(db_text(s, 1), "done") &&
		    sqlite3_column_type(s, 2) != SQLITE_NULL)
			r->rows[i][day] = sqlite3_column_int64(s, 2);
	}
	sqlite3_finalize(s);
}

void
runs_read(struct runs *r, struct db *ledger, char **names, msec now)
{
	int64_t today = french_day_of(now);

	while (names[r->n])
		r->n++;
	r->day = xcalloc(r->n + 1, sizeof(*r->day));
	for (size_t i = 0; ledger && i < r->n; i++)
		read_days(r, i, ledger, names[i], today);
	for (int i = 0; i < RUNS_SERIES; i++) {
		for (int d = 0; d < RUNS_HISTORY; d++)
			r->rows[i][d] = -1;
		if (ledger)
			read_rows(r, i, ledger, today);
	}
}

void
runs_free(struct runs *r)
{
	free(r->day);
}
