/*
 * Calendar arithmetic as PostgreSQL and luxon do it.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "base/day.h"

/* The instant so many months before t, at the same time of day in UTC; a day
 * that the month does not have becomes its last. */
msec months_before(msec t, int months);

/* Midnight UTC of the Monday of the week that holds t. */
msec monday_of(msec t);

/* "YYYY-MM-DD" of t, in UTC. */
void put_date(char text[11], msec t);

#endif
