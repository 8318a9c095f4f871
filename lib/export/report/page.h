/*
 * Pieces of the page: escaped text, tables, drawings. What is written is both
 * HTML and well-formed XML, so that either kind of checker can read it.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdint.h>

#include "base/buf.h"

/* Appends text, escaped; control characters as blanks, ill-formed UTF-8 as
 * U+FFFD. */
void page_put(struct buf *b, struct str text);
/* Like page_put; a text of more than max bytes is cut at a character, and ends
 * in "…". What the size of the page depends on is written by it. */
void page_put_cut(struct buf *b, struct str text, size_t max);

/* Begins a table of that class: "stack", a row is a block on a narrow screen;
 * "small"; "". heads: the titles of the columns, ending with NULL; one that
 * begins with '#' is that of a column of numbers. */
void page_table(struct buf *b, const char *class, const char *caption,
    const char *const *heads);
void page_table_end(struct buf *b);
/* Cells; the first of a row is its header. A row is "<tr>" to "</tr>". */
void page_head_cell(struct buf *b, struct str text);
void page_number_cell(struct buf *b, int64_t n); /* negative: a dash */
/* Like page_number_cell; on a narrow screen, a word follows the number. */
void page_worded_cell(
    struct buf *b, int64_t n, const char *one, const char *several);

/* Begins what is folded on the screen and open in print. */
void page_fold(struct buf *b, const char *summary);
void page_fold_end(struct buf *b);

/* A sentence for figures that cannot be shown, and why. */
void page_nothing(struct buf *b, const char *sentence);

#endif
