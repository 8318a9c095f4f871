/*
 * A file of NPEC as its publisher lists it: a line of npec/resources.ndjson
 * (npec(5) [npec 1 to 3]).
 *
 *	{"file":"npec.zip","url":"https://.../npec.xlsx.zip","title":"...",
 *	    "description":"...","file_date":"2022-07-26T22:00:00.000Z"}
 */
#ifndef NPEC_RESOURCE_H
#define NPEC_RESOURCE_H

#include "base/day.h"

struct npec_resource {
	char *file;     /* name in the raw directory, without '/' */
	char *filename; /* last segment of the URL, decoded: decides the format
			 * and is stored in the records */
	msec file_date;
};

/* The files of a raw directory, in the order of its list. */
struct npec_resources {
	struct npec_resource *v;
	size_t n, cap;
};

/* Reads DIR/resources.ndjson, or ends the program with line and field. If two
 * lines have the same filename, the later one is used, as in the reference.
 * Warns about workbooks and archives that no line lists: they have no date and
 * are not read. */
void npec_resources_read(struct npec_resources *r, const char *dir);
/* NULL if there is no such file. */
const struct npec_resource *npec_resources_find(
    const struct npec_resources *r, const char *filename);
void npec_resources_free(struct npec_resources *r);

/* Appends a line of resources.ndjson. */
void npec_resource_put(struct buf *b, const char *file, const char *url,
    const char *title, const char *description, msec file_date);

/* Returns the last segment of a URL, decoded, which the caller frees; NULL
 * unless it is the name of an archive or a workbook. */
char *npec_filename(struct str url);

/* True if name is that of an archive; of a workbook. */
bool npec_is_zip(const char *name);
bool npec_is_xlsx(const char *name);

#endif
