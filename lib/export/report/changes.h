/*
 * What changed since the build before: the lines of `diff-table -s`.
 */
#ifndef CHANGES_H
#define CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The counts of a table. */
enum {
	CHANGES_BEFORE,
	CHANGES_AFTER,
	CHANGES_INSERT,
	CHANGES_DELETE,
	CHANGES_UPDATE,
	CHANGES_COUNTS
};

struct change {
	char *table;
	int64_t count[CHANGES_COUNTS]; /* rows */
};

struct changes {
	bool known; /* a file was read */
	struct change *change;
	size_t n, cap;
};

/* The members of a line, as diff-table calls the counts. */
extern const char *const changes_names[CHANGES_COUNTS];

/* Reads the lines of path. Ends the program, naming the line and the member,
 * at one that is not a summary, and at a second one of the same table. */
void changes_read(struct changes *c, const char *path);
/* The counts of a table; NULL if it has no line. */
const struct change *changes_of(const struct changes *c, const char *table);
void changes_free(struct changes *c);

#endif
