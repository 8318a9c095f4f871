/*
 * Cron expressions as cron-parser 4.9 understands them: what Bull asks for the
 * next run of a repeated job. crontab(5) of the system is another dialect.
 *
 * Written here because no library in C has this dialect's two rules for clock
 * changes and its reading of lists; see queue(7), "Cron expressions".
 */
#ifndef CRON_H
#define CRON_H

#include "base/day.h"
#include "base/err.h"

enum cron_field {
	CRON_SECOND,
	CRON_MINUTE,
	CRON_HOUR,
	CRON_DAY, /* of the month */
	CRON_MONTH,
	CRON_WEEKDAY, /* 0 is Sunday; 7 is too, in some ranges */
	CRON_FIELDS,
};

struct cron {
	uint64_t set[CRON_FIELDS]; /* bit v: the value v is scheduled */
	unsigned
	    count[CRON_FIELDS]; /* values of the lists, repetitions counted */
	unsigned named[32];     /* values of the day's list, by day */
	bool last_day;          /* L: the last day of the month */
	uint64_t last_weekday;  /* nL: the last such weekday, by bit */
	int nth;                /* #k, or 0 */
};

/* Reads an expression. Returns 0, or -1 with the reason in e. */
int cron_parse(struct cron *c, struct str text, struct err *e);

/* The first instant after t at which the wall clock of zone (NULL: UTC)
 * matches; DAY_NULL if there is none within 26 years. */
msec cron_next(const struct cron *c, const char *zone, msec t);

#endif
