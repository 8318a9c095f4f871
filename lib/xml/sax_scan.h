/*
 * The state of sax_scan, for sax_scan*.c only.
 */
#ifndef SAX_SCAN_H
#define SAX_SCAN_H

#include "xml/sax_part.h"

/* What has more of them is left to expat. */
#define SCAN_ATTRIBUTES 32
#define SCAN_PREFIXES 64
#define SCAN_PREFIX 16  /* bytes of a prefix */
#define SCAN_NAMES 4096 /* bytes of the names of open elements */

/* A name as it is written: colon bytes of prefix, if there is one. */
struct scan_name {
	struct str text;
	size_t colon;
};

static inline struct str
scan_local(const struct scan_name *name)
{
	size_t at = name->colon ? name->colon + 1 : 0;

	return (struct str){ name->text.p + at, name->text.n - at };
}

/* The namespaces in force: the default one, and those that have a prefix, the
 * latest last. */
struct scan_spaces {
	enum sax_space plain;
	size_t n;
	struct {
		char prefix[SCAN_PREFIX];
		size_t n;
		enum sax_space space;
	} of[SCAN_PREFIXES];
};

/* The attributes of a tag: first as they are written, then those that count. */
struct scan_attributes {
	size_t n;
	bool has_spaces;     /* some have a prefix, or declare a namespace */
	bool has_references; /* some value has an & */
	struct sax_attr of[SCAN_ATTRIBUTES];
	size_t colon[SCAN_ATTRIBUTES];
};

struct scan {
	struct sax_run *run;
	char *block;
	char *p, *end; /* the bytes at hand; *end is NUL */
	char tail[4];  /* behind them: a character that is cut */
	size_t ntail;
	bool begun;  /* behind the declaration */
	bool rooted; /* the root has begun */
	struct scan_attributes attr;
	struct scan_spaces spaces;
	size_t nnames;
	char names[SCAN_NAMES];
	struct open {
		struct scan_name name;
		enum sax_class class;
		enum sax_space plain; /* namespaces as they were before */
		size_t nspaces;
	} open[SAX_DEPTH_MAX + 1]; /* by depth */
};

/* Why a token ends at p too soon: the block ends there, or it is odd. */
static inline enum sax_went
scan_stopped(const struct scan *s, const char *p)
{
	return p >= s->end ? SAX_SHORT : SAX_ODD;
}

static inline bool
scan_is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static inline char *
scan_skip_blanks(char *p)
{
	while (scan_is_blank(*p))
		p++;
	return p;
}

static inline enum sax_went
scan_put_text(struct scan *s, const char *p, size_t n)
{
	s->run->told.text += n;
	return sax_text(s->run, (struct str){ p, n }) < 0 ? SAX_WRONG : SAX_ON;
}

/* Reads the tag that begins at s->p: its name, its attributes, and *p, which is
 * at its / or >. */
enum sax_went scan_tag(struct scan *s, char **p, struct scan_name *name);

/* Text from s->p on that has more in it than plain characters. */
enum sax_went scan_other_text(struct scan *s);

/* Declares the namespaces of the tag, and leaves the attributes that count.
 * False: a matter of expat. */
bool scan_resolve(struct scan_spaces *s, struct scan_attributes *a);

/* The namespace of a prefix: true and *space, or false if there is none. */
bool scan_space(
    const struct scan_spaces *s, struct str prefix, enum sax_space *space);

/* Decodes the references in the values, which lie in memory of sax_scan. False:
 * a matter of expat. */
bool scan_decode_values(struct scan_attributes *a);

/* The length of the XML declaration at p, 0 if it is unusual. */
size_t scan_declaration(const char *p, const char *end);

#endif
