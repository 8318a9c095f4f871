/*
 * Is that what a source sends? A look at an answer before it takes the place
 * of the last one: a page of HTML that says sorry, a body that was cut, an
 * empty list, another encoding. Whether the records are valid is for the
 * importers to say.
 */
#ifndef FETCH_CONTENT_H
#define FETCH_CONTENT_H

#include "base/buf.h"
#include "base/err.h"

enum content_kind {
	CONTENT_CSV,    /* a header, a row at least; UTF-8 */
	CONTENT_LATIN1, /* the same in ISO 8859-1; UTF-8 if a BOM says so */
	CONTENT_JSON,   /* an object or array, not empty; or a bare number */
	CONTENT_ZIP,    /* an archive (a workbook is one) with an entry */
	CONTENT_HTML,   /* a page */
	CONTENT_LINES,  /* text in lines, the last one with an end too */
	CONTENT_ANY,    /* anything but a page */
};

struct content {
	enum content_kind kind;
	/* CSV: a column of its header. JSON: "[" for an array, "[NAME" for one
	 * of objects with a member NAME (the first is looked at); "{" for an
	 * object, "{NAME" for one whose member NAME is its list. NULL: any. */
	const char *begins;
	bool may_be_empty; /* JSON: an empty list is an answer too */
};

/* Is body, whose Content-Type is type (may be NULL), such content? 0, or with a
 * message in e EXIT_RETRY if it was cut, EXIT_FAILED if it is something else.
 * The body decides; type only tells a page from CONTENT_ANY. */
int fetch_content_check(
    const struct content *c, const char *type, struct str body, struct err *e);

/* The same for what a file holds. */
int fetch_content_check_file(
    const struct content *c, const char *type, int fd, struct err *e);

#endif
