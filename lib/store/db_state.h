/*
 * What db.c and db_state.c share; for these two alone.
 */
#ifndef DB_STATE_H
#define DB_STATE_H

#include "store/db.h"

#define DB_BUSY_MS 60000 /* wait for other processes */

/* A database called path that is not open yet. */
struct db *db_new(const char *path);

/* Takes d, which is about to be closed, off the list of those that are changed
 * in place. */
void db_forget(struct db *d);

#endif
