/*
 * The findings of check-data, counted by check and severity.
 */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "apprentissage/checks/check.h"

#define FINDINGS_EXAMPLES 3

struct finding {
	char *check;
	enum check_severity severity;
	int64_t n;
	char *key[FINDINGS_EXAMPLES]; /* of the first ones, JSON objects */
};

struct findings {
	bool known; /* a file was read */
	struct finding *finding;
	size_t n, cap;
	int64_t total[CHECK_SEVERITIES];
};

/* Reads the findings of path, then orders the checks: by severity, the most
 * frequent first, then by name. Ends the program, naming the line and the
 * member, at a line that is not a finding. */
void findings_read(struct findings *f, const char *path);
void findings_free(struct findings *f);

/* What a check finds, one sentence, in English; NULL if it is unknown. */
const char *findings_what(const char *check);

#endif
