/*
 * Many rows for one table: 64 of them in one INSERT take half the time of 64
 * INSERTs.
 */
#ifndef BULK_H
#define BULK_H

#include "store/db.h"

struct bulk {
	struct db *d;
	sqlite3_stmt *many, *one;
	int columns;
	struct bulk_value *value; /* of the rows that wait */
	size_t n;                 /* values that wait */
};

/* Makes b ready for rows of a table with that many columns. */
void bulk_open(struct bulk *b, struct db *d, const char *table, int columns);

/* Give the next value of a row, column by column; the last one ends the row. A
 * text is not copied: it must hold until bulk_flush. NULL text is null. */
void bulk_int(struct bulk *b, int64_t v);
void bulk_real(struct bulk *b, double v);
void bulk_text(struct bulk *b, struct str s);

/* Inserts the rows that wait. */
void bulk_flush(struct bulk *b);

/* Frees; bulk_flush comes first. */
void bulk_close(struct bulk *b);

#endif
