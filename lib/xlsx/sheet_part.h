/*
 * The parts of a workbook, for sheet*.c only: what each of them is read into.
 */
#ifndef SHEET_PART_H
#define SHEET_PART_H

#include "format/arc.h"
#include "xlsx/sheet.h"

/* xl/sharedStrings.xml: string i is text[start[i] .. start[i + 1]); an empty
 * one stands for null. */
struct sheet_strings {
	struct buf text;
	uint32_t *start;
	size_t n, cap;
};

/* xl/styles.xml: is style i (a row of cellXfs) a date? */
struct sheet_styles {
	bool *date;
	size_t n, cap;
};

/* xl/workbook.xml or its relationships, as pairs (id, value). */
struct sheet_pairs {
	struct sheet_pair {
		char *id, *value;
	} * pair;
	size_t n;
};
void sheet_free_pairs(struct sheet_pairs *p);

int sheet_read_strings(
    struct arc *a, size_t member, struct sheet_strings *s, struct err *e);
int sheet_read_styles(
    struct arc *a, size_t member, struct sheet_styles *s, struct err *e);
/* (Id, Target) of every relationship. */
int sheet_read_rels(
    struct arc *a, size_t member, struct sheet_pairs *p, struct err *e);
/* (r:id, name) of every sheet. */
int sheet_read_workbook(struct arc *a, size_t member, struct sheet_pairs *p,
    bool *date1904, struct err *e);

/* What the cells of a sheet refer to; styles NULL: no date is recognised. */
struct sheet_refs {
	const struct sheet_strings *strings;
	const struct sheet_styles *styles;
	bool date1904;
};
int sheet_read_rows(struct arc *a, size_t member, const struct sheet_refs *refs,
    sheet_row_fn *row, void *ctx, struct err *e);

/* A cell as it was read. Its value is text[0..n), in a block of room + 1 bytes
 * that is the cell's to change. */
struct sheet_raw {
	enum sheet_type {
		SHEET_T_NUMBER, /* any other t, or none */
		SHEET_T_SHARED,
		SHEET_T_STR, /* inlineStr too */
		SHEET_T_BOOL,
		SHEET_T_ERROR,
	} type;
	int64_t style, row_style; /* 0: none; -1: none */
	bool has_formula, formula_text, has_value;
	char *text;
	size_t n, room;
};

/* What a cell that has a value or a formula stands for; a text that is not
 * shared is text[0..n). False if that takes more room than there is. */
bool sheet_make_cell(
    struct sheet_raw *r, const struct sheet_refs *refs, struct sheet_cell *c);

/* parseInt(s, 10): true and *v, or false for NaN; large values are cut to the
 * range of int64_t. s may be NULL. */
bool sheet_int(const char *s, int64_t *v);

#endif
