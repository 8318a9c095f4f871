/*
 * A whole JSON document in memory, for the sources that are many small files.
 * Bulk data goes through rec.h instead.
 */
#ifndef DOC_H
#define DOC_H

#include "json/js.h"
#include "json/schema.h"

/* A larger file ends the program. */
#define DOC_MAX ((size_t)64 << 20)

/* Reads path, checks that it is one JSON text that satisfies f, and leaves its
 * canonical form in b (whose former content is dropped). The value borrows b.
 * Dies naming the file and the field. */
struct js doc_read(const char *path, const struct field *f, struct buf *b);

#endif
