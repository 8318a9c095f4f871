/* Évolution: the rows of three databases over ninety days. */
#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/plot.h"
#include "export/report/report.h"
#include "json/js.h"

/* The first and the last day of a series that have a value; -1: none. */
static void
ends_of(const int64_t *rows, int *first, int *last)
{
	*first = *last = -1;
	for (int d = 0; d < RUNS_HISTORY; d++)
		if (rows[d] >= 0) {
			*first = *first < 0 ? d : *first;
			*last = d;
		}
}

/* "+12 depuis le 2 sept." */
static void
put_since(struct buf *b, int64_t difference, bool before, int64_t day)
{
	if (!before) {
		buf_str(b, "connu depuis le ");
	} else if (!difference) {
		buf_str(b, "inchangé depuis le ");
	} else {
		french_put_difference(b, difference);
		buf_str(b, " depuis le ");
	}
	french_put_short_day(b, day);
}

static void
put_figure(struct buf *b, const struct report *r, int i)
{
	const int64_t *rows = r->runs.rows[i];
	struct buf title = { 0 };
	int first, last;

	ends_of(rows, &first, &last);
	buf_fmt(b, "<figure>\n<figcaption><b>%s</b>", runs_series[i].title);
	if (last < 0) {
		buf_str(b, "</figcaption>\n");
		page_nothing(b, "Pas encore d’historique.");
		buf_str(b, "</figure>\n");
		return;
	}
	buf_str(b, " <span class=\"value\">");
	french_put_number(b, rows[last]);
	buf_str(b, "</span> <span class=\"delta\">");
	put_since(b, rows[last] - rows[first], first < last,
	    r->today - RUNS_HISTORY + 1 + first);
	buf_str(b, "</span></figcaption>\n");
	buf_fmt(&title, "%s : nombre de lignes par jour, de ",
	    runs_series[i].title);
	french_put_number(&title, rows[first]);
	buf_str(&title, " à ");
	french_put_number(&title, rows[last]);
	plot_put(b, buf_view(&title).p, rows, RUNS_HISTORY, r->today);
	buf_free(&title);
	buf_str(b, "</figure>\n");
}

static bool
has_day(const struct report *r, int d)
{
	for (int i = 0; i < RUNS_SERIES; i++)
		if (r->runs.rows[i][d] >= 0)
			return true;
	return false;
}

static void
put_table(struct buf *b, const struct report *r)
{
	static const char *const heads[] = { "Jour", "#Formations",
		"#Organismes", "#Certifications", NULL };

	page_fold(b, "Les nombres, jour par jour");
	buf_str(b, "<div class=\"columns\">\n");
	page_table(b, "small",
	    "Lignes de chaque base après la dernière exécution réussie du "
	    "jour.",
	    heads);
	for (int d = RUNS_HISTORY - 1; d >= 0; d--) {
		if (!has_day(r, d))
			continue;
		buf_str(b, "<tr><th scope=\"row\">");
		french_put_short_day(b, r->today - RUNS_HISTORY + 1 + d);
		buf_str(b, "</th>");
		for (int i = 0; i < RUNS_SERIES; i++)
			page_number_cell(b, r->runs.rows[i][d]);
		buf_str(b, "</tr>\n");
	}
	page_table_end(b);
	buf_str(b, "</div>\n");
	page_fold_end(b);
}

void
history_put(struct buf *b, const struct report *r)
{
	bool any = false;

	for (int d = 0; d < RUNS_HISTORY; d++)
		any |= has_day(r, d);
	if (!any) {
		page_nothing(b, "Le registre n’a pas d’exécution réussie de "
				"ces bases depuis quatre-vingt-dix jours.");
		return;
	}
	buf_str(b,
	    "<p>Nombre de lignes de chaque base sur quatre-vingt-dix "
	    "jours, formations archivées et organismes supprimés compris. "
	    "Chaque courbe a sa propre échelle.</p>\n"
	    "<div class=\"plots\">\n");
	for (int i = 0; i < RUNS_SERIES; i++)
		put_figure(b, r, i);
	buf_str(b, "</div>\n");
	put_table(b, r);
}

void
history_put_json(struct buf *b, const struct report *r)
{
	js_put_key(b, "series");
	buf_byte(b, '[');
	for (int i = 0; i < RUNS_SERIES; i++) {
		js_put_comma(b);
		js_open(b, NULL);
		js_put_member(b, "database", str_of(runs_series[i].database));
		js_put_key(b, "days");
		buf_byte(b, '[');
		for (int d = 0; d < RUNS_HISTORY; d++) {
			if (r->runs.rows[i][d] < 0)
				continue;
			js_put_comma(b);
			buf_str(b, "{\"day\":\"");
			french_put_iso_day(b, r->today - RUNS_HISTORY + 1 + d);
			buf_fmt(b, "\",\"rows\":%lld}",
			    (long long)r->runs.rows[i][d]);
		}
		buf_byte(b, ']');
		js_close(b, 1);
	}
	buf_byte(b, ']');
}
