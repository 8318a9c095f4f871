/*
 * Values of columns that are computed before they are compared with a row or
 * written into it.
 */
#ifndef CELL_H
#define CELL_H

#include "store/db.h"
#include "store/table.h"

enum cell_type {
	CELL_UNSET, /* not ours: what the row has stays */
	CELL_NULL,
	CELL_TEXT,
	CELL_INT,
	CELL_REAL,
};

struct cell {
	enum cell_type type;
	struct str text; /* borrowed */
	int64_t i;
	double r;
};

void cell_text(struct cell *c, struct str s); /* NULL text is CELL_NULL */
void cell_int(struct cell *c, int64_t i);
/* Column i of the row that s stands on; a text is borrowed from it. */
void cell_copy(struct cell *c, sqlite3_stmt *s, int i);

/* Does the cell differ from column i of row? CELL_UNSET never does. */
bool cell_differs(const struct cell *c, sqlite3_stmt *row, int i);

/* Binds the cell to parameter i of s. */
void cell_bind(const struct cell *c, struct db *d, sqlite3_stmt *s, int i);

/* Appends the cell as JSON. */
void cell_put(struct buf *b, const struct cell *c, enum column_kind kind);

#endif
