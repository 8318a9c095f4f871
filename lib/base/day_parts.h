/*
 * What the files of day.h share.
 */
#ifndef DAY_PARTS_H
#define DAY_PARTS_H

#include "base/day.h"

enum {
	SECOND = 1000, /* in milliseconds */
	DAY_SECONDS = 86400,
};

/* Rounds down; b > 0. */
int64_t floor_div(int64_t a, int64_t b);

/* Returns the days from 1970-01-01 to a date that exists. */
int64_t civil_days(int64_t year, int month, int day);
bool civil_is_real(int year, int month, int day);

/* Returns the offset of Europe/Paris at s, a number of seconds since 1970, in
 * seconds east of UTC. */
long paris_offset(int64_t s);

/* Returns the instant, in seconds, at which Paris clocks show what UTC clocks
 * show at l: the second if there are two; a time that is skipped moves
 * forward. */
int64_t paris_instant(int64_t l);

#endif
