/*
 * Writes rows in a separate thread, in order, while the program prepares the
 * next ones: for tools that spend half their time on each.
 *
 * From table_thread until table_thread_end the writers, their database
 * included, are the thread's. Failures end the program, as elsewhere.
 */
#ifndef TABLE_THREAD_H
#define TABLE_THREAD_H

#include "store/table.h"

struct table_thread;

/* Starts the thread, for writers of tables of one database. */
struct table_thread *table_thread(void);

/* Like table_add_known, but copies its arguments. */
void table_thread_add(struct table_thread *b, struct table_writer *w,
    const struct str *column, struct str doc, struct str created,
    struct str updated);

/* Waits for the last row, and frees. */
void table_thread_end(struct table_thread *b);

#endif
