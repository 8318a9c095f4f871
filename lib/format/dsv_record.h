/*
 * The records of prepared CSV text, handed to a handler: by dsv_scan where it
 * takes them, else by libcsv (dsv.c prepares the text: see dsv_scan.h).
 */
#ifndef DSV_RECORD_H
#define DSV_RECORD_H

#include <csv.h>

#include "format/dsv.h"

struct dsv_record {
	struct dsv_options o;
	struct dsv_handler h;
	struct csv_parser csv;
	char end;     /* LF; NUL: libcsv alone is to read, records end in CR */
	bool hidden;  /* DSV_CR_DATA was used */
	bool between; /* libcsv is not inside a record */
	bool bare_cr; /* the record has a CR outside quotes */
	bool stopped; /* for the reason in why */
	struct err why;
	size_t line;          /* on which the next text begins, from 1 */
	size_t text_line;     /* on which the text being read ends */
	const char *text_end; /* its end */
	uint64_t *marks;      /* of that text, by dsv_mark */
	size_t words;
	const char *start; /* of the record in it; NULL: in an earlier one */
	size_t start_line; /* then the line of its beginning */
	struct buf bytes;  /* the current record's cells */
	size_t *at;        /* where each of them ends */
	struct str *cell;
	size_t n, cap;
	struct buf names; /* the header's cells, kept for messages */
	struct str *name;
	size_t width;
	bool headed;
	size_t record; /* its number */
};

void dsv_record_init(struct dsv_record *d, const struct dsv_options *o,
    const struct dsv_handler *h);
void dsv_record_free(struct dsv_record *d);

/* Reads text cut anywhere, which may change. 0, or -1 and why. */
int dsv_record_read(struct dsv_record *d, char *p, size_t n);
/* Ends the last record. 0, or -1 and why. */
int dsv_record_end(struct dsv_record *d);
/* Stops for good, because of what is said; -1. */
int dsv_record_stop(struct dsv_record *d, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
