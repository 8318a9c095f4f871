/*
 * The files of ACCE.zip: the table that each one fills (columns: table_acce.c)
 * and the fields that need more than a check that a text is there (acce(5)
 * [acce 3]).
 *
 * F_ANY is a text whatever the cell contains: "null" for an empty cell,
 * "undefined" if the column is missing.
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
