/*
 * The ten CSV files of an archive of France compétences (france_competence(5)
 * [france_competence 2.1]): the member of a record's data that each one fills,
 * its columns, and what a row must contain.
 */
#ifndef FC_CSV_H
#define FC_CSV_H

#include "base/buf.h"
#include "base/err.h"

#define FC_PARTS 10
#define FC_SUCCESSION 5
#define FC_STANDARD (FC_PARTS - 1)
#define FC_COLUMNS_MAX 16
#define FC_ACTIF 15 /* column Actif of the standard part */

struct fc_part {
	const char *file;   /* its kind in the file's name */
	const char *member; /* of data */
	const char *column[FC_COLUMNS_MAX + 1];
	unsigned mandatory; /* bit i: column i is never null */
	size_t numero;      /* index of column Numero_Fiche */
};

/* In the order of the members of data; `standard` is the last. */
extern const struct fc_part fc_parts[FC_PARTS];

/* Returns the part that the archive's member of this name holds, or NULL. The
 * name must be composed (NFC). */
const struct fc_part *fc_part_of(const char *name);

size_t fc_part_columns(const struct fc_part *p);

/* Checks a row. cell contains its columns, trimmed, NULL if empty. Returns 0,
 * or -1 with "column: what 'value'" in e. */
int fc_part_check(
    const struct fc_part *p, const struct str *cell, struct err *e);

/* Appends the row as an object. */
void fc_part_put(
    const struct fc_part *p, const struct str *cell, struct buf *b);

/* Appends the SQL that creates a view of each part over table
 * france_competence: france_competence_ccn and so on. */
void fc_part_views(struct buf *b);

#endif
