/*
 * A file of NPEC as its publisher lists it: a line of npec/resources.ndjson
 * (npec.md 1 to 3 of the records' specification).
 *
 *	{"file":"npec.zip","url":"https://.../npec.xlsx.zip","title":"...",
 *	    "description":"...","file_date":"2022-07-26T22:00:00.000Z"}
 */
#ifndef NPEC_RESOURCE_H
#define NPEC_RESOURCE_H

#include "base/day.h"

struct npec_resource {
	char *file;     /* its name in the folder, without '/' */
	char *filename; /* the last segment of its URL, decoded: this tells its
			 * format and names its records */
	msec file_date;
};

/* The files of a folder, in the order of its list. */
struct npec_resources {
	struct npec_resource *list;
	size_t n, room;
};

/* Reads DIR/resources.ndjson, or dies naming line and field. Of two lines that
 * give the same filename the later one counts, as it would upstream. Warns of
 * workbooks and archives in the folder that no line speaks of: they have no
 * date. */
void npec_resources_read(struct npec_resources *r, const char *dir);
const struct npec_resource *npec_resources_find(
    const struct npec_resources *r, const char *filename);
void npec_resources_free(struct npec_resources *r);

/* Appends such a line. */
void npec_resource_put(struct buf *b, const char *file, const char *url,
    const char *title, const char *description, msec file_date);

/* The last segment of a URL, decoded: new; NULL unless it is the name of an
 * archive or a workbook. */
char *npec_filename(struct str url);

/* By its name: is it an archive, or a workbook? */
bool npec_is_zip(const char *name);
bool npec_is_xlsx(const char *name);

#endif
