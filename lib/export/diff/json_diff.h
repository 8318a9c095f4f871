/*
 * What differs between two JSON values, as places with the value before and
 * after (diff-table(1)).
 *
 * The order of members is no difference. Numbers are equal by their decimal
 * value, of any length. Items of arrays meet by position after the equal items
 * at both ends were set apart.
 */
#ifndef JSON_DIFF_H
#define JSON_DIFF_H

#include "json/js.h"

struct json_diff {
	/* Called for each place. path is a JSON Pointer (RFC 6901); before is
	 * JS_ABSENT for what is new, after for what is gone. */
	void (*found)(
	    void *arg, struct str path, struct js before, struct js after);
	void *arg;
	/* Pointers: places there or below are not reported. */
	const struct str *ignored;
	size_t n_ignored;

	/* json_diff.c's own; zeroed at first */
	struct buf path;
	struct json_part *part; /* members and items of the values at hand */
	size_t n, cap;
	struct buf a, b; /* unescaped names */
};

/* Both values must be valid JSON (js_check); names of members are unique. */
void json_diff(struct json_diff *d, struct js before, struct js after);
/* True if json_diff would find nothing, ignored places included. */
bool json_diff_same(struct json_diff *d, struct js a, struct js b);
void json_diff_free(struct json_diff *d);

/* True if s is a JSON Pointer to a place inside a value: not "". */
bool json_pointer_valid(struct str s);

#endif
