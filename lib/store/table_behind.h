/*
 * Rows written by a thread of their own, in the order given, while the program
 * makes the next ones: for tools whose work is half making and half writing.
 *
 * From table_behind until table_behind_end the writer, its table's database
 * included, is the thread's. Failures end the program, as elsewhere.
 */
#ifndef TABLE_BEHIND_H
#define TABLE_BEHIND_H

#include "store/table.h"

struct table_behind;

struct table_behind *table_behind(struct table_writer *w);

/* As table_add_known; what is given is copied. */
void table_behind_add(struct table_behind *b, const struct str *column,
    struct str doc, struct str created, struct str updated);

/* Waits for the last row, and frees. */
void table_behind_end(struct table_behind *b);

#endif
