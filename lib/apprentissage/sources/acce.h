/*
 * The files of ACCE.zip: the tables they fill (their columns are in
 * table_acce.c), and the fields of these that are not just a text that must be
 * there (acce.md 3 of the records' specification).
 *
 * F_ANY is a text whatever the cell holds: "null" for an empty one,
 * "undefined" where there is no such column.
 */
#ifndef ACCE_H
#define ACCE_H

#include "store/table.h"
#include "json/schema.h"

#define ACCE_FILES 5

struct acce_file {
	const char *name;
	const struct table *table;
	const struct field *fields; /* ended by a zeroed entry */
};

extern const struct acce_file acce_files[ACCE_FILES];

#endif
