/*
 * The formations of the state before, in their order.
 *
 * They are read as agg-formation keeps them, in parts, or as load-table makes
 * them, a document each. A part is known by its sum: its text is read only for
 * a record that is archived.
 */
#ifndef PREVIOUS_H
#define PREVIOUS_H

#include "apprentissage/formations/formation.h"
#include "store/db.h"

struct previous;

/* Reads formation.db at path; NULL if there is none. kept is borrowed: what the
 * new file holds so far. */
struct previous *previous_open(const char *path, const struct parts *kept);

/* The next record, canonical if it is valid, and its dates; NULL at the end. It
 * holds until the next call. */
struct formation *previous_next(
    struct previous *p, struct str *created, struct str *updated);

/* Makes the present record archivé, with the texts of those parts that are not
 * kept yet. */
void previous_archive(struct previous *p);

/* True if made, which is canonical, differs from the present record. */
bool previous_differs(struct previous *p, struct formation *made);

void previous_close(struct previous *p);

#endif
