/*
 * A whole JSON document in memory, for the sources that are many small files.
 * Bulk data goes through ndjson.h instead.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include "json/js.h"
#include "json/schema.h"

/* A larger file ends the program. */
#define DOCUMENT_MAX ((size_t)64 << 20)

/* A zeroed one is empty. */
struct document {
	struct buf text;
	struct js_index index;
};

/* Reads path, checks that it is one JSON text that satisfies f, and leaves its
 * canonical form in d (whose former content is dropped). The value borrows d;
 * it is indexed. Dies naming the file and the field. */
struct js document_read(
    const char *path, const struct field *f, struct document *d);
void document_free(struct document *d);

#endif
