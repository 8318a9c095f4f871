/*
 * The parts of a workbook, for sheet*.c only: what each of them is read into.
 */
#ifndef SHEET_PART_H
#define SHEET_PART_H

#include "format/arc.h"
#include "xlsx/sheet.h"

/* The shared strings: string i is text[start[i] .. start[i + 1]). */
struct sheet_strings {
	struct buf text;
	uint32_t *start;
	size_t n, cap;
};

/* The styles: is style i (a row of cellXfs) a date? */
struct sheet_styles {
	bool *date;
	size_t n, cap;
};

/* The workbook: its sheets in order. */
struct sheet_list {
	struct sheet_entry {
		char *name, *id; /* id: of the relationship; NULL: none */
	} * entry;
	size_t n;
	bool is_workbook; /* the root element says so */
	bool date1904;
	bool leap1900; /* 1900-02-29 has a serial number */
};
void sheet_free_list(struct sheet_list *l);

int sheet_read_strings(
    struct arc *a, size_t member, struct sheet_strings *s, struct err *e);
int sheet_read_styles(
    struct arc *a, size_t member, struct sheet_styles *s, struct err *e);
int sheet_read_workbook(
    struct arc *a, size_t member, struct sheet_list *l, struct err *e);

/* What the cells of a sheet refer to. */
struct sheet_refs {
	const char *name; /* of the sheet, for messages */
	const struct sheet_strings *strings;
	const struct sheet_styles *styles;
	bool date1904, leap1900;
	bool empty_null; /* an empty shared string is no value */
};
int sheet_read_rows(struct arc *a, size_t member, const struct sheet_refs *refs,
    sheet_row_fn *row, void *ctx, struct err *e);

/* A cell as it was read. Its value is text[0..n), in a block of room + 1 bytes
 * that is the cell's to change. */
struct sheet_raw {
	enum sheet_type {
		SHEET_T_NUMBER,
		SHEET_T_SHARED,
		SHEET_T_STR, /* inlineStr too */
		SHEET_T_BOOL,
		SHEET_T_ERROR,
		SHEET_T_DATE,
	} type;
	uint64_t style;
	bool has_formula, has_value;
	char *text;
	size_t n, room;
};

/* What a cell stands for; a text that is not shared is text[0..n). 0, or -1
 * with what is wrong in e. */
int sheet_make_cell(const struct sheet_raw *r, const struct sheet_refs *refs,
    struct sheet_cell *c, struct err *e);

/* The instant of an ISO 8601 date, date-time or time of day (on the day before
 * the first one of the calendar); DAY_BAD if s is none. A time without offset
 * is UTC. */
msec sheet_iso_date(struct str s, bool date1904);

/* True if code is that of a number format that shows dates or times. */
bool sheet_is_date_code(const char *code);

/* A whole number of decimal digits, XML white space around it allowed: true
 * and *v, or false. */
bool sheet_index(struct str s, uint64_t *v);

/* s without XML white space at its ends. */
struct str sheet_trim(struct str s);

/* Decodes the escapes _xHHHH_ of text[0..n) in place; returns the length. A
 * lone surrogate stays as it is written. */
size_t sheet_unescape(char *text, size_t n);

#endif
