#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "xlsx/sax.h"

#define BLOCK (64 << 10)

struct part {
	const struct sax_handler *h;
	XML_Parser xml;
	const char *name;
	struct err *e;
	unsigned depth;
	bool cdata;
	bool stopped; /* e is set */
};

static void
refuse(struct part *p, const char *why)
{
	err_set(p->e, "%s:%llu: %s", p->name,
	    (unsigned long long)XML_GetCurrentLineNumber(p->xml), why);
	p->stopped = true;
	XML_StopParser(p->xml, XML_FALSE);
}

static void
on_start(void *ctx, const char *name, const char **attr)
{
	struct part *p = ctx;
	struct err why;

	if (p->stopped)
		return;
	if (++p->depth > PART_DEPTH_MAX)
		refuse(p, "elements too deep");
	else if (p->h->start(p->h->ctx, name, attr, &why) < 0)
		refuse(p, why.msg);
}

static void
on_end(void *ctx, const char *name)
{
	struct part *p = ctx;
	struct err why;

	p->depth--;
	if (!p->stopped && p->h->end && p->h->end(p->h->ctx, name, &why) < 0)
		refuse(p, why.msg);
}

static void
on_text(void *ctx, const char *text, int n)
{
	struct part *p = ctx;
	struct err why;

	if (!p->stopped && !p->cdata &&
	    p->h->text(p->h->ctx, text, (size_t)n, &why) < 0)
		refuse(p, why.msg);
}

static void
on_cdata(void *ctx)
{
	struct part *p = ctx;

	p->cdata = true;
}

static void
on_cdata_end(void *ctx)
{
	struct part *p = ctx;

	p->cdata = false;
}

static void
on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid,
    int internal)
{
	(void)name, (void)sysid, (void)pubid, (void)internal;
	refuse(ctx, "a DOCTYPE is refused");
}

static void
prepare(struct part *p)
{
	p->xml = XML_ParserCreate(NULL);
	if (!p->xml)
		die("out of memory");
	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	if (p->h->text)
		XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetCdataSectionHandler(p->xml, on_cdata, on_cdata_end);
	XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
}

static int
not_well_formed(struct part *p)
{
	if (!p->stopped)
		refuse(p, XML_ErrorString(XML_GetErrorCode(p->xml)));
	return -1;
}

/* Everything given to expat that no event has consumed is one token, which it
 * keeps whole. */
static int
check_token(struct part *p, size_t seen)
{
	XML_Index at = XML_GetCurrentByteIndex(p->xml);

	if (at >= 0 && seen - (size_t)at > PART_TOKEN_MAX) {
		refuse(p, "a tag too long");
		return -1;
	}
	return 0;
}

static int
feed(struct part *p, struct arc_member *m)
{
	size_t seen = 0;

	for (;;) {
		void *block = XML_GetBuffer(p->xml, BLOCK);
		struct err why;
		ssize_t n;

		if (!block)
			die("out of memory");
		n = arc_member_read(m, block, BLOCK, &why);
		if (n < 0)
			return err_set(p->e, "%s: %s", p->name, why.msg);
		seen += (size_t)n;
		if (XML_ParseBuffer(p->xml, (int)n, n == 0) != XML_STATUS_OK)
			return not_well_formed(p);
		if (!n)
			return 0;
		if (check_token(p, seen) < 0)
			return -1;
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
