#include <stdlib.h>

#include "base/text.h"
#include "scan/simd.h"
#include "xml/sax_scan.h"

/* Remembers the name of an element. */
static bool
push(struct scan *s, struct open *o, const struct scan_name *name)
{
	char *to = s->names + s->nnames;

	if (name->text.n > SCAN_NAMES - s->nnames)
		return false;
	for (size_t i = 0; i < name->text.n; i++)
		to[i] = name->text.p[i];
	s->nnames += name->text.n;
	o->name = (struct scan_name){ { to, name->text.n }, name->colon };
	return true;
}

/* Begins an element, whose tag was read. */
static enum sax_went
begin_element(struct scan *s, const struct scan_name *name)
{
	struct sax_run *r = s->run;
	struct open *o = &s->open[r->depth + 1];
	enum sax_space space;
	struct sax_tag tag;

	if (r->depth == SAX_DEPTH_MAX || !push(s, o, name))
		return SAX_ODD;
	o->plain = s->spaces.plain;
	o->nspaces = s->spaces.n;
	if (s->attr.has_references && !scan_decode_values(&s->attr))
		return SAX_ODD;
	if (s->attr.has_spaces && !scan_resolve(&s->spaces, &s->attr))
		return SAX_ODD;
	space = s->spaces.plain;
	if (name->colon &&
	    !scan_space(
		&s->spaces, (struct str){ name->text.p, name->colon }, &space))
		return SAX_ODD;
	tag = (struct sax_tag){ scan_local(name), s->attr.of, s->attr.n };
	o->class = sax_class(space, tag.name);
	r->depth++;
	r->told = (struct sax_told){ r->told.tags + 1, 0 };
	return sax_start(r, o->class, &tag) < 0 ? SAX_WRONG : SAX_ON;
}

static enum sax_went
end_element(struct scan *s)
{
	struct sax_run *r = s->run;
	struct open *o = &s->open[r->depth--];

	s->nnames -= o->name.text.n;
	s->spaces.plain = o->plain;
	s->spaces.n = o->nspaces;
	r->told = (struct sax_told){ r->told.tags + 1, 0 };
	return sax_end(r, o->class, scan_local(&o->name)) < 0 ? SAX_WRONG
							      : SAX_ON;
}

static enum sax_went
start_tag(struct scan *s)
{
	char *p;
	struct scan_name name;
	enum sax_went went = scan_tag(s, &p, &name);
	bool empty;

	if (went)
		return went;
	empty = *p == '/';
	p += empty;
	if (*p != '>')
		return scan_stopped(s, p);
	s->p = p + 1;
	s->rooted = true;
	went = begin_element(s, &name);
	return went || !empty ? went : end_element(s);
}

static enum sax_went
end_tag(struct scan *s)
{
	struct str name = s->open[s->run->depth].name.text;
	char *p = s->p + 2;

	for (size_t i = 0; i < name.n; i++, p++)
		if (*p != name.p[i])
			return scan_stopped(s, p);
	p = scan_skip_blanks(p);
	if (*p != '>')
		return scan_stopped(s, p);
	s->p = p + 1;
	return end_element(s);
}

static enum sax_went
text(struct scan *s)
{
	char *p = s->p;
	char *stop = p + (simd_find_markup(p, s->end) - p);

	if (stop < s->end && *stop != '<')
		return scan_other_text(s);
	s->p = stop;
	return scan_put_text(s, p, (size_t)(stop - p));
}

/* The beginning of the part, up to its declaration. */
static enum sax_went
begin(struct scan *s)
{
	struct str rest;
	size_t n;

	if (s->end - s->p < 5)
		return SAX_SHORT;
	rest = utf8_skip_bom((struct str){ s->p, (size_t)(s->end - s->p) });
	n = scan_declaration(rest.p, s->end);
	if (!n && rest.p[1] == '?')
		return memchr(rest.p, '>', rest.n) ? SAX_ODD : SAX_SHORT;
	s->p = s->end - rest.n + n;
	s->begun = true;
	return SAX_ON;
}

/* Before and behind the root. */
static enum sax_went
outside(struct scan *s)
{
	if (!s->begun)
		return begin(s);
	s->p = scan_skip_blanks(s->p);
	if (s->p == s->end)
		return SAX_ON;
	return *s->p == '<' && !s->rooted ? start_tag(s) : SAX_ODD;
}

static enum sax_went
scan_block(struct scan *s)
{
	enum sax_went went = SAX_ON;

	while (!went && s->p < s->end)
		if (!s->run->depth)
			went = outside(s);
		else if (*s->p != '<')
			went = text(s);
		else
			went = s->p[1] == '/' ? end_tag(s) : start_tag(s);
	return went;
}

/* Are these characters of XML, as far as they are not of ASCII? U+FFFE and
 * U+FFFF are not. */
static bool
are_characters(const char *p, const char *end)
{
	if (!utf8_valid(p, (size_t)(end - p)))
		return false;
	while ((p = memchr(p, 0xEF, (size_t)(end - p)))) {
		if (p[1] == '\xBF' && (p[2] == '\xBE' || p[2] == '\xBF'))
			return false;
		p++;
	}
	return true;
}

/* Takes n bytes more behind s->end. */
static enum sax_went
take_block(struct scan *s, size_t n)
{
	char *from = s->end;

	s->ntail = utf8_cut(from, n);
	s->end += n - s->ntail;
	memcpy(s->tail, s->end, s->ntail);
	*s->end = '\0';
	return are_characters(from, s->end) ? SAX_ON : SAX_ODD;
}

/* Reads a block behind what is left of the last one; *n 0 at the end of the
 * part. */
static enum sax_went
next_block(struct scan *s, size_t *n)
{
	struct sax_run *r = s->run;
	size_t left = (size_t)(s->end - s->p);
	struct err why;
	ssize_t got;

	if (left > SAX_BLOCK)
		return SAX_ODD;
	memmove(s->block, s->p, left);
	s->p = s->block;
	s->end = s->block + left;
	memcpy(s->end, s->tail, s->ntail);
	got = r->read(r->from, s->end + s->ntail, SAX_BLOCK, &why);
	if (got < 0) {
		err_set(r->e, "%s: %s", r->name, why.msg);
		return SAX_WRONG;
	}
	*n = (size_t)got;
	if (!got)
		return left || s->ntail || r->depth || !s->rooted ? SAX_ODD
								  : SAX_ON;
	return take_block(s, s->ntail + *n);
}

/* Reads block after block. What goes on for more than a block without an
 * element or text may become what sax.h refuses. */
static enum sax_went
scan_part(struct scan *s)
{
	size_t n, quiet = 0;

	for (;;) {
		struct sax_told before = s->run->told;
		enum sax_went went = next_block(s, &n);

		if (went || !n)
			return went;
		went = scan_block(s);
		if (went == SAX_ODD || went == SAX_WRONG)
			return went;
		quiet += n;
		if (before.tags != s->run->told.tags ||
		    before.text != s->run->told.text)
			quiet = 0;
		if (quiet > SAX_BLOCK)
			return SAX_ODD;
	}
}

enum sax_went
sax_scan(struct sax_run *r)
{
	struct scan *s = xcalloc(1, sizeof(*s));
	enum sax_went went;

	s->run = r;
	s->block = xmalloc(2 * SAX_BLOCK + sizeof(s->tail) + 1);
	s->p = s->end = s->block;
	went = scan_part(s);
	free(s->block);
	free(s);
	return went;
}
