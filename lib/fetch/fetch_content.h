/*
 * Checks that an answer is of the kind that its source sends, before it
 * replaces the previous one. Catches HTML error pages, truncated bodies, empty
 * lists and other encodings. The importers check the records.
 */
#ifndef FETCH_CONTENT_H
#define FETCH_CONTENT_H

#include "base/buf.h"
#include "base/err.h"

enum content_kind {
	CONTENT_CSV,    /* a header and at least one row; UTF-8 */
	CONTENT_LATIN1, /* like CONTENT_CSV in ISO 8859-1, or UTF-8 after a BOM
			 */
	CONTENT_JSON,   /* an object or array, not empty; or a bare number */
	CONTENT_ZIP,    /* an archive, such as a workbook, with an entry */
	CONTENT_HTML,   /* a page of HTML */
	CONTENT_LINES,  /* text in lines, of which the last has an end too */
	CONTENT_ANY,    /* anything but a page of HTML */
};

struct content {
	enum content_kind kind;
	/* CSV: a column of its header. JSON: "[" for an array; "[NAME" for an
	 * array of objects with a member NAME, of which the first is checked;
	 * "{" for an object; "{NAME" for an object whose member NAME is its
	 * list. NULL: anything. */
	const char *begins;
	bool may_be_empty; /* JSON: accept an empty list */
};

/* Checks body, whose Content-Type is type (or NULL), against c. Returns 0;
 * EXIT_RETRY and e if it is truncated; EXIT_FAILED and e if it is something
 * else. The body decides; type only counts for CONTENT_ANY. */
int fetch_content_check(
    const struct content *c, const char *type, struct str body, struct err *e);

/* Like fetch_content_check, for the contents of the file fd. */
int fetch_content_check_file(
    const struct content *c, const char *type, int fd, struct err *e);

#endif
