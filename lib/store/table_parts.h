/*
 * Tables that are kept in parts, because many of their records have long values
 * in common. Such a table NAME is a view: it puts each record together from
 * table NAME_row, a row per record, and table NAME_part, which holds every
 * different part once. The view has no rowid; view NAME_rowid has.
 *
 * Programs that only read need not know: NAME has the columns of a table.
 */
#ifndef TABLE_PARTS_H
#define TABLE_PARTS_H

#include "store/db.h"

/* SQL: the names of a database's tables, in the order in which they were made;
 * a table that is kept in parts is one. */
extern const char table_names[];

/* Returns what SELECT takes where it needs the rowid of a table's rows: name,
 * or the view that has it. The caller frees it. */
char *table_with_rowid(struct db *d, const char *name);

/* True if a table of d is kept in parts. */
bool table_in_parts(struct db *d, const char *name);

#endif
