/*
 * The files that SQLite keeps next to a database: NAME-journal, NAME-wal and
 * NAME-shm. They belong to the current file of that name. If another file
 * replaced it, SQLite would apply them to the new file and destroy it.
 */
#ifndef DB_ASIDE_H
#define DB_ASIDE_H

#include <stdbool.h>

#include <sqlite3.h>

/* True if there is such a file for the database path. */
bool db_has_aside(const char *path);

/* Prepares path for its replacement: completes the file, and removes the files
 * next to it, whichever program left them and even if path does not exist. Ends
 * the program with EXIT_RETRY if another program that needs such a file is
 * using path. Returns a connection that keeps others from changing path until
 * the caller closes it; NULL if none is needed. */
sqlite3 *db_settle(const char *path);

#endif
