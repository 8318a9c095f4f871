/*
 * Brings a table of PostgreSQL to the rows of a flat table: only rows that the
 * server lacks, or has otherwise, are sent.
 */
#ifndef MERGE_H
#define MERGE_H

#include "export/postgres/server.h"
#include "export/postgres/shape.h"

struct merge {
	struct server *s;
	const struct flat_table *t;
	struct db *d; /* that t is read from */
	bool public;  /* without private columns and records */
	bool force;   /* even if most rows would go */
	bool all;     /* every row is to be sent: a column was added */
	int64_t rows, inserted, updated, deleted; /* filled by merge_run */
	int64_t nuls; /* U+0000 that became U+FFFD */
};

/* Merges into the table of that shape. Ends the program with EXIT_GUARD if too
 * few of its rows would stay. */
void merge_run(struct merge *m, const struct shape *shape);

#endif
