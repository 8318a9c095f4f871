#include <stdlib.h>

#include "base/err.h"
#include "base/in.h"
#include "export/report/french.h"
#include "export/report/report.h"
#include "store/db.h"
#include "suite/share.h"
#include "suite/status.h"
#include "json/js.h"

const struct report_section report_sections[] = {
	{ "bref", "En bref", brief_put, brief_put_json },
	{ "fraicheur", "Fraîcheur", freshness_put, freshness_put_json },
	{ "executions", "Dernières exécutions", strips_put, strips_put_json },
	{ "evolution", "Évolution", history_put, history_put_json },
	{ "qualite", "Qualité", quality_put, quality_put_json },
	{ "carte", "Carte", map_put, map_put_json },
	{ "sources", "Sources", sources_put, sources_put_json },
	{ 0 },
};

static int64_t
count_organismes(const char *dbdir)
{
	struct db *d = db_open_in(dbdir, "organismes");
	sqlite3_stmt *s;
	int64_t n = 0;

	if (!d)
		return -1;
	s = db_prepare(
	    d, "SELECT count(*) FROM organisme WHERE statut = 'présent'");
	if (db_step(d, s))
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	db_close(d);
	return n;
}

/* A bound of a period; one that is absent does not bound it. */
static msec
bound(const struct db *d, sqlite3_stmt *s, int i, int64_t row, msec absent)
{
	struct str text = db_text(s, i);
	msec t = day_parse(text);

	if (t == DAY_BAD)
		die("%s: row %lld: %s: not an instant '%s'", d->path,
		    (long long)row, sqlite3_column_name(s, i),
		    err_quote(text.p, text.n));
	return t == DAY_NULL ? absent : t;
}

/* The certifications whose period holds now, its bounds included. */
static int64_t
count_certifications(const char *dbdir, msec now)
{
	struct db *d = db_open_in(dbdir, "certifications");
	int64_t n = 0, row = 0;
	sqlite3_stmt *s;

	if (!d)
		return -1;
	s = db_prepare(
	    d, "SELECT debut, fin FROM certifications ORDER BY rowid");
	while (db_step(d, s)) {
		row++;
		n += bound(d, s, 0, row, now) <= now &&
		     bound(d, s, 1, row, now) >= now;
	}
	sqlite3_finalize(s);
	db_close(d);
	return n;
}

void
report_read(struct report *r)
{
	char *dbdir = xasprintf("%s/db", r->datadir);

	r->now = day_now();
	r->today = french_day_of(r->now);
	if (r->changes_file)
		changes_read(&r->changes, r->changes_file);
	if (r->findings_file) {
		findings_read(&r->findings, r->findings_file);
		findings_sort(&r->findings);
	}
	status_open(r->datadir);
	r->bases = status_names();
	while (r->bases[r->n_bases])
		r->n_bases++;
	runs_read(&r->runs, status_ledger(), r->bases, r->now);
	r->organismes = count_organismes(dbdir);
	r->certifications = count_certifications(dbdir, r->now);
	places_read(&r->places, dbdir);
	free(dbdir);
}

void
report_free(struct report *r)
{
	changes_free(&r->changes);
	findings_free(&r->findings);
	runs_free(&r->runs);
	places_free(&r->places);
	status_close();
}

/* The style of the page: data/ref/report.css, without its indentation. */
static void
put_style(struct buf *b)
{
	char *path = share_path("ref", "report.css");
	struct str line;
	struct in in;

	in_open(&in, path);
	while (in_line(&in, &line)) {
		while (line.n && (*line.p == '\t' || *line.p == ' ')) {
			line.p++;
			line.n--;
		}
		buf_add(b, line.p, line.n);
		buf_byte(b, '\n');
	}
	in_close(&in);
	free(path);
}

static void
put_head(struct buf *b, const struct report *r)
{
	buf_str(b, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n"
		   "<meta charset=\"utf-8\"/>\n"
		   "<meta http-equiv=\"Content-Security-Policy\" content=\""
		   "default-src 'none'; style-src 'unsafe-inline'\"/>\n"
		   "<meta name=\"viewport\" content=\"width=device-width, "
		   "initial-scale=1\"/>\n"
		   "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		   "<title>Données de l’apprentissage au ");
	french_put_day(b, r->today);
	buf_str(b, "</title>\n<style>\n");
	put_style(b);
	buf_str(b, "</style>\n</head>\n");
}

/* "15 bases sur 17 sont à jour." */
static void
put_fresh(struct buf *b, const struct report *r)
{
	int64_t all = 0, fresh = 0;

	for (size_t i = 0; i < r->n_bases; i++) {
		enum report_state s = report_state_of(status_of(r->bases[i]));

		all += s != REPORT_NEVER;
		fresh += s == REPORT_FRESH;
	}
	if (!all) {
		buf_str(b, "Aucune base n’a encore été construite.");
	} else if (!fresh) {
		buf_str(b, "Aucune base n’est à jour.");
	} else if (fresh == all) {
		buf_str(b, "Toutes les bases sont à jour.");
	} else {
		french_put_count(b, fresh, "base sur ", "bases sur ");
		french_put_number(b, all);
		buf_str(b, fresh < 2 ? " est à jour." : " sont à jour.");
	}
}

/* "Les contrôles ne signalent aucune erreur, et 12 avertissements." */
static void
put_checked(struct buf *b, const struct findings *f)
{
	if (f->total[CHECK_ERROR]) {
		buf_str(b, " Les contrôles signalent ");
		french_put_count(b, f->total[CHECK_ERROR], "erreur", "erreurs");
	} else {
		buf_str(b, " Les contrôles ne signalent aucune erreur");
	}
	buf_str(b, " et ");
	french_put_count(
	    b, f->total[CHECK_WARNING], "avertissement.", "avertissements.");
}

/* What somebody who reads one paragraph should read. */
static void
put_lead(struct buf *b, const struct report *r)
{
	buf_str(b, "<p class=\"lead\">");
	if (r->places.formations >= 0) {
		french_put_count(b, r->places.formations,
		    "formation publiée dans ", "formations publiées dans ");
		french_put_count(
		    b, r->places.communes, "commune. ", "communes. ");
	}
	put_fresh(b, r);
	if (r->findings.known)
		put_checked(b, &r->findings);
	buf_str(b, "</p>\n");
}

static void
put_header(struct buf *b, const struct report *r)
{
	buf_str(b,
	    "<body>\n<header>\n<p class=\"eyebrow\">Données de référence "
	    "de l’apprentissage</p>\n<h1>L’état des données au ");
	french_put_day(b, r->today);
	buf_str(b, "</h1>\n");
	put_lead(b, r);
	buf_str(b, "<nav aria-label=\"Sections\">\n");
	for (const struct report_section *s = report_sections; s->id; s++)
		buf_fmt(b, "<a href=\"#%s\">%s</a>\n", s->id, s->title);
	buf_str(b, "</nav>\n</header>\n<main>\n");
}

static void
put_footer(struct buf *b, const struct report *r)
{
	buf_str(b, "</main>\n<footer>\n<p>Établi le ");
	french_put_instant(b, r->now);
	buf_str(b, ", heure de Paris, par alternance " VERSION
		   ". Cette page se suffit : elle ne charge rien et n’exécute "
		   "aucun programme.</p>\n</footer>\n</body>\n</html>\n");
}

void
report_put(struct buf *b, const struct report *r)
{
	put_head(b, r);
	put_header(b, r);
	for (const struct report_section *s = report_sections; s->id; s++) {
		buf_fmt(
		    b, "<section id=\"%s\">\n<h2>%s</h2>\n", s->id, s->title);
		s->put(b, r);
		buf_str(b, "</section>\n");
	}
	put_footer(b, r);
}

void
report_put_json(struct buf *b, const struct report *r)
{
	for (const struct report_section *s = report_sections; s->id; s++) {
		js_open(b, NULL);
		js_put_member(b, "section", str_of(s->id));
		s->put_json(b, r);
		buf_str(b, "}\n");
	}
}
