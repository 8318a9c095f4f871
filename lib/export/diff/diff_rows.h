/*
 * The rows of a table in the order of a key: null, then numbers by value, then
 * text by bytes, column by column (SQLite's BINARY); rows of one key in the
 * order of the table, numbered from 1.
 *
 * Only key and rowid are sorted, by an index or in a temporary file. Records
 * are read by rowid when they are asked for, so memory does not depend on the
 * size of the table.
 */
#ifndef DIFF_ROWS_H
#define DIFF_ROWS_H

#include "store/db.h"
#include "store/table.h"
#include "json/js.h"

struct diff_rows {
	bool more;    /* there is a current row */
	int64_t rank; /* of the current row among those of its key, from 1 */
	int64_t rows; /* read so far, the current one included */

	/* diff_rows.c's own */
	struct db *d;
	const char *table;
	const struct table *t;
	size_t n;                    /* columns of the key */
	sqlite3_stmt *keys, *record; /* the same one if t has no rowid */
	int *at;                     /* columns of keys that are the key */
	struct diff_value *key, *last;
	struct table_reader reader;
	struct str now; /* the current record, if seen */
	bool seen;
	struct buf text;
	struct js_index index;
};

/* Begins with the rows of table, and reads the first one. d may be NULL, or
 * have no such table: no rows then. The key's columns must be there. d, table
 * and t, which may be NULL, are borrowed. */
void diff_rows_open(struct diff_rows *r, struct db *d, const char *table,
    const struct table *t, const struct str *column, size_t n);

/* Reads the next row. Ends the program if it is out of order. */
void diff_rows_next(struct diff_rows *r);

/* Compares the current rows by key, then rank. A side without a row is last. */
int diff_rows_cmp(const struct diff_rows *a, const struct diff_rows *b);

/* The current row as cat-table prints it; valid until the next row. */
struct str diff_rows_record(struct diff_rows *r);

/* The current row's record as a value. Ends the program, naming the row, if it
 * is not JSON. Valid until the next row. */
struct js diff_rows_json(struct diff_rows *r);

/* Appends {"COLUMN":VALUE,...}, with the rank as "n" from the second row of a
 * key on. */
void diff_rows_put_key(
    struct buf *b, const struct diff_rows *r, const struct str *column);

void diff_rows_close(struct diff_rows *r);

#endif
