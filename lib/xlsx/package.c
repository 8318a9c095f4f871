#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "xlsx/package.h"
#include "xml/sax.h"

#define RELS_MAX 65536

static const char *
without_slash(const char *name)
{
	return name + strspn(name, "/");
}

/* Decodes percent escapes, in place; others stay. */
static void
unescape(char *s)
{
	char *to = s;

	for (; *s; s++)
		if (*s == '%' && hex_value(s[1]) >= 0 && hex_value(s[2]) >= 0) {
			*to++ = (char)(hex_value(s[1]) << 4 | hex_value(s[2]));
			s += 2;
		} else {
			*to++ = *s;
		}
	*to = '\0';
}

static size_t
find_spelled(struct arc *a, const char *name)
{
	for (size_t i = 0; i < arc_count(a); i++)
		if (!strcasecmp(without_slash(arc_name(a, i)), name))
			return i;
	return PACKAGE_NOWHERE;
}

size_t
package_find(struct arc *a, const char *name)
{
	size_t i = find_spelled(a, without_slash(name));
	char *plain;

	if (i != PACKAGE_NOWHERE || !strchr(name, '%'))
		return i;
	plain = xstrdup(without_slash(name));
	unescape(plain);
	i = find_spelled(a, plain);
	free(plain);
	return i;
}

/* The length of the directory of a part's name, slash included. */
static size_t
directory(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? (size_t)(slash + 1 - name) : 0;
}

/* Removes the last segment of a path that ends in a slash. */
static void
drop_segment(struct buf *b)
{
	if (b->n)
		b->n--;
	while (b->n && b->p[b->n - 1] != '/')
		b->n--;
}

/* The part that a target, seen from the part `source`, stands for. The caller
 * frees it. */
static char *
resolve(const char *source, const char *target)
{
	struct buf b = { 0 };
	size_t n;

	if (*target != '/' && *target != '\\')
		buf_add(&b, source, directory(source));
	for (; *target; target += n) {
		n = strcspn(target, "/\\");
		if (n == 2 && !memcmp(target, "..", 2))
			drop_segment(&b);
		else if (n && !(n == 1 && *target == '.'))
			buf_add(&b, target, n);
		if (target[n]) {
			if (b.n && b.p[b.n - 1] != '/')
				buf_byte(&b, '/');
			n++;
		}
	}
	buf_view(&b);
	return b.p;
}

struct reader {
	struct package_rels *rels;
	const char *source;
};

/* An attribute as a string; "" if it is absent. */
static char *
copy(struct str s)
{
	return xstrndup(s.p ? s.p : "", s.n);
}

static int
on_relationship(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct reader *r = ctx;
	struct str target = sax_attr(tag, "Target");
	struct package_rels *rels = r->rels;
	char *to;

	if (!SAX_IS(tag->name, "Relationship") || !target.p ||
	    str_is(sax_attr(tag, "TargetMode"), "External"))
		return 0;
	if (rels->n == RELS_MAX)
		return err_set(e, "more than %d relationships", RELS_MAX);
	rels->rel = xrealloc2(rels->rel, rels->n + 1, sizeof(*rels->rel));
	to = copy(target);
	rels->rel[rels->n++] = (struct package_rel){ copy(sax_attr(tag, "Id")),
		copy(sax_attr(tag, "Type")), resolve(r->source, to) };
	free(to);
	return 0;
}

int
package_rels(
    struct arc *a, size_t source, struct package_rels *r, struct err *e)
{
	const char *of =
	    source == PACKAGE_NOWHERE ? "" : without_slash(arc_name(a, source));
	struct reader reader = { r, of };
	struct sax_handler h = { on_relationship, NULL, NULL, &reader };
	size_t n = directory(of), at;
	char *name = xasprintf("%.*s_rels/%s.rels", (int)n, of, of + n);

	*r = (struct package_rels){ 0 };
	at = package_find(a, name);
	free(name);
	return at == PACKAGE_NOWHERE ? 0 : sax_read(a, at, &h, e);
}

void
package_free_rels(struct package_rels *r)
{
	for (size_t i = 0; i < r->n; i++) {
		free(r->rel[i].id);
		free(r->rel[i].type);
		free(r->rel[i].target);
	}
	free(r->rel);
}

bool
package_rel_is(const struct package_rel *r, const char *type)
{
	static const char *const classes[] = {
		"http://schemas.openxmlformats.org/officeDocument/2006/"
		"relationships/",
		"http://purl.oclc.org/ooxml/officeDocument/relationships/"
	};

	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(classes[i]);

		if (!strncmp(r->type, classes[i], n) &&
		    !strcmp(r->type + n, type))
			return true;
	}
	return false;
}

struct typed {
	struct arc *a;
	const char *content_type;
	size_t member;
};

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcasecmp(s + n - m, end);
}

static int
on_type(void *ctx, const struct sax_tag *tag, struct err *e)
{
	struct typed *t = ctx;
	char *type = copy(sax_attr(tag, "ContentType"));
	struct str part = sax_attr(tag, "PartName");

	(void)e;
	if (t->member == PACKAGE_NOWHERE && SAX_IS(tag->name, "Override") &&
	    part.p && ends_with(type, t->content_type)) {
		char *name = copy(part);

		t->member = package_find(t->a, name);
		free(name);
	}
	free(type);
	return 0;
}

static int
find_typed(
    struct arc *a, const char *content_type, size_t *member, struct err *e)
{
	struct typed t = { a, content_type, PACKAGE_NOWHERE };
	struct sax_handler h = { on_type, NULL, NULL, &t };
	size_t types = package_find(a, "[Content_Types].xml");
	int rc = types == PACKAGE_NOWHERE ? 0 : sax_read(a, types, &h, e);

	*member = t.member;
	return rc;
}

int
package_locate(struct arc *a, size_t source, const struct package_rels *r,
    const struct package_want *w, size_t *member, struct err *e)
{
	const char *of =
	    source == PACKAGE_NOWHERE ? "" : without_slash(arc_name(a, source));
	char *name;

	for (size_t i = 0; i < r->n; i++)
		if (package_rel_is(&r->rel[i], w->type)) {
			*member = package_find(a, r->rel[i].target);
			if (*member != PACKAGE_NOWHERE)
				return 0;
		}
	if (find_typed(a, w->content_type, member, e) < 0)
		return -1;
	if (*member != PACKAGE_NOWHERE)
		return 0;
	name = resolve(of, w->name);
	*member = package_find(a, name);
	free(name);
	return 0;
}
