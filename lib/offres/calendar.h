/*
 * Dates as the offers have them: 24 bytes, YYYY-MM-DDTHH:MM:SS.mmmZ, and
 * arithmetic on the wall clock of a zone, as JavaScript does it: a time that
 * comes twice is the first of the two, one that is skipped moves forward.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "base/day.h"

#define CALENDAR_MINUTE ((msec)60 * 1000)
#define CALENDAR_HOUR (60 * CALENDAR_MINUTE)
#define CALENDAR_DAY (24 * CALENDAR_HOUR)

/* The date in its canonical form; DAY_BAD if s has another form or is no
 * instant that exists. */
msec calendar_read(struct str s);

/* What people and partners wrote: YYYY-MM-DD (midnight UTC), or that, T or a
 * blank, HH:MM[:SS[.digits]] and Z, an offset, or nothing (the zone's clock).
 * DAY_BAD for anything else. */
msec calendar_parse(struct str s, bool paris);

/* Converts a wall time, given as the instant at which UTC clocks show it, to
 * the instant at which clocks of the zone show it. */
msec calendar_of_wall(msec wall, bool paris);
/* Converts an instant to the wall time of the zone; calendar_of_wall undoes
 * it. */
msec calendar_wall(msec t, bool paris);

/* Add n days or months, which may be negative, and keep the wall time. In a
 * month that is too short, the result is its last day. */
msec calendar_add_days(msec t, int n, bool paris);
msec calendar_add_months(msec t, int n, bool paris);

/* Returns the start of the day of t in the zone. */
msec calendar_day_start(msec t, bool paris);

/* Appends a canonical date as the JSON string "DD/MM/YYYY" in the zone; null
 * for NULL and for what is no date. */
void calendar_put_day(struct buf *b, struct str date, bool paris);

#endif
