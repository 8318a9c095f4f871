/* Carte: the formations publiées of each département, as circles. */
#include <math.h>
#include <stdlib.h>

#include "export/report/french.h"
#include "export/report/page.h"
#include "export/report/report.h"
#include "json/js.h"

enum {
	PLACES_MAX = 120, /* that the page lists */
	NAME_MAX = 48,    /* bytes of a name that are shown */
	LEADERS = 10,
};
#define RADIUS_MAX 28.0 /* of the largest circle, in units of the drawing */

/* The area is in proportion to the number. */
static double
radius(int64_t n, int64_t max)
{
	return RADIUS_MAX * sqrt((double)n / (double)max);
}

/* The départements with the most formations first: small circles are drawn
 * over large ones. */
static int
by_formations(const void *a, const void *b)
{
	const struct place *x = *(const struct place *const *)a,
			   *y = *(const struct place *const *)b;

	if (x->formations != y->formations)
		return x->formations > y->formations ? -1 : 1;
	return strcmp(x->code, y->code);
}

/* The places in that order; the caller frees it. */
static const struct place **
ranked(const struct places *p)
{
	const struct place **rank = xcalloc(p->n, sizeof(struct place *));

	for (size_t i = 0; i < p->n; i++)
		rank[i] = &p->place[i];
	qsort(rank, p->n, sizeof(*rank), by_formations);
	return rank;
}

static void
put_circle(struct buf *b, const struct place *p, int64_t max)
{
	const struct ground_frame *f = ground_frame_of(str_of(p->code));
	double x, y;

	if (!f || !p->centres || !p->formations ||
	    !ground_point(f, p->lon, p->lat, &x, &y))
		return;
	buf_fmt(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>", x, y,
	    radius(p->formations, max));
	page_put_cut(b, str_of(p->name), NAME_MAX);
	buf_str(b, " : ");
	french_put_count(b, p->formations, "formation", "formations");
	buf_str(b, "</title></circle>\n");
}

/* The largest of 1, 2 and 5 times a power of ten up to n. */
static int64_t
round_down(int64_t n)
{
	int64_t power = 1;

	while (power * 10 <= n)
		power *= 10;
	return n >= 5 * power ? 5 * power : n >= 2 * power ? 2 * power : power;
}

/* Circles of known numbers, which stand in one another. */
static void
put_key(struct buf *b, int64_t max)
{
	int64_t n = round_down(max);

	buf_str(b, "<g class=\"legend\">");
	for (int i = 0; i < 2 && n; i++, n = round_down(n / 4)) {
		double r = radius(n, max);

		buf_fmt(b,
		    "<circle cx=\"45\" cy=\"%.1f\" r=\"%.1f\"/>"
		    "<path d=\"M45 %.1fH92\"/><text x=\"98\" y=\"%.1f\">",
		    80 - r, r, 80 - 2 * r, 84 - 2 * r + (i ? 2 : 0));
		french_put_number(b, n);
		buf_str(b, "</text>");
		if (n < 4)
			break;
	}
	buf_str(b, "</g>\n");
}

static void
put_insets(struct buf *b)
{
	for (int i = 1; i < GROUND_FRAMES; i++)
		buf_fmt(b,
		    "<rect class=\"inset\" x=\"%d\" y=\"626\" width=\"118\" "
		    "height=\"104\" rx=\"4\"/><text x=\"%d\" y=\"750\">%s"
		    "</text>\n",
		    10 + (i - 1) * 126, 69 + (i - 1) * 126,
		    ground_frames[i].title);
}

static void
put_map(struct buf *b, const struct report *r, const struct place *const *rank)
{
	int64_t max = rank[0]->formations;

	buf_str(b, "<svg class=\"map\" role=\"img\" viewBox=\"0 0 642 760\">"
		   "<title>Carte de France : un cercle par département, d’aire "
		   "proportionnelle au nombre de ses formations publiées"
		   "</title>\n");
	put_insets(b);
	ground_put(b, &r->places.ground);
	if (max) {
		buf_str(b, "<g class=\"places\">\n");
		for (size_t i = 0; i < r->places.n; i++)
			put_circle(b, rank[i], max);
		buf_str(b, "</g>\n");
		put_key(b, max);
	}
	buf_str(b, "</svg>\n");
}

static void
put_leaders(
    struct buf *b, const struct report *r, const struct place *const *rank)
{
	buf_str(b, "<ol class=\"leaders\">\n");
	for (size_t i = 0; i < r->places.n && i < LEADERS; i++) {
		if (!rank[i]->formations)
			break;
		buf_fmt(b, "<li style=\"--w:%.0f%%\"><b>",
		    100 * (double)rank[i]->formations /
			(double)rank[0]->formations);
		page_put_cut(b, str_of(rank[i]->name), NAME_MAX);
		buf_str(b, "</b> <span>");
		french_put_number(b, rank[i]->formations);
		buf_str(b, "</span></li>\n");
	}
	buf_str(b, "</ol>\n");
}

static void
put_table(struct buf *b, const struct places *p)
{
	static const char *const heads[] = { "Code", "Département", "#Nombre",
		NULL };

	page_fold(b, "Les nombres, département par département");
	buf_str(b, "<div class=\"columns\">\n");
	page_table(b, "small", "Formations publiées par département.", heads);
	for (size_t i = 0; i < p->n && i < PLACES_MAX; i++) {
		buf_str(b, "<tr><th scope=\"row\">");
		page_put_cut(b, str_of(p->place[i].code), 8);
		buf_str(b, "</th><td>");
		page_put_cut(b, str_of(p->place[i].name), NAME_MAX);
		buf_str(b, "</td>");
		page_number_cell(b, p->place[i].formations);
		buf_str(b, "</tr>\n");
	}
	page_table_end(b);
	buf_str(b, "</div>\n");
	if (p->n > PLACES_MAX)
		buf_fmt(b, "<p class=\"more\">Et %zu autres.</p>\n",
		    p->n - PLACES_MAX);
	page_fold_end(b);
}

static void
put_words(
    struct buf *b, const struct report *r, const struct place *const *rank)
{
	const struct places *p = &r->places;

	buf_str(b,
	    "<div>\n<p>Chaque cercle est un département, placé au milieu de "
	    "ses communes ; son aire est proportionnelle au nombre de ses "
	    "formations publiées. Le fond est fait des communes "
	    "elles-mêmes.</p>\n");
	if (p->n && rank[0]->formations) {
		buf_str(b, "<h3>Les premiers départements</h3>\n");
		put_leaders(b, r, rank);
	}
	if (p->elsewhere > 0) {
		buf_str(b, "<p class=\"more\">");
		french_put_count(b, p->elsewhere,
		    "formation n’a pas de commune connue.</p>\n",
		    "formations n’ont pas de commune connue.</p>\n");
	}
	buf_str(b, "</div>\n");
}

void
map_put(struct buf *b, const struct report *r)
{
	const struct place **rank;

	if (r->places.formations < 0 || !r->places.n) {
		page_nothing(
		    b, r->places.formations < 0
			   ? "La base <code>formation</code> est "
			     "absente : il n’y a pas de carte."
			   : "La base <code>communes</code> est "
			     "absente ou vide : il n’y a pas de carte.");
		return;
	}
	rank = ranked(&r->places);
	buf_str(b, "<div class=\"geography\">\n");
	put_map(b, r, rank);
	put_words(b, r, rank);
	buf_str(b, "</div>\n");
	put_table(b, &r->places);
	free(rank);
}

void
map_put_json(struct buf *b, const struct report *r)
{
	const struct places *p = &r->places;

	js_put_key(b, "departements");
	buf_byte(b, '[');
	for (size_t i = 0; i < p->n; i++) {
		js_put_comma(b);
		js_open(b, NULL);
		js_put_member(b, "code", str_of(p->place[i].code));
		js_put_member(b, "nom", str_of(p->place[i].name));
		js_put_key(b, "formations");
		js_put_int(b, p->place[i].formations);
		js_put_key(b, "longitude");
		js_put_number(
		    b, p->place[i].centres ? p->place[i].lon : (double)NAN);
		js_put_key(b, "latitude");
		js_put_number(
		    b, p->place[i].centres ? p->place[i].lat : (double)NAN);
		js_close(b, 1);
	}
	buf_str(b, "],\"elsewhere\":");
	js_put_int(b, p->elsewhere);
}
