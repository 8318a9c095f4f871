/*
 * Tests of a text, for tables of rules: the few patterns that the sources'
 * sheet names and column headers are recognised by.
 */
#ifndef MATCH_H
#define MATCH_H

#include <stdbool.h>

#include "base/buf.h"

/* A test and what it looks for; beside those below, any predicate will do. */
struct match {
	bool (*is)(struct str text, const char *want);
	const char *want;
};

/* "In any case" folds as JavaScript's /i does for the letters of French: é is
 * É, but not e. Nothing is trimmed. want is UTF-8, composed. */
bool match_same(struct str text, const char *want);   /* the whole text */
bool match_fold(struct str text, const char *want);   /* whole, in any case */
bool match_prefix(struct str text, const char *want); /* begins, in any case */
bool match_within(struct str text, const char *want); /* contains, any case */

/* Nothing but white space (js_trim), or nothing at all; want is not used. */
bool match_blank(struct str text, const char *want);

/* True if text passes any of the tests. The list ends with a zeroed entry, or
 * after max tests. */
bool match_any(const struct match *m, size_t max, struct str text);

#endif
