/*
 * formation.db as it is written: each different part once, in table
 * formation_part; a row for each record in table formation_row, which names its
 * parts; view formation puts the records together (tables(5)).
 */
#ifndef FORMATION_STORE_H
#define FORMATION_STORE_H

#include "apprentissage/formations/formation.h"
#include "store/db.h"

struct formation_store;

/* Creates the tables in d. A thread writes them: d is its until
 * formation_store_end. kept is borrowed and filled. */
struct formation_store *formation_store_begin(struct db *d, struct parts *kept);

/* Adds a record, its texts copied, and keeps its parts. */
void formation_store_add(struct formation_store *s, struct formation *f,
    struct str created, struct str updated);

/* Waits for the last record. Afterwards formation_store_index builds the
 * indexes and frees. */
void formation_store_end(struct formation_store *s);
void formation_store_index(struct formation_store *s);

#endif
