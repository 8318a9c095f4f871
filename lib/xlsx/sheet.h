/*
 * XLSX workbooks as streams of rows (libzip, expat).
 *
 * Cells are what xlsx_parser.md of the records' specification says, to the
 * letter: it describes what another reader makes of a workbook, which at many
 * places is not what a spreadsheet program shows. In short:
 *
 *   - sheets come in the order in which that reader meets them in the archive,
 *     hidden ones too; a sheet whose relationship is not spelled
 *     "worksheets/sheetN.xml" is called SheetN;
 *   - a number is a date if its cell has a date format, but a formula's result
 *     stays a number, and there are no dates in a sheet that comes before the
 *     styles;
 *   - inline text keeps its last run only and has its entities decoded twice;
 *     a follower of a shared formula is a text of JSON;
 *   - nothing is trimmed, nothing is spread over merged cells.
 *
 * Memory: the shared strings, and one row. What is malformed is an error: XML
 * that is not well-formed, a DOCTYPE, a cell without reference or beyond
 * column XFD, a shared string or a row's own texts of more than SHEET_TEXT_MAX
 * bytes.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/day.h"
#include "base/err.h"
#include "format/arc.h"

#define SHEET_COLUMNS_MAX 16384 /* XFD */
#ifndef SHEET_TEXT_MAX          /* fuzzers reach a smaller one */
#define SHEET_TEXT_MAX ((size_t)16 << 20)
#endif
#define SHEET_NO_NUMBER INT64_MAX /* a row without number: never skipped */

enum sheet_kind {
	SHEET_ABSENT,  /* no cell element */
	SHEET_NULL,    /* an element without value, or an empty shared string */
	SHEET_ERROR,   /* null, but the row has a value; .text is "#N/A" ... */
	SHEET_FORMULA, /* a formula without result: null in a row, but not in a
			* header; the row has a value */
	SHEET_NUMBER,  /* .number, which may be NaN */
	SHEET_TEXT,    /* .text, which may be empty */
	SHEET_BOOL,    /* .boolean */
	SHEET_DATE,    /* .date, UTC; DAY_BAD if it is out of range */
};

struct sheet_cell {
	enum sheet_kind kind;
	union {
		double number;
		msec date;
		bool boolean;
	};
	struct str text;
};

/* A <row>. cell[i] is column i (A is 0), up to the last cell element there is,
 * with value or without. */
struct sheet_row {
	int64_t number; /* attribute r, or SHEET_NO_NUMBER */
	size_t n;
	const struct sheet_cell *cell;
	bool valued; /* some cell is neither absent nor null */
};

/* Told of every <row> of the sheet in file order, those without value too; the
 * row holds during the call. Returns 0, or -1 with e set to stop. */
typedef int sheet_row_fn(void *ctx, const struct sheet_row *row, struct err *e);

struct sheet_book;

/* Opens a workbook; NULL and e->msg ("FILE: why", "FILE: PART:LINE: why") when
 * it is none. Sheets and shared strings are not read yet. path is borrowed. */
struct sheet_book *sheet_open(const char *path, struct err *e);
/* The same for a workbook that is open as an archive, which is taken; path is
 * what messages call it. */
struct sheet_book *sheet_open_arc(
    struct arc *a, const char *path, struct err *e);
void sheet_close(struct sheet_book *b); /* b may be NULL */

/* Sheets in the order in which they are delivered. */
size_t sheet_count(const struct sheet_book *b);
const char *sheet_name(const struct sheet_book *b, size_t i);

/* Reads sheet i. 0, or -1: with what row set in e, or with a message that
 * names file and part. */
int sheet_read(struct sheet_book *b, size_t i, sheet_row_fn *row, void *ctx,
    struct err *e);

/* Cell i of the row, an absent one behind the last. */
struct sheet_cell sheet_cell(const struct sheet_row *row, size_t i);

/* Does the cell count as null (absent, null, error, formula without result)? */
static inline bool
sheet_is_null(const struct sheet_cell *c)
{
	return c->kind <= SHEET_FORMULA;
}

/* Appends the value as text, as String(value) does in JavaScript: 12.5, true,
 * Mon Jul 01 2024 00:00:00 GMT+0000 (Coordinated Universal Time); nothing for
 * null, "undefined" for a formula without result. */
void sheet_put_text(struct buf *b, const struct sheet_cell *c);

/* The value as a number, as Number(value) does in JavaScript: 0 for null and
 * blank text, 1 for true, a date's milliseconds, NaN for what is none. */
double sheet_to_number(const struct sheet_cell *c);

#endif
