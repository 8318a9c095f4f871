/*
 * CSV by the rules of the sources' reader (spec: the CSV reader contract of
 * the common page): strict quotes, record delimiter found once on the first
 * line, BOM rule, latin1 byte for byte, JavaScript trimming. Blank lines are
 * skipped. The state machine is libcsv's; what it does otherwise is prepared
 * before it and mended after it; records without anything odd, that is nearly
 * all, are found by a scan that is several times faster (dsv_scan.h).
 */
#ifndef DSV_H
#define DSV_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "format/arc.h"

enum dsv_encoding {
	DSV_UTF8,   /* ill-formed sequences become U+FFFD */
	DSV_LATIN1, /* byte N is U+00NN; a UTF-8 BOM overrides */
};

struct dsv_options {
	char delimiter;
	bool quoted; /* '"' quotes; false: an ordinary byte */
	bool trim;   /* blanks around unquoted fields and quotes */
	bool relax;  /* any number of fields; else as many as the header */
	enum dsv_encoding encoding;
};

/* What a reader is told: the header once, then every record (numbered from 1,
 * header not counted) padded with empty cells or cut to the header's length.
 * Cells hold during the call, the header's until dsv_free, and are never NULL.
 * Return 0, or -1 with e set to stop (the message need not name the record).
 */
struct dsv_handler {
	int (*header)(
	    void *ctx, const struct str *name, size_t n, struct err *e);
	int (*record)(void *ctx, size_t number, const struct str *cell,
	    size_t n, struct err *e);
	void *ctx;
};

struct dsv;

struct dsv *dsv_new(const struct dsv_options *o, const struct dsv_handler *h);
/* Feed the bytes in blocks of any size, then end. 0, or -1 with a message that
 * begins with the record's number and, if known, the column: "12: NAME: a
 * quote inside an unquoted cell"; after that every call fails. */
int dsv_feed(struct dsv *d, const char *p, size_t n, struct err *e);
int dsv_end(struct dsv *d, struct err *e);
void dsv_free(struct dsv *d);

/* A whole file (NULL or "-": standard input), or a whole archive member,
 * through the three calls above. The message begins with its name:
 * "NAME:12: ...", "NAME: no such file". */
int dsv_read_file(const char *path, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e);
int dsv_read_member(struct arc *a, size_t i, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e);

/* Which of the header's columns hold the wanted names (the last of that name
 * wins): at[i] gets the index, or -1. Returns the number of names missing. */
size_t dsv_columns(const struct str *header, size_t n, const char *const *want,
    size_t nwant, int *at);

#endif
