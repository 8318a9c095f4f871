/*
 * XML parts of an XLSX package, read as a stream.
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

/* An attribute: one without namespace, or the `id` of a relationship. Those of
 * other namespaces are not passed on. */
struct sax_attr {
	struct str name, value;
	bool is_rel; /* the id of a relationship */
};

struct sax_tag {
	struct str name;
	const struct sax_attr *attr;
	size_t n;
};

/* What a reader is told. What it is given is valid during the call, and no
 * string ends with NUL. end and text may be NULL. Each function returns 0, or
 * -1 with e set to stop. */
struct sax_handler {
	int (*start)(void *ctx, const struct sax_tag *tag, struct err *e);
	int (*end)(void *ctx, struct str name, struct err *e);
	/* Text in pieces, that of CDATA sections included. */
	int (*text)(void *ctx, struct str text, struct err *e);
	void *ctx;
};

/* Reads member i of a to its end. 0, or -1: with what the handler set in e, or
 * with "PART: line N: why" or "PART: why". */
int sax_read(
    struct arc *a, size_t i, const struct sax_handler *h, struct err *e);

/* Is s the literal? */
#define SAX_IS(s, literal)                                                     \
	((s).n == sizeof(literal) - 1 &&                                       \
	    !memcmp((s).p, literal, sizeof(literal) - 1))

/* The value of the attribute without namespace that has this name; .p NULL if
 * it is absent. */
struct str sax_attr(const struct sax_tag *tag, const char *name);
/* The value of the attribute `id` in the namespace of relationships. */
struct str sax_rel_id(const struct sax_tag *tag);

/* xsd:boolean; absent (.p NULL) is otherwise. */
bool sax_bool(struct str value, bool otherwise);

#endif
