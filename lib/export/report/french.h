/*
 * Numbers, days and ages as a French reader writes them, on the clock of Paris.
 * Between digits stands a narrow space that does not break a line (U+202F).
 */
#ifndef FRENCH_H
#define FRENCH_H

#include "base/buf.h"
#include "base/day.h"

/* Civil days are numbered from 1970-01-01, day 0. */
int64_t french_day_of(msec t); /* the day of Paris in which t is */
msec french_day_start(int64_t day);

/* 18 793, −3 */
void french_put_number(struct buf *b, int64_t n);
/* +18 793, −3, 0 */
void french_put_difference(struct buf *b, int64_t n);
/* 1 base, 3 bases: singular for 0 and 1 too */
void french_put_count(
    struct buf *b, int64_t n, const char *one, const char *several);
/* 30 novembre 2026 */
void french_put_day(struct buf *b, int64_t day);
/* 30 nov. */
void french_put_short_day(struct buf *b, int64_t day);
/* 2026-11-30 */
void french_put_iso_day(struct buf *b, int64_t day);
/* 30 nov. 2026 */
void french_put_date(struct buf *b, msec t);
/* 30 nov. 2026, 5 h 07 */
void french_put_instant(struct buf *b, msec t);
/* 5 h 07 */
void french_put_hour(struct buf *b, msec t);
/* 40 s, 12 min, 3 h, 5 jours */
void french_put_age(struct buf *b, double seconds);

#endif
