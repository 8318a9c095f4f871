/*
 * The sessions of a formation, matched from its dates of beginning and of end
 * (formation(5) [formation 8]).
 */
#ifndef SESSION_H
#define SESSION_H

#include "base/day.h"
#include "json/js.h"

struct session {
	msec debut, fin;
};

/* Dates of the catalogue, in the order of the bytes of their text. */
struct session_dates {
	struct str *text;
	msec *at; /* DAY_BAD: not a date */
	size_t n;
	struct buf scratch;
};

/* A zeroed struct is empty; sessions_free frees it. */
struct sessions {
	struct session *at;
	size_t n;
	struct session_dates debuts, fins;
};

/* Returns the years from a to b (a <= b) on the UTC calendar. The fraction is
 * the time after the whole years over the length of the year that it falls in.
 * Public for tests/unit/session.c. */
double session_years(msec a, msec b);

/* Fills s from the catalogue's two arrays; anything but an array counts as an
 * empty one. target is how long a session should last, in years. Returns 0, or
 * -1 and e if a date is invalid or a beginning has no possible end (or the
 * reverse). */
int sessions_match(struct sessions *s, struct js date_debut, struct js date_fin,
    double target, struct err *e);

void sessions_free(struct sessions *s);

#endif
