/*
 * Importers of a flat source of documents: a record stream on standard input
 * (ndjson.h), each record held against a table of fields (schema.h) and kept as
 * a row of a document table, in order.
 */
#ifndef IMPORT_DOCUMENTS_H
#define IMPORT_DOCUMENTS_H

#include "store/table.h"
#include "json/ndjson.h"
#include "json/schema.h"

struct import_documents {
	/* For -h: a line that says what the tool does, a line that says how its
	 * standard input is written. */
	const char *what;
	const struct table *table;  /* a document table without dates */
	const struct field *record; /* what a record holds */
	/* True if the record is to be left out. NULL: keep all records. */
	bool (*skip)(struct js record);
	/* Looks at the stream as a whole once it has ended, and dies if it may
	 * not be published. NULL: nothing to look at. */
	void (*check)(struct ndjson *in);
	const char *skipped; /* what the statistics call those left out */
};

/* The whole tool: options, import, statistics. Its exit code. */
int import_documents_main(
    int argc, char **argv, const struct import_documents *what);

#endif
