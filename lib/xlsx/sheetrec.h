/*
 * Workbook rows as NDJSON: what parse-xlsx prints and importers read.
 *
 *	{"sheet":"Feuil1","row":3,"cells":["a",12.5,true,null]}
 *
 * cells holds a value a column from A to the last cell element of the row:
 *
 *	"text"  12.5  true	text, number, boolean
 *	null			no cell, or a cell without value
 *	{"date":"2023-03-15T00:00:00.000Z"}	null in it: out of range
 *	{"error":"#N/A"}	an error: null, but the row has a value
 *	{"number":"NaN"}	a number JSON has no form for: NaN, Infinity
 *	{"formula":null}	a formula without result
 *
 * A record without "row" and "cells" says that a sheet begins (parse-xlsx
 * --all): a sheet may have no row.
 */
#ifndef SHEETREC_H
#define SHEETREC_H

#include "xlsx/sheet.h"
#include "json/js.h"

void sheetrec_put(
    struct buf *b, const char *sheet, const struct sheet_row *row);
void sheetrec_put_cell(struct buf *b, const struct sheet_cell *c);

/* A record read back. Zero it before the first sheetrec_get; what it points to
 * holds until the next one, or as long as the record. */
struct sheetrec {
	const char *sheet;
	bool begins; /* the sheet begins; there is no row */
	struct sheet_row row;
	struct sheet_cell *cell;
	struct buf name, text;
};

/* 0, or -1 with "field: what 'value'". */
int sheetrec_get(struct sheetrec *r, struct js record, struct err *e);
void sheetrec_free(struct sheetrec *r);

#endif
