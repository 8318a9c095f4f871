#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "export/report/changes.h"
#include "json/ndjson.h"

const char *const changes_names[CHANGES_COUNTS] = { "before", "after", "insert",
	"delete", "update" };

const struct change *
changes_of(const struct changes *c, const char *table)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->change[i].table, table))
			return &c->change[i];
	return NULL;
}

static int64_t
read_count(struct ndjson *r, struct js record, const char *name)
{
	struct js v = js_get(record, name);
	double n = js_number(v);

	if (!(n >= 0 && n <= (double)((int64_t)1 << 53)) || n != floor(n))
		die("%s: %s: not a number of rows '%s'", ndjson_where(r), name,
		    err_quote(v.p, v.n));
	return (int64_t)n;
}

static void
read_change(struct changes *c, struct ndjson *r, struct js record)
{
	struct buf scratch = { 0 };
	struct str table = js_text(js_get(record, "table"), &scratch);
	struct change *change;

	if (!table.p)
		die("%s: table: missing: not a summary of diff-table -s",
		    ndjson_where(r));
	c->change = xroom(c->change, c->n, &c->cap, sizeof(*c->change));
	change = &c->change[c->n];
	change->table = xstrndup(table.p, table.n);
	buf_free(&scratch);
	if (changes_of(c, change->table))
		die("%s: table: a second line of '%s'", ndjson_where(r),
		    err_quote(change->table, strlen(change->table)));
	for (int i = 0; i < CHANGES_COUNTS; i++)
		change->count[i] = read_count(r, record, changes_names[i]);
	c->n++;
}

void
changes_read(struct changes *c, const char *path)
{
	struct ndjson r;
	struct js record;

	ndjson_open(&r, path, false);
	while (ndjson_next(&r, &record))
		read_change(c, &r, record);
	ndjson_close(&r);
	c->known = true;
}

void
changes_free(struct changes *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->change[i].table);
	free(c->change);
}
