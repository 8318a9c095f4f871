/*
 * XML parts of an XLSX package, read as a stream (expat).
 *
 * Elements are known by the URI of their namespace, whatever their prefix, and
 * are passed on by local name. The namespaces of SpreadsheetML (transitional
 * and strict) and of packages count, and so does an element without namespace.
 * Any other element is skipped with its content, except those of markup
 * compatibility: an mc:AlternateContent stands for its mc:Fallback.
 *
 * Refused, in addition to what is not well-formed: a DOCTYPE (an XLSX part has
 * none, and only a DOCTYPE can declare entities), nesting deeper than
 * SAX_DEPTH_MAX and a tag of more than SAX_TOKEN_MAX bytes: memory use stays
 * constant.
 */
#ifndef SAX_H
#define SAX_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "format/arc.h"

#define SAX_DEPTH_MAX 64
#define SAX_TOKEN_MAX ((size_t)1 << 20)

/* What a reader is told. The strings are valid during the call. end and text
 * may be NULL. Each function returns 0, or -1 with e set to stop. */
struct sax_handler {
	int (*start)(
	    void *ctx, const char *name, const char **attr, struct err *e);
	int (*end)(void *ctx, const char *name, struct err *e);
	/* Text in pieces, that of CDATA sections included. */
	int (*text)(void *ctx, const char *p, size_t n, struct err *e);
	void *ctx;
};

/* Reads member i of a to its end. 0, or -1: with what the handler set in e, or
 * with "PART: line N: why" or "PART: why". */
int sax_read(
    struct arc *a, size_t i, const struct sax_handler *h, struct err *e);

/* The value of the attribute without namespace that has this name, in the list
 * given to start; NULL if it is absent. */
const char *sax_attr(const char **attr, const char *name);
/* The value of the attribute `id` in the namespace of relationships. */
const char *sax_rel_id(const char **attr);

/* xsd:boolean; absent (NULL) is otherwise. */
bool sax_bool(const char *value, bool otherwise);

#endif
