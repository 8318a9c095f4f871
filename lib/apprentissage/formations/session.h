/*
 * The sessions of a formation, matched from its dates of beginning and of end
 * (formation.md 8 of the records' specification).
 */
#ifndef SESSION_H
#define SESSION_H

#include "base/day.h"
#include "json/js.h"

struct session {
	msec debut, fin;
};

/* The catalogue's dates, in the order of the bytes of their text. */
struct session_dates {
	struct str *text;
	msec *at; /* DAY_BAD: not a date */
	size_t n;
	struct buf scratch;
};

/* A zeroed one is empty; freed by sessions_free. */
struct sessions {
	struct session *at;
	size_t n;
	struct session_dates debuts, fins;
};

/* Years from a to b (a <= b) on the UTC calendar, with a fraction: what is
 * left after the whole years, over the length of the year it falls in. */
double session_years(msec a, msec b);

/* Fills s from the catalogue's two arrays (anything else stands for an empty
 * one). target is how long a session should last, in years. 0, or -1 and e: a
 * date that is none, no possible end for a beginning (or the reverse). */
int sessions_match(struct sessions *s, struct js date_debut, struct js date_fin,
    double target, struct err *e);

void sessions_free(struct sessions *s);

#endif
