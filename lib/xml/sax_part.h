/*
 * The two readers of XML behind sax.h, for sax*.c and their test only.
 *
 * sax_scan reads what workbooks consist of and gives up at anything else: at
 * what is rare (comments, CDATA sections, names that are not ASCII, other
 * encodings) as well as at what is wrong. It judges nothing. sax_expat then
 * reads the part again from its beginning, tells the handler what it was not
 * told yet, and finds the words for what is wrong.
 */
#ifndef SAX_PART_H
#define SAX_PART_H

#include <stdint.h>
#include <sys/types.h>

#include "xml/sax.h"

#define SAX_BLOCK ((size_t)64 << 10)

/* How far the handler was told. */
struct sax_told {
	uint64_t tags; /* starts and ends of elements, skipped ones too */
	uint64_t text; /* bytes of text since the last of them */
};

struct sax_run {
	const struct sax_handler *h;
	const char *name; /* of the part, for messages */
	/* Up to n bytes of the part, 0 at its end, -1 with e set. */
	ssize_t (*read)(void *from, void *p, size_t n, struct err *e);
	void *from;
	struct err *e;
	unsigned depth;
	unsigned skipped; /* depth of the element that is skipped, or 0 */
	struct sax_told told;
};

enum sax_went {
	SAX_ON,
	SAX_SHORT, /* the token goes on behind the block */
	SAX_ODD,   /* a matter of expat */
	SAX_WRONG, /* e is set */
};

/* Reads the part: SAX_ON at its end, SAX_ODD or SAX_WRONG. */
enum sax_went sax_scan(struct sax_run *r);

/* Reads the part; what `told` says has been told already. 0, or -1 with r->e
 * set. */
int sax_expat(struct sax_run *r, struct sax_told told);

/* Namespaces, as far as they differ for sax.h. */
enum sax_space {
	SAX_NO_SPACE,
	SAX_MAIN, /* of the elements that count */
	SAX_COMPATIBILITY,
	SAX_RELATIONSHIPS, /* of r:id, transitional */
	SAX_STRICT,        /* of r:id, strict */
	SAX_OTHER,
};
enum sax_space sax_space(struct str uri);

/* Is this the id of a relationship? */
static inline bool
sax_is_rel_id(enum sax_space space, struct str local)
{
	return (space == SAX_RELATIONSHIPS || space == SAX_STRICT) &&
	       SAX_IS(local, "id");
}

/* What becomes of an element. */
enum sax_class { SAX_COUNTS, SAX_TRANSPARENT, SAX_SKIPPED };
enum sax_class sax_class(enum sax_space space, struct str local);

/* Tells the handler, unless the element is skipped. The caller has counted the
 * depth. 0, or -1 with r->e set. */
static inline int
sax_start(struct sax_run *r, enum sax_class class, const struct sax_tag *tag)
{
	if (r->skipped || class == SAX_TRANSPARENT)
		return 0;
	if (class == SAX_COUNTS)
		return r->h->start(r->h->ctx, tag, r->e);
	r->skipped = r->depth;
	return 0;
}

/* The caller has left the depth of the element, which is r->depth + 1. */
static inline int
sax_end(struct sax_run *r, enum sax_class class, struct str local)
{
	if (r->skipped) {
		if (r->skipped > r->depth)
			r->skipped = 0;
		return 0;
	}
	if (class != SAX_COUNTS || !r->h->end)
		return 0;
	return r->h->end(r->h->ctx, local, r->e);
}

static inline int
sax_text(struct sax_run *r, struct str text)
{
	if (r->skipped || !r->h->text)
		return 0;
	return r->h->text(r->h->ctx, text, r->e);
}

/* Decodes the references of p[0..n) in place: the five entities of XML, and
 * those of characters that XML allows. The new length, or -1 if there is
 * another. */
ssize_t sax_decode(char *p, size_t n);

#endif
