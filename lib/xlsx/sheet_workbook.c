#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "xlsx/sax.h"
#include "xlsx/sheet_part.h"

#define PAIRS_MAX 4096

struct reader {
	struct sheet_pairs *pairs;
	bool *date1904;
};

bool
sheet_int(const char *s, int64_t *v)
{
	struct str t = js_trim(str_of(s));
	char *end;

	if (!t.n)
		return false;
	*v = strtoll(t.p, &end, 10);
	return end != t.p;
}

static int
add(struct sheet_pairs *p, const char *id, const char *value, struct err *e)
{
	if (p->n == PAIRS_MAX)
		return err_set(e, "more than %d entries", PAIRS_MAX);
	if (!p->pair)
		p->pair = xcalloc(PAIRS_MAX, sizeof(*p->pair));
	p->pair[p->n++] = (struct sheet_pair){ xstrdup(id ? id : ""),
		xstrdup(value ? value : "") };
	return 0;
}

void
sheet_free_pairs(struct sheet_pairs *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->pair[i].id);
		free(p->pair[i].value);
	}
	free(p->pair);
}

static int
on_relationship(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;

	if (strcmp(name, "Relationship") != 0)
		return 0;
	return add(r->pairs, sax_attr(attr, "Id"), sax_attr(attr, "Target"), e);
}

static int
on_workbook(void *ctx, const char *name, const char **attr, struct err *e)
{
	struct reader *r = ctx;
	const char *v;

	if (!strcmp(name, "sheet"))
		return add(r->pairs, sax_attr(attr, "r:id"),
		    sax_attr(attr, "name"), e);
	if (!strcmp(name, "workbookPr") && (v = sax_attr(attr, "date1904")))
		*r->date1904 = !strcmp(v, "1") || !strcmp(v, "true");
	return 0;
}

int
sheet_read_rels(
    struct arc *a, size_t member, struct sheet_pairs *p, struct err *e)
{
	struct reader r = { p, NULL };
	struct sax_handler h = { on_relationship, NULL, NULL, &r };

	return sax_read(a, member, &h, e);
}

int
sheet_read_workbook(struct arc *a, size_t member, struct sheet_pairs *p,
    bool *date1904, struct err *e)
{
	struct reader r = { p, date1904 };
	struct sax_handler h = { on_workbook, NULL, NULL, &r };

	return sax_read(a, member, &h, e);
}
