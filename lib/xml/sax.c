#include "xml/sax.h"
#include "xml/sax_part.h"

#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/"
#define STRICT "http://purl.oclc.org/ooxml/"

enum sax_space
sax_space(struct str uri)
{
	static const struct {
		const char *uri;
		enum sax_space space;
	} known[] = {
		{ "", SAX_NO_SPACE },
		{ OFFICE "spreadsheetml/2006/main", SAX_MAIN },
		{ STRICT "spreadsheetml/main", SAX_MAIN },
		{ PACKAGE "relationships", SAX_MAIN },
		{ PACKAGE "content-types", SAX_MAIN },
		{ OFFICE "markup-compatibility/2006", SAX_COMPATIBILITY },
		{ OFFICE "officeDocument/2006/relationships",
		    SAX_RELATIONSHIPS },
		{ STRICT "officeDocument/relationships", SAX_STRICT },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_is(uri, known[i].uri))
			return known[i].space;
	return SAX_OTHER;
}

enum sax_class
sax_class(enum sax_space space, struct str local)
{
	if (space == SAX_MAIN || space == SAX_NO_SPACE)
		return SAX_COUNTS;
	if (space == SAX_COMPATIBILITY &&
	    (SAX_IS(local, "AlternateContent") || SAX_IS(local, "Fallback")))
		return SAX_TRANSPARENT;
	return SAX_SKIPPED;
}

static ssize_t
read_member(void *from, void *p, size_t n, struct err *e)
{
	return arc_member_read(from, p, n, e);
}

/* Opens the member for a reader. False: e is set. */
static bool
open_member(struct sax_run *r, struct arc *a, size_t i)
{
	struct err why;

	r->from = arc_member_open(a, i, &why);
	if (!r->from)
		err_set(r->e, "%s: %s", r->name, why.msg);
	return r->from;
}

int
sax_read(struct arc *a, size_t i, const struct sax_handler *h, struct err *e)
{
	const struct sax_run start = {
		.h = h, .name = arc_name(a, i), .read = read_member, .e = e
	};
	struct sax_run scan = start, again = start;
	enum sax_went went;
	int rc;

	if (!open_member(&scan, a, i))
		return -1;
	went = sax_scan(&scan);
	arc_member_close(scan.from);
	if (went != SAX_ODD)
		return went == SAX_ON ? 0 : -1;
	if (!open_member(&again, a, i))
		return -1;
	rc = sax_expat(&again, scan.told);
	arc_member_close(again.from);
	return rc;
}

struct str
sax_attr(const struct sax_tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->n; i++)
		if (!tag->attr[i].is_rel && str_is(tag->attr[i].name, name))
			return tag->attr[i].value;
	return STR_NULL;
}

struct str
sax_rel_id(const struct sax_tag *tag)
{
	for (size_t i = 0; i < tag->n; i++)
		if (tag->attr[i].is_rel)
			return tag->attr[i].value;
	return STR_NULL;
}

bool
sax_bool(struct str value, bool otherwise)
{
	if (!value.p)
		return otherwise;
	return str_is(value, "1") || str_is(value, "true");
}
