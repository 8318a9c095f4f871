/*
 * Table formation for readers of every record: each part is read from the file
 * once, as long as memory holds it.
 */
#ifndef FORMATION_DOC_H
#define FORMATION_DOC_H

#include "store/db.h"

struct formation_docs;

/* Returns a statement like SELECT * FROM formation, in the order of rowid: d
 * keeps that table in parts (tables(5)). A record's doc holds until the next
 * step. The caller finalizes the statement, then frees *docs, which keeps 48
 * MiB of parts at most. */
sqlite3_stmt *formation_rows(struct db *d, struct formation_docs **docs);
void formation_docs_free(struct formation_docs *docs);

#endif
