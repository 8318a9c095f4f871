/* En bref: four figures, and what changed in their tables. */
#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "json/js.h"

enum { FIGURES = 4 };

static const struct figure {
	const char *name, *table, *missing;
} figures[FIGURES] = {
	{ "Formations publiées", "formation", "base formation absente" },
	{ "Organismes présents", "organisme", "base organismes absente" },
	{ "Certifications en vigueur", "certifications",
	    "base certifications absente" },
	{ "Communes avec une formation", "commune", "base formation absente" },
};

/* -1 if the database is missing. */
static int64_t
value_of(const struct report *r, int i)
{
	const int64_t values[FIGURES] = { r->places.formations, r->organismes,
		r->certifications, r->places.communes };

	return values[i];
}

/* "+2 lignes depuis la publication précédente", or what is known instead. */
static void
put_difference(
    struct buf *b, const struct report *r, const struct change *change)
{
	int64_t n = change ? change->count[CHANGES_AFTER] -
				 change->count[CHANGES_BEFORE]
			   : 0;

	if (!r->changes.known) {
		buf_str(b, "pas de comparaison");
	} else if (n) {
		buf_str(b, "<b>");
		french_put_difference(b, n);
		buf_fmt(b, "</b> %s depuis la publication précédente",
		    n == 1 || n == -1 ? "ligne" : "lignes");
	} else {
		buf_str(b, change ? "autant de lignes qu’à la publication "
				    "précédente"
				  : "table sans changement depuis la "
				    "publication précédente");
	}
}

static void
put_card(struct buf *b, const struct report *r, int i)
{
	int64_t n = value_of(r, i);

	buf_str(b, "<li><p class=\"value\">");
	if (n >= 0)
		french_put_number(b, n);
	else
		buf_str(b, "–");
	buf_fmt(b, "</p><p class=\"label\">%s</p><p class=\"delta\">",
	    figures[i].name);
	if (n >= 0)
		put_difference(b, r, changes_of(&r->changes, figures[i].table));
	else
		buf_str(b, figures[i].missing);
	buf_str(b, "</p></li>\n");
}

static void
put_row(struct buf *b, const struct report *r, int i)
{
	static const char *const words[CHANGES_COUNTS][2] = {
		[CHANGES_INSERT] = { "ajout", "ajouts" },
		[CHANGES_DELETE] = { "retrait", "retraits" },
		[CHANGES_UPDATE] = { "modification", "modifications" },
	};
	const struct change *change = changes_of(&r->changes, figures[i].table);

	buf_str(b, "<tr>");
	page_head_cell(b, str_of(figures[i].name));
	page_number_cell(b, value_of(r, i));
	buf_fmt(b, "<td>%s</td>", figures[i].table);
	for (int k = CHANGES_INSERT; k < CHANGES_COUNTS; k++)
		page_worded_cell(b,
		    change             ? change->count[k]
		    : r->changes.known ? 0
				       : -1,
		    words[k][0], words[k][1]);
	buf_str(b, "</tr>\n");
}

void
brief_put(struct buf *b, const struct report *r)
{
	static const char *const heads[] = { "Indicateur", "#Valeur", "Table",
		"#Ajouts", "#Retraits", "#Modifications", NULL };

	buf_str(b, "<ul class=\"cards\">\n");
	for (int i = 0; i < FIGURES; i++)
		put_card(b, r, i);
	buf_str(b, "</ul>\n");
	page_fold(b, "Le détail des changements");
	page_table(b, "small stack",
	    "Les indicateurs, et ce qui a changé depuis la publication "
	    "précédente dans la table dont chacun est tiré : en lignes, "
	    "archivées et supprimées comprises.",
	    heads);
	for (int i = 0; i < FIGURES; i++)
		put_row(b, r, i);
	page_table_end(b);
	page_fold_end(b);
}

static void
put_json_count(struct buf *b, const char *name, int64_t n)
{
	js_put_key(b, name);
	if (n >= 0)
		js_put_int(b, n);
	else
		buf_str(b, "null");
}

void
brief_put_json(struct buf *b, const struct report *r)
{
	js_put_key(b, "figures");
	buf_byte(b, '[');
	for (int i = 0; i < FIGURES; i++) {
		const struct change *change =
		    changes_of(&r->changes, figures[i].table);

		js_put_comma(b);
		js_open(b, NULL);
		js_put_member(b, "figure", str_of(figures[i].name));
		put_json_count(b, "value", value_of(r, i));
		js_put_member(b, "table", str_of(figures[i].table));
		for (int k = 0; k < CHANGES_COUNTS; k++)
			put_json_count(b, changes_names[k],
			    change ? change->count[k] : -1);
		js_close(b, 1);
	}
	buf_byte(b, ']');
}
