/*
 * The runs that the ledger holds, by day of Paris.
 */
#ifndef RUNS_H
#define RUNS_H

#include <stddef.h>
#include <stdint.h>

#include "base/day.h"
#include "store/db.h"

enum {
	RUNS_DAYS = 30,    /* days of runs; the last is today */
	RUNS_HISTORY = 90, /* days of numbers of rows */
	RUNS_SERIES = 3,   /* databases whose rows are told day by day */
};

/* How a day ended: with its last run that ended. */
enum run_day { RUN_NONE, RUN_DONE, RUN_FAILED };

struct runs {
	size_t n;                        /* databases */
	unsigned char (*day)[RUNS_DAYS]; /* enum run_day of each, by name */
	/* The rows of a series at the end of each day; -1: no run. */
	int64_t rows[RUNS_SERIES][RUNS_HISTORY];
};

struct runs_series {
	const char *database, *title;
};
extern const struct runs_series runs_series[RUNS_SERIES];

/* Reads the ledger, which may be NULL, up to now. names: the databases, ending
 * with NULL. */
void runs_read(struct runs *r, struct db *ledger, char **names, msec now);
void runs_free(struct runs *r);

#endif
