/* flat_path.c: the paths of columns, compiled. */
#include <stdlib.h>

#include "export/flat_source.h"

static bool
take_word(struct str *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

/* count(...), min(...), max(...): leaves what is between the brackets. */
static void
take_function(struct str *s, struct flat_path *p)
{
	if (take_word(s, "count("))
		p->of = COUNT;
	else if (take_word(s, "min("))
		p->of = MIN;
	else if (take_word(s, "max("))
		p->of = MAX;
	else
		return;
	s->n--;
}

/* The number that a column beside the document has in the result: the document
 * is column 0. */
static size_t
beside(struct flat_source *in, struct str name)
{
	buf_str(&in->beside, ",\"");
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"')
			buf_byte(&in->beside, '"');
		buf_byte(&in->beside, name.p[i]);
	}
	buf_byte(&in->beside, '"');
	return ++in->besides;
}

/* Cuts "a.b[].c" into the path to the array, which is left in s, and the rest
 * within an item. */
static void
take_part(struct str *s, struct flat_path *p)
{
	const char *bracket = memchr(s->p, '[', s->n);
	char *end;

	if (!bracket)
		return;
	p->part = bracket[1] == ']' ? EACH : NTH;
	p->nth = strtoul(bracket + 1, &end, 10);
	if (end + 1 < s->p + s->n)
		p->rest = xstrndup(end + 2, (size_t)(s->p + s->n - end) - 2);
	s->n = (size_t)(bracket - s->p);
}

static struct flat_path
compile(struct flat_reader *r, struct str s)
{
	struct flat_path p = { .where = r->t->items ? IN_ITEM : IN_RECORD };

	if (take_word(&s, "^"))
		p.where = IN_RECORD;
	else if (take_word(&s, "@"))
		p.where = BESIDE;
	else if (take_word(&s, "#"))
		p.where = RANK;
	if (p.where == BESIDE)
		p.slot = beside(r->in, s);
	if (p.where == BESIDE || p.where == RANK)
		return p;
	take_function(&s, &p);
	take_part(&s, &p);
	p.slot =
	    picks_add(p.where == IN_ITEM ? &r->in->item : &r->in->record, s);
	return p;
}

void
flat_compile(struct flat_reader *r, struct flat_made *m)
{
	for (const char *s = m->c->path; s;) {
		const char *bar = strstr(s, " | ");

		m->path[m->n++] = compile(
		    r, (struct str){ s, bar ? (size_t)(bar - s) : strlen(s) });
		s = bar && m->n < FLAT_ALTERNATIVES ? bar + 3 : NULL;
	}
}
