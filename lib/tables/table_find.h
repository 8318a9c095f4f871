/*
 * The tables of all systems, for tools whose user names one.
 */
#ifndef TABLE_FIND_H
#define TABLE_FIND_H

#include "store/table.h"

/* The table called name; NULL if there is none. */
const struct table *table_find(const char *name);

#endif
