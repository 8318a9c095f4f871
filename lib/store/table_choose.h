/*
 * Which table of a database a user means, and the order of its rows.
 */
#ifndef TABLE_CHOOSE_H
#define TABLE_CHOOSE_H

#include "store/db.h"

/* Returns a copy of name, or if it is NULL the name of the only table of d, or
 * of the table called like d's file. The caller frees it. Ends the program if
 * there is no such table, with EXIT_USE if there are several to choose from. */
char *table_choose(struct db *d, const char *name);

/* Returns the terms of ORDER BY for the rows of a table: "rowid", or the key of
 * a table without rowid. Empty for a view, which has an order of its own. The
 * caller frees it. */
char *table_order(struct db *d, const char *table);

#endif
