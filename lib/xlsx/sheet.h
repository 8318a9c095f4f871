/*
 * XLSX workbooks as streams of rows, by the standard: ECMA-376 and ISO/IEC
 * 29500, transitional and strict.
 *
 *   - parts are found by relationship, then by content type, then by name;
 *     elements by the URI of their namespace;
 *   - sheets come in the order of the workbook, hidden ones too; chart sheets
 *     do not;
 *   - a row or cell without reference follows the one before it;
 *   - a formula counts by its cached result, whose type is that of the cell;
 *   - a number whose cell has a date format is a date, in the calendar of 1900
 *     (whose serial 60 is the day 1900-02-29 that there never was) or of 1904;
 *   - the text of a cell is what its runs add up to, without phonetic text,
 *     with _xHHHH_ decoded; nothing is trimmed;
 *   - nothing is spread over merged cells.
 *
 * Memory: the shared strings, and one row. What is malformed is an error: XML
 * that is not well-formed, a DOCTYPE, text where a number must be, a shared
 * string or style that does not exist, a cell that occurs twice, a row beyond
 * SHEET_ROWS_MAX or a column beyond XFD, a shared string or a row's own texts
 * of more than SHEET_TEXT_MAX bytes.
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
#define SHEET_ROWS_MAX 1048576
#ifndef SHEET_TEXT_MAX /* fuzzers reach a smaller one */
#define SHEET_TEXT_MAX ((size_t)16 << 20)
#endif

enum sheet_kind {
	SHEET_ABSENT,  /* no cell element */
	SHEET_NULL,    /* an element without value */
	SHEET_ERROR,   /* null, but the row has a value; .text is "#N/A" ... */
	SHEET_FORMULA, /* a formula without result: null in a row, but not in a
			* header; the row has a value */
	SHEET_NUMBER,  /* .number, finite in what sheet_read reads */
	SHEET_TEXT,    /* .text, which may be empty */
	SHEET_BOOL,    /* .boolean */
	SHEET_DATE,    /* .date, UTC; never DAY_BAD in what sheet_read reads */
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

/* A <row>. cell[i] is column i (A is 0), up to the last cell element of the
 * row, with value or without. */
struct sheet_row {
	int64_t number; /* from 1 */
	size_t n;
	const struct sheet_cell *cell;
	bool valued; /* some cell is neither absent nor null */
};

/* Told of every <row> of the sheet in file order, those without value too; the
 * row is valid during the call. Returns 0, or -1 with e set to stop. */
typedef int sheet_row_fn(void *ctx, const struct sheet_row *row, struct err *e);

struct sheet_book;

/* Opens a workbook. NULL and e->msg ("FILE: why", "FILE: PART: line N: why") if
 * the file is not one. Sheets and shared strings are not read yet. path is
 * borrowed until sheet_close. */
struct sheet_book *sheet_open(const char *path, struct err *e);
/* Like sheet_open for an open archive, which then belongs to the workbook; path
 * names it in messages. */
struct sheet_book *sheet_open_arc(
    struct arc *a, const char *path, struct err *e);
void sheet_close(struct sheet_book *b); /* b may be NULL */

/* From here on an empty shared string is read as a cell without value, as the
 * reference reads it [xlsx_parser 5]. */
void sheet_read_empty_as_null(struct sheet_book *b);

/* The worksheets in the order of the workbook. */
size_t sheet_count(const struct sheet_book *b);
const char *sheet_name(const struct sheet_book *b, size_t i);

/* Reads sheet i. 0, or -1: with what row set in e, or with a message that
 * names the file and either the part or the sheet and cell:
 * "FILE: SHEET: cell B3: why". */
int sheet_read(struct sheet_book *b, size_t i, sheet_row_fn *row, void *ctx,
    struct err *e);

/* Cell i of the row, an absent one behind the last. */
struct sheet_cell sheet_cell(const struct sheet_row *row, size_t i);

/* True if the cell counts as null (absent, null, error, formula without
 * result). */
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
