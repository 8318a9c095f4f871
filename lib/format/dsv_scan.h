/*
 * The records of a CSV text that are plain: read sixty-four bytes at a time,
 * four times faster than by libcsv, which is left with what is not (dsv.c).
 *
 * The text is as dsv.c prepares it: UTF-8, in which a CR is always followed by
 * a LF; any other CR is DSV_CR_DATA.
 */
#ifndef DSV_SCAN_H
#define DSV_SCAN_H

#include <stdint.h>

#include "base/buf.h"

/* A byte that UTF-8 never holds. */
#define DSV_CR_DATA '\xF9'

struct dsv_scan {
	char delimiter;
	char end;    /* LF, before which a CR is dropped */
	bool quoted; /* '"' quotes */
	bool trim;   /* blanks around what is not quoted */
	bool *cr;    /* NULL: DSV_CR_DATA does not occur; else set to true if
		      * a cell that is not quoted has one */
	struct str text;
	const uint64_t *marks; /* of the text, by dsv_mark */
};

/* Notes what ends a cell or quotes in s->text, which must be set: s->marks
 * becomes *marks, which grows to *words and belongs to the caller. The text
 * must not change but by dsv_scan while marks are used. */
void dsv_mark(struct dsv_scan *s, uint64_t **marks, size_t *words);

/* The record that begins at p in s->text: *n its number of cells, the first
 * `width` of them in cell[], within the text, which changes where cells have
 * doubled quotes or line breaks. Returns the byte that ends the record;
 * NULL, and the text as it was, if the record is not complete, is blank, begins
 * with a blank that is trimmed, or has a quote where none belongs. */
char *dsv_scan(const struct dsv_scan *s, char *p, struct str *cell,
    size_t width, size_t *n);

/* Puts back the CRs that are data. */
void dsv_reveal(char *p, size_t n);

#endif
