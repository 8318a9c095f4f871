/*
 * Values of SQL columns in SQLite's BINARY order.
 */
#ifndef DIFF_VALUE_H
#define DIFF_VALUE_H

#include <stdint.h>

#include <sqlite3.h>

#include "base/buf.h"

/* A copy of a value; zeroed at first. */
struct diff_value {
	int type; /* SQLITE_NULL, SQLITE_INTEGER ... */
	int64_t integer;
	double real;
	struct buf text; /* text or BLOB */
};

/* Copies column i of the current row of s. */
void diff_value_read(struct diff_value *v, sqlite3_stmt *s, int i);

/* Compares null, then numbers by value, then text by bytes, then BLOBs. */
int diff_value_cmp(const struct diff_value *a, const struct diff_value *b);

void diff_value_free(struct diff_value *v);

#endif
