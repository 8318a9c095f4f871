/*
 * CSV by the rules of the sources' reader (spec: the CSV reader contract of
 * the common page): strict quotes, BOM rule, latin1 byte for byte, JavaScript
 * trimming. Unlike that reader's, records end at LF and at CRLF in one and the
 * same file; a lone CR is data, unless the text has no other line end. Blank
 * lines are skipped. What is not text is refused by name.
 *
 * libcsv parses. Where its rules differ from ours, the text is prepared before
 * and the cells are corrected after it. Ordinary records, nearly all of them,
 * are taken by a scan that is several times faster (dsv_scan.h).
 */
#ifndef DSV_H
#define DSV_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "format/arc.h"

enum dsv_encoding {
	DSV_UTF8,
	DSV_LATIN1, /* byte N is U+00NN */
	DSV_WINDOWS_1252,
	DSV_UTF16, /* a byte order mark is needed */
};

/* A byte order mark overrides the encoding. What cannot be decoded is an error,
 * and so is UTF-8 that is read as an encoding of single bytes. */
struct dsv_options {
	char delimiter;
	bool quoted; /* '"' quotes; false: an ordinary byte */
	bool trim;   /* blanks around unquoted fields and quotes */
	bool relax;  /* any number of fields; else as many as the header */
	enum dsv_encoding encoding;
	bool nul;         /* NUL is data; else an error */
	bool beyond;      /* cells beyond the header are told, too */
	bool hints;       /* messages name the options of parse-csv */
	size_t *repaired; /* not NULL: what cannot be decoded becomes U+FFFD,
			   * and is counted here */
};

/* The callbacks: the header once, then every record (numbered from 1,
 * header not counted) padded with empty cells and, unless `beyond`, cut to the
 * header's length. Cells are valid during the call, the header's until
 * dsv_free, and are never NULL; DSV_PAD bytes may be read behind one. Return 0,
 * or -1 with e set to stop (the message need not name the record). */
#define DSV_PAD 16

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
 * begins with the record's number, the line on which the record begins and, if
 * known, the column: "record 12 (line 13): NAME: a quote inside an unquoted
 * cell"; after that every call fails. */
int dsv_feed(struct dsv *d, const char *p, size_t n, struct err *e);
int dsv_end(struct dsv *d, struct err *e);
void dsv_free(struct dsv *d);

/* Reads a whole file (NULL or "-": standard input), or a whole archive member.
 * The message begins with its name: "NAME: record 12 (line 13): ...". */
int dsv_read_file(const char *path, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e);
int dsv_read_member(struct arc *a, size_t i, const struct dsv_options *o,
    const struct dsv_handler *h, struct err *e);

/* Which of the header's columns hold the wanted names (the last of that name
 * wins): at[i] gets the index, or -1. Returns the number of names missing. */
size_t dsv_columns(const struct str *header, size_t n, const char *const *want,
    size_t nwant, int *at);

#endif
