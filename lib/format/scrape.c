#include <stdlib.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "base/text.h"
#include "format/scrape.h"

struct scrape {
	htmlDocPtr doc;
	const xmlNode *at; /* the link, or the document before the first */
};

/* JavaScript reads what is no UTF-8 as U+FFFD; the parser would stop there,
 * and at a NUL. */
static void
put_readable(struct buf *b, struct str page)
{
	utf8_put_repaired(b, page.p, page.n);
	for (size_t i = 0; i < b->n; i++)
		if (!b->p[i])
			b->p[i] = ' ';
}

/* NULL if it is none, or if it is nested so deeply that the parser gave up. */
static htmlDocPtr
parse(struct str page)
{
	const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
			    HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
	htmlParserCtxtPtr c = htmlNewParserCtxt();
	const xmlError *last;
	htmlDocPtr doc;

	if (!c)
		die("out of memory");
	doc =
	    htmlCtxtReadMemory(c, page.p, (int)page.n, NULL, "UTF-8", options);
	last = xmlCtxtGetLastError(c);
	if (doc && last && last->level == XML_ERR_FATAL) {
		xmlFreeDoc(doc);
		doc = NULL;
	}
	htmlFreeParserCtxt(c);
	return doc;
}

struct scrape *
scrape_open(struct str page, struct err *e)
{
	struct scrape *s;
	struct buf b = { 0 };
	htmlDocPtr doc;

	if (page.n > SCRAPE_MAX) {
		err_set(e, "a page of more than %zu bytes", SCRAPE_MAX);
		return NULL;
	}
	put_readable(&b, page);
	doc = b.n ? parse(buf_view(&b)) : NULL;
	buf_free(&b);
	if (!doc) {
		err_set(e, "not a page of HTML");
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	*s = (struct scrape){ doc, (const xmlNode *)doc };
	return s;
}

void
scrape_close(struct scrape *s)
{
	xmlFreeDoc(s->doc);
	free(s);
}

static bool
is_called(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE &&
	       !strcasecmp((const char *)n->name, name);
}

/* Elements whose content is text to the scrapers that we follow. The parser
 * has seen to script and style. */
static bool
is_opaque(const xmlNode *n)
{
	return is_called(n, "noscript") || is_called(n, "pre");
}

/* The node behind n within top, in the order of the page; NULL at the end. */
static const xmlNode *
after(const xmlNode *n, const xmlNode *top)
{
	if (n->children && !is_opaque(n) && n->type != XML_ENTITY_REF_NODE)
		return n->children;
	while (n != top && !n->next)
		n = n->parent;
	return n == top ? NULL : n->next;
}

bool
scrape_next(struct scrape *s)
{
	const xmlNode *top = (const xmlNode *)s->doc, *n = s->at;

	while ((n = after(n, top)))
		if (is_called(n, "a")) {
			s->at = n;
			return true;
		}
	return false;
}

/* NULL if there is none; an attribute without a value has "". */
static char *
attribute(const xmlNode *n, const char *name)
{
	xmlChar *value;
	char *copy;

	if (!xmlHasProp(n, (const xmlChar *)name))
		return NULL;
	value = xmlGetProp(n, (const xmlChar *)name);
	copy = xstrdup(value ? (const char *)value : "");
	xmlFree(value);
	return copy;
}

static bool
has_class(const xmlNode *n, const char *name)
{
	static const char blank[] = " \t\n\f\r";
	size_t length = strlen(name);
	char *all = n->type == XML_ELEMENT_NODE ? attribute(n, "class") : NULL;
	bool found = false;

	for (const char *p = all; p && *p && !found; p += strcspn(p, blank)) {
		p += strspn(p, blank);
		found =
		    strcspn(p, blank) == length && !strncmp(p, name, length);
	}
	free(all);
	return found;
}

bool
scrape_has_class(const struct scrape *s, const char *name)
{
	return has_class(s->at, name);
}

bool
scrape_is_within(const struct scrape *s, const char *name)
{
	for (const xmlNode *n = s->at->parent; n; n = n->parent)
		if (has_class(n, name))
			return true;
	return false;
}

char *
scrape_attribute(const struct scrape *s, const char *name)
{
	return attribute(s->at, name);
}

char *
scrape_text(const struct scrape *s, const char *name)
{
	const xmlNode *n = s->at;
	xmlChar *text;
	char *copy;

	while ((n = after(n, s->at)))
		if (has_class(n, name))
			break;
	if (!n)
		return NULL;
	text = xmlNodeGetContent(n);
	copy = xstrdup(text ? (const char *)text : "");
	xmlFree(text);
	return copy;
}
