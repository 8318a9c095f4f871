/*
 * Decides whether make would rebuild a database, from the same files and by the
 * same rules as make: see "Stale databases" in formation(7).
 */
#ifndef STALE_H
#define STALE_H

#include <stdbool.h>

/* Why DATADIR/db/NAME.db, which exists, would be built again ("newer
 * raw/bcn/X.csv"); NULL if it would not. The string is the caller's. is_stale
 * says whether another database, which this one is built from, would be. */
char *stale_why(
    const char *datadir, const char *name, bool (*is_stale)(const char *name));

#endif
