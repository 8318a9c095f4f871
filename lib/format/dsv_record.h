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
	char end;     /* what ends a record: LF, or CR with LF; 0: libcsv alone
		       * is to read */
	bool hidden;  /* DSV_LF_DATA or DSV_CR_DATA was used */
	bool between; /* records: libcsv is in the midst of none */
	bool stopped; /* why says so */
	struct err why;
	struct buf bytes; /* the current record's cells */
	size_t *at;       /* where each of them ends */
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

/* Reads text cut anywhere, which may change; 0, or -1 and why. _any reads it by
 * libcsv, whatever it is; it must be used until the header is read. */
int dsv_record_read(struct dsv_record *d, char *p, size_t n);
int dsv_record_read_any(struct dsv_record *d, const char *p, size_t n);
/* Ends the last record. */
int dsv_record_end(struct dsv_record *d);

#endif
