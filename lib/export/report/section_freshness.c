/* Fraîcheur: each database, its rows, its age, its last run and its state. */
#include <math.h>

#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "suite/status.h"
#include "json/js.h"

enum {
	NAME_MAX = 40,   /* bytes of a name that are shown */
	WORDS_MAX = 160, /* of a reason or an error */
};

static const struct {
	const char *word, *class;
} states[REPORT_STATES] = {
	[REPORT_FRESH] = { "à jour", "good" },
	[REPORT_BUILDING] = { "en construction", "calm" },
	[REPORT_STALE] = { "à reconstruire", "warn" },
	[REPORT_FAILED] = { "en échec", "bad" },
	[REPORT_ABSENT] = { "absente", "bad" },
	[REPORT_NEVER] = { "jamais construite", "calm" },
};

enum report_state
report_state_of(const struct base_status *s)
{
	if (!s->why)
		return REPORT_FRESH;
	if (!strcmp(s->why, "being built"))
		return REPORT_BUILDING;
	if (!strcmp(s->why, "no database"))
		return s->last_import ? REPORT_ABSENT : REPORT_NEVER;
	return strncmp(s->why, "failed:", 7) ? REPORT_STALE : REPORT_FAILED;
}

/* The words of status(1), which are English. */
static void
put_words(struct buf *b, const char *before, const char *words)
{
	buf_fmt(b, " <small lang=\"en\">%s", before);
	page_put_cut(b, str_of(words), WORDS_MAX);
	buf_str(b, "</small>");
}

static void
put_state(struct buf *b, const struct base_status *s)
{
	enum report_state state = report_state_of(s);

	buf_fmt(b, "<td class=\"state\"><span class=\"pill %s\">%s</span>",
	    states[state].class, states[state].word);
	if (s->why)
		put_words(b, "stale: ", s->why);
	else
		put_words(b, "", "fresh");
	if (s->fetch_error)
		put_words(b, "not fetched: ", s->fetch_error);
	buf_str(b, "</td>");
}

static void
put_row(struct buf *b, const struct base_status *s)
{
	double age = status_age(s);

	buf_str(b, "<tr><th scope=\"row\">");
	page_put_cut(b, str_of(s->name), NAME_MAX);
	buf_str(b, "</th>");
	put_state(b, s);
	page_worded_cell(b, s->rows, "ligne", "lignes");
	buf_fmt(b, "<td class=\"n\"%s>", isnan(age) ? "" : " data-l=\"d’âge\"");
	if (isnan(age))
		buf_str(b, "–");
	else
		french_put_age(b, age);
	buf_str(b, "</td><td class=\"n\">");
	if (s->last_import)
		french_put_instant(b, day_parse(str_of(s->last_import)));
	else
		buf_str(b, "jamais");
	buf_str(b, "</td></tr>\n");
}

/* The states that there are, each with its number of databases. */
static void
put_summary(struct buf *b, const struct report *r)
{
	int64_t n[REPORT_STATES] = { 0 };

	for (size_t i = 0; i < r->n_bases; i++)
		n[report_state_of(status_of(r->bases[i]))]++;
	buf_str(b, "<p class=\"tally\">");
	for (int s = 0; s < REPORT_STATES; s++)
		if (n[s]) {
			buf_fmt(b, "<span><span class=\"pill %s\">%s</span> ",
			    states[s].class, states[s].word);
			french_put_count(b, n[s], "base", "bases");
			buf_str(b, "</span> ");
		}
	buf_str(b, "</p>\n");
}

void
freshness_put(struct buf *b, const struct report *r)
{
	static const char *const heads[] = { "Base", "État", "#Lignes", "#Âge",
		"#Dernière exécution", NULL };

	if (!r->n_bases) {
		page_nothing(b, "Aucune base n’a encore été construite.");
		return;
	}
	put_summary(b, r);
	page_table(b, "stack",
	    "Chaque base, l’âge de ses données, sa dernière exécution et son "
	    "état, avec les mots de la commande <code>status</code>.",
	    heads);
	for (size_t i = 0; i < r->n_bases && i < REPORT_BASES; i++)
		put_row(b, status_of(r->bases[i]));
	page_table_end(b);
	if (r->n_bases > REPORT_BASES)
		buf_fmt(b, "<p class=\"more\">Et %zu autres bases.</p>\n",
		    r->n_bases - REPORT_BASES);
}

void
freshness_put_json(struct buf *b, const struct report *r)
{
	js_put_key(b, "databases");
	buf_byte(b, '[');
	for (size_t i = 0; i < r->n_bases; i++) {
		js_put_comma(b);
		status_put_json(b, status_of(r->bases[i]));
	}
	buf_byte(b, ']');
}
