#include <expat.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx/sax.h"

#define BLOCK (64 << 10)

/* expat writes a name as its namespace's URI, this byte, the local name. */
#define BETWEEN '\n'
#define IN(uri) uri "\n"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"
#define COMPATIBILITY                                                          \
	IN("http://schemas.openxmlformats.org/markup-compatibility/2006")

static const char *const namespaces[] = {
	IN(OFFICE "spreadsheetml/2006/main"),
	IN(STRICT "spreadsheetml/main"),
	IN(PACKAGE "relationships"),
	IN(PACKAGE "content-types"),
};

struct part {
	const struct sax_handler *h;
	XML_Parser xml;
	const char *name;
	struct err *e;
	unsigned depth;
	unsigned skipped; /* depth of the element that is skipped, or 0 */
	size_t token;     /* bytes since the last event */
	bool stopped;     /* e is set */
};

static void
stop(struct part *p)
{
	p->stopped = true;
	XML_StopParser(p->xml, XML_FALSE);
}

/* From version 2.9 on the older function is deprecated. */
static unsigned long long
line_of(XML_Parser xml)
{
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
	return XML_GetCurrentLineNumber64(xml);
#else
	return XML_GetCurrentLineNumber(xml);
#endif
}

static void
refuse_part(struct part *p, const char *why)
{
	err_set(p->e, "%s: line %llu: %s", p->name, line_of(p->xml), why);
	stop(p);
}

/* The local name of an element that counts, or NULL. */
static const char *
local(const char *name)
{
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++) {
		size_t n = strlen(namespaces[i]);

		if (!strncmp(name, namespaces[i], n))
			return name + n;
	}
	return strchr(name, BETWEEN) ? NULL : name;
}

static bool
is_transparent(const char *name)
{
	return !strcmp(name, COMPATIBILITY "AlternateContent") ||
	       !strcmp(name, COMPATIBILITY "Fallback");
}

static void
on_start(void *ctx, const char *name, const char **attr)
{
	struct part *p = ctx;
	const char *known;

	if (p->stopped)
		return;
	p->token = 0;
	if (++p->depth > SAX_DEPTH_MAX) {
		refuse_part(p, "elements too deep");
		return;
	}
	if (p->skipped)
		return;
	known = local(name);
	if (!known && !is_transparent(name))
		p->skipped = p->depth;
	else if (known && p->h->start(p->h->ctx, known, attr, p->e) < 0)
		stop(p);
}

static void
on_end(void *ctx, const char *name)
{
	struct part *p = ctx;
	const char *known;

	if (p->stopped)
		return;
	p->token = 0;
	p->depth--;
	if (p->skipped) {
		if (p->skipped > p->depth)
			p->skipped = 0;
		return;
	}
	known = p->h->end ? local(name) : NULL;
	if (known && p->h->end(p->h->ctx, known, p->e) < 0)
		stop(p);
}

static void
on_text(void *ctx, const char *text, int n)
{
	struct part *p = ctx;

	p->token = 0;
	if (!p->stopped && !p->skipped && p->h->text &&
	    p->h->text(p->h->ctx, text, (size_t)n, p->e) < 0)
		stop(p);
}

static void
on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid,
    int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	refuse_part(ctx, "a DOCTYPE is refused");
}

static void
prepare(struct part *p)
{
	p->xml = XML_ParserCreateNS(NULL, BETWEEN);
	if (!p->xml)
		die("out of memory");
	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
}

static int
not_well_formed(struct part *p)
{
	if (!p->stopped)
		refuse_part(p, XML_ErrorString(XML_GetErrorCode(p->xml)));
	return -1;
}

static int
feed(struct part *p, struct arc_member *m)
{
	for (;;) {
		void *block = XML_GetBuffer(p->xml, BLOCK);
		struct err why;
		ssize_t n;

		if (!block)
			die("out of memory");
		n = arc_member_read(m, block, BLOCK, &why);
		if (n < 0)
			return err_set(p->e, "%s: %s", p->name, why.msg);
		p->token += (size_t)n;
		if (XML_ParseBuffer(p->xml, (int)n, n == 0) != XML_STATUS_OK)
			return not_well_formed(p);
		if (!n)
			return 0;
		if (p->token > SAX_TOKEN_MAX) {
			refuse_part(p, "a tag too long");
			return -1;
		}
	}
}

int
sax_read(struct arc *a, size_t i, const struct sax_handler *h, struct err *e)
{
	struct part p = { .h = h, .name = arc_name(a, i), .e = e };
	struct arc_member *m;
	struct err why;
	int rc;

	m = arc_member_open(a, i, &why);
	if (!m)
		return err_set(e, "%s: %s", p.name, why.msg);
	prepare(&p);
	rc = feed(&p, m);
	XML_ParserFree(p.xml);
	arc_member_close(m);
	return rc;
}

const char *
sax_attr(const char **attr, const char *name)
{
	for (; *attr; attr += 2)
		if (!strcmp(attr[0], name))
			return attr[1];
	return NULL;
}

const char *
sax_rel_id(const char **attr)
{
	const char *id =
	    sax_attr(attr, IN(OFFICE "officeDocument/2006/relationships") "id");

	return id ? id
		  : sax_attr(
			attr, IN(STRICT "officeDocument/relationships") "id");
}

bool
sax_bool(const char *value, bool otherwise)
{
	if (!value)
		return otherwise;
	return !strcmp(value, "1") || !strcmp(value, "true");
}
