/*
 * The records that differ between two databases' tables of one name
 * (diff-table(1)).
 */
#ifndef DIFF_TABLE_H
#define DIFF_TABLE_H

#include "base/out.h"
#include "export/diff/diff_fields.h"
#include "store/db.h"
#include "store/table.h"

enum diff_form {
	DIFF_CHANGES, /* a line per record, with values */
	DIFF_BRIEF,   /* without values */
	DIFF_FULL,    /* with the records of an update too */
	DIFF_SUMMARY, /* a line per table: diff_put_summary */
};

/* How to compare. */
struct diff_options {
	enum diff_form form;
	const struct str *ignored; /* JSON Pointers of changes to leave out */
	size_t n_ignored;
	struct out *out;
};

/* What to compare. */
struct diff_table {
	struct db *before, *after; /* NULL: an empty table, as if the table is
				    * missing */
	const char *name;
	const struct table *t;    /* NULL if it is not one of ours */
	const struct str *column; /* of the key */
	size_t n;
	bool same; /* both files have the same bytes: only count */
};

struct diff_counts {
	int64_t before, after; /* rows */
	int64_t inserted, deleted, updated, same;
	struct diff_fields fields; /* of updates; DIFF_SUMMARY only */
};

/* Prints the records that differ, in the order of the key, and counts into c,
 * which is zeroed at first. Ends the program if a database cannot be read or a
 * record that differs is not JSON. */
void diff_table(const struct diff_table *t, const struct diff_options *o,
    struct diff_counts *c);

bool diff_any(const struct diff_counts *c);
/* Prints the line of a summary. */
void diff_put_summary(
    struct buf *b, const char *table, const struct diff_counts *c);

#endif
