/*
 * Importers of a flat source of documents: a record stream on standard input
 * (rec.h), each record held against a table of fields (schema.h) and kept as a
 * row of a document table, in order.
 */
#ifndef DOCIMPORT_H
#define DOCIMPORT_H

#include "store/table.h"
#include "json/rec.h"
#include "json/schema.h"

struct docimport {
	const char *what;           /* one line for -h */
	const struct table *table;  /* a document table without dates */
	const struct field *record; /* what a record holds */
	/* Is the record left out? NULL: none is. */
	bool (*skip)(struct js record);
	/* Looks at the stream as a whole once it has ended, and dies if it may
	 * not be published. NULL: nothing to look at. */
	void (*check)(struct rec *in);
	const char *skipped; /* what the statistics call those left out */
};

/* The whole tool: options, import, statistics. Its exit code. */
int docimport_main(char **argv, const struct docimport *what);

#endif
