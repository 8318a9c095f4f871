/*
 * The findings of check-data, counted by check and severity.
 */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum check_severity {
	CHECK_ERROR,   /* must not happen: the set is broken */
	CHECK_WARNING, /* somebody should look at it */
	CHECK_INFO,    /* true, and good to know */
	CHECK_SEVERITIES
};

extern const char *const check_severity_name[CHECK_SEVERITIES];

#define FINDINGS_EXAMPLES 3

struct finding {
	char *check;
	enum check_severity severity;
	int64_t n;
	char *key[FINDINGS_EXAMPLES]; /* of the first ones, JSON objects */
};

struct findings {
	bool known; /* a file was read */
	struct finding *v;
	size_t n, cap;
	int64_t total[CHECK_SEVERITIES];
};

/* Reads the findings of path: an entry a check and severity, in the order of
 * the file. Ends the program, naming the line and the member, at a line that is
 * not a finding. */
void findings_read(struct findings *f, const char *path);
void findings_free(struct findings *f);

/* Orders the entries: by severity, the most frequent first, then by name. */
void findings_sort(struct findings *f);

#endif
