/*
 * Documents of a collection into its table; the jobs inside recruiters go into
 * a table of their own.
 */
#ifndef COLLECTION_ADD_H
#define COLLECTION_ADD_H

#include "offres/mongo/collection.h"

struct collection_writer {
	struct db *d;
	const struct collection *c;
	sqlite3_stmt *insert, *find, *insert_job, *find_job;
	struct collection_row row, job;
	long long rows, jobs; /* rows added */
};

/* Makes w ready for the documents of c, whose table exists in d; d and c are
 * borrowed until collection_writer_close, which frees the rest. */
void collection_writer_open(
    struct collection_writer *w, struct db *d, const struct collection *c);
void collection_writer_close(struct collection_writer *w);

/* Adds the document whole, or nothing of it: returns 0, or -1 with "field: what
 * 'value'" in e. */
int collection_add(struct collection_writer *w, struct str text, struct err *e);

#endif
