#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "xml/sax_part.h"

/* expat writes a name as its namespace's URI, this byte, the local name. */
#define BETWEEN '\n'

struct part {
	struct sax_run *run;
	struct sax_told told; /* before: the handler knows it */
	XML_Parser xml;
	size_t token; /* bytes since the last event */
	bool stopped; /* e is set */
	struct sax_attr *attr;
	size_t cap;
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
	err_set(
	    p->run->e, "%s: line %llu: %s", p->run->name, line_of(p->xml), why);
	stop(p);
}

/* A name of expat: its namespace, and *local. */
static struct str
split(const char *name, struct str *local)
{
	const char *between = strchr(name, BETWEEN);

	*local = str_of(between ? between + 1 : name);
	return (struct str){ name, between ? (size_t)(between - name) : 0 };
}

/* The attributes that count, into p->attr; how many there are. Of two ids of
 * relationships the transitional one comes first. */
static size_t
take_attributes(struct part *p, const char **attr)
{
	size_t n = 0;

	for (; *attr; attr += 2) {
		struct sax_attr a = { .value = str_of(attr[1]) };
		enum sax_space space = sax_space(split(attr[0], &a.name));

		a.is_rel = sax_is_rel_id(space, a.name);
		if (space != SAX_NO_SPACE && !a.is_rel)
			continue;
		p->attr = xroom(p->attr, n, &p->cap, sizeof(*p->attr));
		p->attr[n++] = a;
		if (space == SAX_RELATIONSHIPS) {
			memmove(p->attr + 1, p->attr, (n - 1) * sizeof(a));
			*p->attr = a;
		}
	}
	return n;
}

/* Counts a start or an end; true if the handler is still to be told. */
static bool
is_news(struct part *p)
{
	p->token = 0;
	p->run->told.text = 0;
	return ++p->run->told.tags > p->told.tags;
}

static void
on_start(void *ctx, const char *name, const char **attr)
{
	struct part *p = ctx;
	struct sax_tag tag;
	enum sax_class class;

	if (p->stopped)
		return;
	if (++p->run->depth > SAX_DEPTH_MAX) {
		refuse_part(p, "elements too deep");
		return;
	}
	class = sax_class(sax_space(split(name, &tag.name)), tag.name);
	if (!is_news(p)) {
		if (class == SAX_SKIPPED && !p->run->skipped)
			p->run->skipped = p->run->depth;
		return;
	}
	tag.n = take_attributes(p, attr);
	tag.attr = p->attr;
	if (sax_start(p->run, class, &tag) < 0)
		stop(p);
}

static void
on_end(void *ctx, const char *name)
{
	struct part *p = ctx;
	struct str local;
	enum sax_class class = sax_class(sax_space(split(name, &local)), local);

	if (p->stopped)
		return;
	p->run->depth--;
	if (!is_news(p)) {
		if (p->run->skipped > p->run->depth)
			p->run->skipped = 0;
		return;
	}
	if (sax_end(p->run, class, local) < 0)
		stop(p);
}

static void
on_text(void *ctx, const char *text, int n)
{
	struct part *p = ctx;
	struct sax_told *told = &p->run->told;
	struct str s = { text, (size_t)n };

	p->token = 0;
	if (p->stopped || told->tags < p->told.tags)
		return;
	if (told->tags == p->told.tags && told->text < p->told.text) {
		size_t known = p->told.text - told->text;

		known = known < s.n ? known : s.n;
		told->text += known;
		s.p += known;
		s.n -= known;
	}
	if (s.n && sax_text(p->run, s) < 0)
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
feed(struct part *p)
{
	struct sax_run *r = p->run;

	for (;;) {
		void *block = XML_GetBuffer(p->xml, (int)SAX_BLOCK);
		struct err why;
		ssize_t n;

		if (!block)
			die("out of memory");
		n = r->read(r->from, block, SAX_BLOCK, &why);
		if (n < 0)
			return err_set(r->e, "%s: %s", r->name, why.msg);
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
sax_expat(struct sax_run *r, struct sax_told told)
{
	struct part p = { .run = r, .told = told };
	int rc;

	prepare(&p);
	rc = feed(&p);
	XML_ParserFree(p.xml);
	free(p.attr);
	return rc;
}
