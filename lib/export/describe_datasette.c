/* describe_datasette.c: metadata of Datasette for the GeoPackage. */
#include "export/describe.h"

/* The columns of few values that Datasette counts next to a table. */
static const struct {
	const char *table, *column[6];
} facets[] = {
	{ "formation",
	    { "statut", "diplome", "niveau", "region", "academie" } },
	{ "organisme", { "statut", "qualiopi", "region", "academie" } },
	{ "certifications",
	    { "diplome", "niveau_cfd", "niveau_rncp", "rncp_active" } },
	{ "commune", { "region", "academie" } },
	{ "npec_normalized", { "cpne" } },
	{ "kali_ccn", { "type", "etat" } },
};

static void
put_facets(struct buf *b, const struct flat_table *t)
{
	for (size_t i = 0; i < sizeof(facets) / sizeof(*facets); i++) {
		if (strcmp(facets[i].table, t->name) != 0)
			continue;
		js_put_key(b, "facets");
		buf_byte(b, '[');
		for (const char *const *c = facets[i].column; *c; c++) {
			js_put_comma(b);
			js_put_text(b, str_of(*c));
		}
		buf_byte(b, ']');
	}
}

/* The column that stands for a row: the first of these that the table has. */
static void
put_label(struct buf *b, const struct flat_table *t)
{
	static const char *const labels[] = { "intitule", "raison_sociale",
		"nom", "titre" };

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		for (const struct flat_column *c = t->col; c->name; c++)
			if (!strcmp(c->name, labels[i])) {
				describe_put(b, "label_column", c->name);
				return;
			}
}

/* Not every version of Datasette shows units: the description names them. */
static void
put_columns(
    struct buf *b, const struct description *d, const struct flat_table *t)
{
	struct buf text = { 0 };

	js_open(b, "columns");
	for (const struct flat_column *c = t->col; c->name; c++) {
		if (!describe_has(d, c))
			continue;
		text.n = 0;
		buf_str(&text, c->description);
		if (c->unit)
			buf_fmt(&text, " (%s)", c->unit);
		js_put_member(b, c->name, buf_view(&text));
	}
	js_close(b, 1);
	buf_free(&text);
}

static void
put_table(
    struct buf *b, const struct description *d, const struct flat_table *t)
{
	js_open(b, t->name);
	describe_put(b, "title", t->title);
	describe_put(b, "description", t->description);
	put_columns(b, d, t);
	put_facets(b, t);
	put_label(b, t);
	for (const struct flat_column *c = t->col; c->name; c++)
		if (c->flags & FLAT_KEY) {
			describe_put(b, "sort", c->name);
			break;
		}
	js_close(b, 1);
}

void
describe_datasette(struct buf *b, const struct description *d)
{
	buf_byte(b, '{');
	describe_put(b, "title", DESCRIBE_TITLE);
	describe_put(b, "description", DESCRIBE_TEXT);
	describe_put(b, "license", DESCRIBE_LICENCE);
	describe_put(b, "license_url", DESCRIBE_LICENCE_URL);
	js_open(b, "databases");
	js_open(b, "alternance");
	js_open(b, "tables");
	for (size_t i = 0; i < d->n; i++)
		put_table(b, d, d->t[i]);
	js_close(b, 4);
	buf_byte(b, '\n');
}
