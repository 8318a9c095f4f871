/* What sax_scan meets at the beginning of a part: its declaration, namespaces
 * and the attributes that have to do with them. */
#include "xml/sax_scan.h"

static bool
begins(struct str s, struct str with)
{
	return s.n >= with.n && !memcmp(s.p, with.p, with.n);
}

/* The prefix of attribute i; .n 0 if it has none. */
static struct str
prefix_of(const struct scan_attributes *a, size_t i)
{
	return (struct str){ a->of[i].name.p, a->colon[i] };
}

static struct str
local_of(const struct scan_attributes *a, size_t i)
{
	return scan_local(&(struct scan_name){ a->of[i].name, a->colon[i] });
}

static bool
is_declaration(const struct scan_attributes *a, size_t i)
{
	struct str name = a->colon[i] ? prefix_of(a, i) : a->of[i].name;

	return SAX_IS(name, "xmlns");
}

/* Namespaces that have rules of their own. */
static bool
is_reserved(struct str uri)
{
	return begins(uri, STR("http://www.w3.org/XML/")) ||
	       begins(uri, STR("http://www.w3.org/2000/xmlns"));
}

static bool
declare(struct scan_spaces *s, const struct scan_attributes *a, size_t i)
{
	struct str prefix = local_of(a, i), uri = a->of[i].value;
	size_t at = s->n;

	if (is_reserved(uri))
		return false;
	if (!a->colon[i]) {
		s->plain = sax_space(uri);
		return true;
	}
	if (!uri.n || begins(prefix, STR("xml")) || prefix.n > SCAN_PREFIX ||
	    at == SCAN_PREFIXES)
		return false;
	memcpy(s->of[at].prefix, prefix.p, prefix.n);
	s->of[at].n = prefix.n;
	s->of[at].space = sax_space(uri);
	s->n++;
	return true;
}

bool
scan_space(
    const struct scan_spaces *s, struct str prefix, enum sax_space *space)
{
	for (size_t i = s->n; i; i--)
		if (str_eq((struct str){ s->of[i - 1].prefix, s->of[i - 1].n },
			prefix)) {
			*space = s->of[i - 1].space;
			return true;
		}
	return false;
}

/* Two prefixes may stand for one namespace: expat compares. */
static bool
is_alone(const struct scan_attributes *a, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (a->colon[j] && !is_declaration(a, j) &&
		    str_eq(local_of(a, j), local_of(a, i)))
			return false;
	return true;
}

/* An attribute with prefix: true, and whether it is the id of a
 * relationship. */
static bool
resolve_one(const struct scan_spaces *s, const struct scan_attributes *a,
    size_t i, bool *is_rel)
{
	struct str prefix = prefix_of(a, i);
	enum sax_space space = SAX_OTHER;

	if (!is_alone(a, i) ||
	    (!SAX_IS(prefix, "xml") && !scan_space(s, prefix, &space)))
		return false;
	*is_rel = sax_is_rel_id(space, local_of(a, i));
	return true;
}

bool
scan_resolve(struct scan_spaces *s, struct scan_attributes *a)
{
	bool is_kept[SCAN_ATTRIBUTES], is_rel[SCAN_ATTRIBUTES] = { false };
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (is_declaration(a, i) && !declare(s, a, i))
			return false;
	for (size_t i = 0; i < a->n; i++) {
		bool declares = is_declaration(a, i);

		if (a->colon[i] && !declares &&
		    !resolve_one(s, a, i, &is_rel[i]))
			return false;
		is_kept[i] = is_rel[i] || (!a->colon[i] && !declares);
	}
	for (size_t i = 0; i < a->n; i++)
		if (is_kept[i])
			a->of[n++] = (struct sax_attr){ local_of(a, i),
				a->of[i].value, is_rel[i] };
	a->n = n;
	return true;
}

bool
scan_decode_values(struct scan_attributes *a)
{
	for (size_t i = 0; i < a->n; i++) {
		struct str *v = &a->of[i].value;
		ssize_t n;

		if (!v->n || !memchr(v->p, '&', v->n))
			continue;
		if (is_declaration(a, i))
			return false;
		n = sax_decode((char *)(uintptr_t)v->p, v->n);
		if (n < 0)
			return false;
		v->n = (size_t)n;
	}
	return true;
}

/* Skips a text in quotes of either kind, one of two. */
static bool
skip_quoted(const char **p, const char *end, struct str a, struct str b)
{
	char quote = **p;
	const char *text = *p + 1, *stop;
	struct str s;

	if (quote != '"' && quote != '\'')
		return false;
	stop = memchr(text, quote, (size_t)(end - text));
	s = (struct str){ text, stop ? (size_t)(stop - text) : 0 };
	*p = stop ? stop + 1 : end;
	return stop && (str_eq(s, a) || str_eq(s, b));
}

static bool
skip(const char **p, const char *end, struct str s)
{
	if (!begins((struct str){ *p, (size_t)(end - *p) }, s))
		return false;
	*p += s.n;
	return true;
}

size_t
scan_declaration(const char *p, const char *end)
{
	const char *from = p;

	if (!skip(&p, end, STR("<?xml version=")) ||
	    !skip_quoted(&p, end, STR("1.0"), STR("1.0")))
		return 0;
	if (skip(&p, end, STR(" encoding=")) &&
	    !skip_quoted(&p, end, STR("UTF-8"), STR("utf-8")))
		return 0;
	if (skip(&p, end, STR(" standalone=")) &&
	    !skip_quoted(&p, end, STR("yes"), STR("no")))
		return 0;
	return skip(&p, end, STR("?>")) ? (size_t)(p - from) : 0;
}
