/*
 * The files that SQLite keeps next to a database: NAME-journal, NAME-wal and
 * NAME-shm. They belong to the file that bears the name now. When another file
 * takes the name, SQLite would apply what they hold to that one, and destroy
 * it.
 */
#ifndef DB_ASIDE_H
#define DB_ASIDE_H

#include <stdbool.h>

#include <sqlite3.h>

/* True if there is such a file for the database path. */
bool db_has_aside(const char *path);

/* Makes path ready for being replaced: whatever was written to it is in it, and
 * no file is left next to it, whoever left one and whether path exists or not.
 * Ends the program with EXIT_RETRY if another program that needs such a file is
 * using path. Returns a connection that keeps others from changing path until
 * the caller closes it; NULL if none is needed. */
sqlite3 *db_settle(const char *path);

#endif
