/*
 * Instants: milliseconds since 1970-01-01T00:00:00Z, and the Europe/Paris
 * clock. Rules: [models 1.2].
 */
#ifndef DAY_H
#define DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef int64_t msec;

#define DAY_NULL INT64_MIN      /* "no instant" */
#define DAY_BAD (INT64_MIN + 1) /* not a date */
#define DAY_TEXT_MAX 40

/* The clock: $SUITE_NOW (an instant, milliseconds allowed) or the time of day;
 * read once per process. Dies if $SUITE_NOW is not a date and time. */
msec day_now(void);

/* Like day_now, but reads the clock at every call: for processes that run for a
 * long time. */
msec day_clock(void);

/* "YYYY-MM-DDTHH:MM:SS.mmmZ"; returns the length, NUL-terminated. */
size_t day_print_utc(msec t, char text[DAY_TEXT_MAX]);
/* "YYYY-MM-DDTHH:MM:SS.mmm+HH:MM" with the offset of Europe/Paris. */
size_t day_print_paris(msec t, char text[DAY_TEXT_MAX]);

/* Appends the instant as a JSON string in the Paris form (UTC form for the
 * second), null for DAY_NULL. */
void day_put_paris(struct buf *b, msec t);
void day_put_utc(struct buf *b, msec t);

/* dd/MM/yyyy at 00:00:00 or, if end, 23:59:59 Paris time. DAY_NULL for NULL,
 * DAY_BAD for anything that is not exactly a calendar date of that form. */
msec day_paris_local(struct str s, bool end);

/* Reads the UTC date-time of t as Paris local time and returns that instant. If
 * it occurs twice, the second is meant; if it is skipped in spring, it moves
 * forward (kali_ccn.md 3: the dates of workbooks, which have no zone). */
msec day_paris_wall(msec t);

/* Midnight Europe/Paris of a civil date; DAY_BAD if it does not exist. */
msec day_paris_midnight(int year, int month, int day);

/* ISO 8601 date-time with Z or an offset (THH:MM[:SS[.fraction]], fraction
 * cut to milliseconds), or YYYY-MM-DD (midnight Europe/Paris). DAY_NULL for
 * NULL, DAY_BAD otherwise. The offset +00:09 is that of Paris before 1911,
 * +00:09:21, which day_print_paris cuts: what it prints is read back. */
msec day_parse(struct str s);

/* Like day_parse, but YYYY-MM-DD is midnight UTC and a date-time without offset
 * is UTC: the form of the sessions [formation 8]. */
msec day_parse_utc(struct str s);

/* Reads back what day_print_utc prints, any year; DAY_BAD otherwise. */
msec day_read_utc(struct str s);

/* UTC civil fields and back (proleptic Gregorian calendar). */
struct civil {
	int year, month, day, hour, minute, second, ms;
};
struct civil day_civil(msec t);
msec day_utc(struct civil c);
int day_month_length(int year, int month); /* month 1..12 */

/* Returns the offset of the C library's time zone, that of $TZ, at s, a number
 * of seconds since 1970, in seconds east of UTC. */
long day_zone_offset(int64_t s);

#endif
