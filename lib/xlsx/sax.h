/*
 * XML parts of a ZIP package, read as a stream (expat).
 *
 * Names are given as they are written, prefix included. Refused, beside what
 * is not well-formed: a DOCTYPE (an XLSX part has none, and only there can
 * entities be declared), nesting deeper than PART_DEPTH_MAX and a tag or an
 * attribute of more than PART_TOKEN_MAX bytes: memory stays constant.
 */
#ifndef SAX_H
#define SAX_H

#include "base/err.h"
#include "format/arc.h"

#define PART_DEPTH_MAX 64
#define PART_TOKEN_MAX ((size_t)1 << 20)

/* What a reader is told. The strings hold during the call. end and text may be
 * NULL. Each returns 0, or -1 with e set to stop. */
struct sax_handler {
	int (*start)(
	    void *ctx, const char *name, const char **attr, struct err *e);
	int (*end)(void *ctx, const char *name, struct err *e);
	/* Text in pieces; never that of a CDATA section. */
	int (*text)(void *ctx, const char *p, size_t n, struct err *e);
	void *ctx;
};

/* Reads member i of a to its end. 0, or -1 with "PART:LINE: why" or, when the
 * archive is at fault, "PART: why". */
int sax_read(
    struct arc *a, size_t i, const struct sax_handler *h, struct err *e);

/* The attribute of that name in the list given to start, or NULL. */
const char *sax_attr(const char **attr, const char *name);

#endif
