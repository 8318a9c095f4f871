/*
 * The tables of traitement.db, for cat-table and load-table. Section 3 of the
 * page traitement(7) explains them.
 */
#ifndef TRAITEMENT_TABLES_H
#define TRAITEMENT_TABLES_H

#include "store/table.h"

/* All of them, ended by NULL. */
extern const struct table *const tables_traitement[];

/* Makes the tables, indexes and views that d lacks. */
void traitement_make(struct db *d);

#endif
