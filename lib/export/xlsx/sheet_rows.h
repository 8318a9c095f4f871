/*
 * The cells of a sheet: its header, and a row per row of a table.
 */
#ifndef SHEET_ROWS_H
#define SHEET_ROWS_H

#include <xlsxwriter.h>

#include "export/flat.h"

struct sheet_formats {
	lxw_format *bold, *date, *instant;
};

/* Fills the sheet with all the rows of r, which reads database d. Returns their
 * number. Ends the program if there are more than a sheet holds, or a text is
 * longer than a cell holds. */
long long sheet_put_rows(lxw_worksheet *sheet, const struct sheet_formats *f,
    struct db *d, struct flat_reader *r);

#endif
