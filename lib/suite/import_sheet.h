/*
 * Importers of workbooks: a document for each row of the sheet that counts.
 *
 * The rows come from standard input as `parse-xlsx --all --end` prints them
 * (sheetrec.h), are checked against the rules of sheetrule.h, and each becomes
 * the record that put makes of it. A message names sheet and row.
 */
#ifndef IMPORT_SHEET_H
#define IMPORT_SHEET_H

#include "store/table.h"
#include "xlsx/sheetrule.h"

#define IMPORT_SHEET_COLUMNS 64

struct import_sheet {
	const char *what;               /* a line for -h */
	const struct table *table;      /* a document table */
	const struct sheet_rule *rules; /* the first is the one that counts */
	/* Appends the record: cell[i] is the cell for the i-th column rule,
	 * NULL if the sheet has no such column. 0, or -1 with "field: what"
	 * in e. */
	int (*put)(struct buf *doc, const struct sheet_cell *const *cell,
	    struct err *e);
};

/* The whole tool: options, import, statistics. Its exit code. */
int import_sheet_main(int argc, char **argv, const struct import_sheet *s);

/* What is wrong with the cell of a field, in e; -1. */
int import_sheet_wrong(const char *field, const struct sheet_cell *c,
    const char *expected, struct err *e);

/* Append a member of the record, for put: a text, as it is; a finite number,
 * as sheet_to_number reads it. 0 or -1. */
int import_sheet_text(struct buf *doc, const char *field,
    const struct sheet_cell *c, struct err *e);
int import_sheet_number(struct buf *doc, const char *field,
    const struct sheet_cell *c, struct err *e);

#endif
