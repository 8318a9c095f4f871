/* Dernières exécutions: a strip of thirty days per database. */
#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "json/js.h"

/* A day is ten units of the drawing wide; its square, eight. */
static const char *const classes[] = {
	[RUN_NONE] = "none",
	[RUN_DONE] = "done",
	[RUN_FAILED] = "failed",
};

static int64_t
count(const unsigned char *day, int state)
{
	int64_t n = 0;

	for (int i = 0; i < RUNS_DAYS; i++)
		n += day[i] == state;
	return n;
}

static void
put_squares(struct buf *b, const unsigned char *day, int state)
{
	if (!count(day, state))
		return;
	buf_fmt(b, "<path class=\"%s\" d=\"", classes[state]);
	for (int i = 0; i < RUNS_DAYS; i++)
		if (day[i] == state)
			buf_fmt(b, "M%d %s",
			    i * 10 + (state == RUN_NONE ? 4 : 1),
			    state == RUN_NONE ? "7h2" : "2h8v8h-8z");
	buf_str(b, "\"/>");
}

/* A failure has a cross too, so that its colour is not all that tells. */
static void
put_crosses(struct buf *b, const unsigned char *day)
{
	if (!count(day, RUN_FAILED))
		return;
	buf_str(b, "<path class=\"cross\" d=\"");
	for (int i = 0; i < RUNS_DAYS; i++)
		if (day[i] == RUN_FAILED)
			buf_fmt(b, "M%d 4l4 4m0-4l-4 4", i * 10 + 3);
	buf_str(b, "\"/>");
}

static void
put_counts(struct buf *b, const unsigned char *day)
{
	int64_t done = count(day, RUN_DONE), failed = count(day, RUN_FAILED);

	if (!done && !failed) {
		buf_str(b, "aucune exécution");
		return;
	}
	french_put_count(b, done, "jour réussi", "jours réussis");
	if (failed) {
		buf_str(b, ", ");
		french_put_count(b, failed, "en échec", "en échec");
	}
}

static void
put_strip(struct buf *b, const char *name, const unsigned char *day)
{
	buf_str(b, "<li><b>");
	page_put_cut(b, str_of(name), 40);
	buf_str(b, "</b><svg role=\"img\" viewBox=\"0 0 300 12\"><title>");
	page_put_cut(b, str_of(name), 40);
	buf_str(b, " : ");
	put_counts(b, day);
	buf_str(b, "</title>");
	for (int state = RUN_NONE; state <= RUN_FAILED; state++)
		put_squares(b, day, state);
	put_crosses(b, day);
	buf_str(b, "</svg><span>");
	put_counts(b, day);
	buf_str(b, "</span></li>\n");
}

/* The days of a state as "1er nov. – 12 nov., 14 nov.". */
static void
put_days(
    struct buf *b, const struct report *r, const unsigned char *day, int state)
{
	int64_t first = r->today - RUNS_DAYS + 1;
	const char *between = "";

	buf_str(b, "<td>");
	for (int from = 0, to; from < RUNS_DAYS; from = to) {
		to = from + 1;
		if (day[from] != state)
			continue;
		while (to < RUNS_DAYS && day[to] == state)
			to++;
		buf_str(b, between);
		between = ", ";
		french_put_short_day(b, first + from);
		if (to - from > 1) {
			buf_str(b, "\u00a0– ");
			french_put_short_day(b, first + to - 1);
		}
	}
	if (!*between)
		buf_str(b, "–");
	buf_str(b, "</td>");
}

static void
put_table(struct buf *b, const struct report *r)
{
	static const char *const heads[] = { "Base", "Réussite", "Échec",
		"Sans exécution", NULL };

	page_fold(b, "Les jours, base par base");
	page_table(b, "small",
	    "Les jours des trente derniers, selon la dernière exécution de "
	    "chacun.",
	    heads);
	for (size_t i = 0; i < r->n_bases && i < REPORT_BASES; i++) {
		buf_str(b, "<tr><th scope=\"row\">");
		page_put_cut(b, str_of(r->bases[i]), 40);
		buf_str(b, "</th>");
		put_days(b, r, r->runs.day[i], RUN_DONE);
		put_days(b, r, r->runs.day[i], RUN_FAILED);
		put_days(b, r, r->runs.day[i], RUN_NONE);
		buf_str(b, "</tr>\n");
	}
	page_table_end(b);
	page_fold_end(b);
}

void
strips_put(struct buf *b, const struct report *r)
{
	if (!r->n_bases) {
		page_nothing(b, "Aucune exécution n’est au registre.");
		return;
	}
	buf_str(b,
	    "<p class=\"key\"><svg aria-hidden=\"true\" viewBox=\"0 0 10 12\">"
	    "<path class=\"done\" d=\"M1 2h8v8h-8z\"/></svg> réussite "
	    "<svg aria-hidden=\"true\" viewBox=\"0 0 10 12\">"
	    "<path class=\"failed\" d=\"M1 2h8v8h-8z\"/>"
	    "<path class=\"cross\" d=\"M3 4l4 4m0-4l-4 4\"/></svg> échec "
	    "<svg aria-hidden=\"true\" viewBox=\"0 0 10 12\">"
	    "<path class=\"none\" d=\"M4 7h2\"/></svg> sans exécution</p>\n"
	    "<ul class=\"strips\">\n<li class=\"axis\"><span><span>");
	french_put_short_day(b, r->today - RUNS_DAYS + 1);
	buf_str(b, "</span><span>");
	french_put_short_day(b, r->today);
	buf_str(b, "</span></span></li>\n");
	for (size_t i = 0; i < r->n_bases && i < REPORT_BASES; i++)
		put_strip(b, r->bases[i], r->runs.day[i]);
	buf_str(b, "</ul>\n");
	put_table(b, r);
}

void
strips_put_json(struct buf *b, const struct report *r)
{
	static const char *const words[] = { "null", "\"done\"", "\"failed\"" };

	buf_str(b, ",\"from\":\"");
	french_put_iso_day(b, r->today - RUNS_DAYS + 1);
	buf_str(b, "\",\"to\":\"");
	french_put_iso_day(b, r->today);
	buf_str(b, "\",\"databases\":[");
	for (size_t i = 0; i < r->n_bases; i++) {
		js_put_comma(b);
		js_open(b, NULL);
		js_put_member(b, "name", str_of(r->bases[i]));
		js_put_key(b, "days");
		buf_byte(b, '[');
		for (int d = 0; d < RUNS_DAYS; d++) {
			js_put_comma(b);
			buf_str(b, words[r->runs.day[i][d]]);
		}
		buf_byte(b, ']');
		js_close(b, 1);
	}
	buf_byte(b, ']');
}
