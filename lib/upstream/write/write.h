/*
 * Files of the sample: text, archives and workbooks, written a row at a time.
 */
#ifndef SAMPLE_WRITE_H
#define SAMPLE_WRITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* ---- write.c: files and archives, a row at a time ---- */

/* LATIN_1 is ISO 8859-1, with ’ … Œ œ as windows-1252 has them. */
enum charset { UTF_8, LATIN_1 };

/* A file: head, then what put appends for i from 0 to n - 1, which may be
 * nothing, then tail. */
struct rows {
	const char *head;
	uint64_t n;
	void (*put)(struct buf *b, uint64_t i, const void *arg);
	const void *arg;
	const char *tail;
	enum charset charset; /* what the file is written in */
};

/* Writes DIR/NAME and its directories; an equal file is left untouched. */
void write_rows(const char *dir, const char *name, const struct rows *r);

struct member {
	const char *name;
	struct rows rows;
};

/* Whether an archive declares names that are not ASCII as UTF-8; some
 * publishers leave them undeclared. */
enum names { NAMES_UNDECLARED, NAMES_UTF_8 };

/* Like write_rows, for a ZIP archive of n members. */
void write_zip(const char *dir, const char *name, const struct member *m,
    size_t n, enum names names);

/* ---- workbook.c: workbooks ---- */

struct feuille {
	const char *name;
	void (*put_head)(struct buf *b); /* its first rows, or NULL */
	uint64_t n;                      /* number of rows after them */
	void (*put)(struct buf *b, uint64_t i, const void *arg); /* NULL */
	bool hidden;
	bool last; /* add the last possible row of a sheet, empty */
};

/* A workbook of at most four sheets. */
void write_workbook(
    const char *dir, const char *name, const struct feuille *f, unsigned n);

/* Append cells of a <row>; put_text_row a whole one, with texts from a column
 * on (NULL: no cell). */
void put_cell_text(struct buf *b, char column, uint64_t row, const char *s);
void put_cell_number(struct buf *b, char column, uint64_t row, unsigned v);
void put_cell_date(struct buf *b, char column, uint64_t row, unsigned serial);
void put_text_row(
    struct buf *b, char column, uint64_t row, const char *const *s, unsigned n);
void put_xml(struct buf *b, const char *s);

/* Appends a quoted CSV cell. */
void put_quoted(struct buf *b, const char *s);
void put_jour(struct buf *b, int aaaammjj); /* dd/mm/yyyy; nothing for 0 */

/* JSON: `"name":value`, with the comma. */
void json_text(struct buf *b, const char *name, const char *s); /* or null */
void json_int(struct buf *b, const char *name, long long v);
void json_bool(struct buf *b, const char *name, bool v);
void json_raw(struct buf *b, const char *name, const char *raw);

#endif
