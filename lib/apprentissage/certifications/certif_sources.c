#include <stdlib.h>

#include "apprentissage/certifications/certif_bcn.h"
#include "apprentissage/certifications/certif_rncp.h"
#include "apprentissage/certifications/certif_sources.h"
#include "base/err.h"

/* The date of the oldest archive. */
static msec
read_oldest(struct db *d)
{
	sqlite3_stmt *q = db_prepare(d, "SELECT date_publication FROM archive");
	msec oldest = DAY_NULL;

	while (db_step(d, q)) {
		struct str text = db_text(q, 0);
		msec t = day_parse(text);

		if (t == DAY_BAD || t == DAY_NULL)
			die("%s: archive: date_publication: '%s' is not a date",
			    d->path, err_quote(text.p, text.n));
		if (oldest == DAY_NULL || t < oldest)
			oldest = t;
	}
	if (oldest == DAY_NULL)
		die("%s: archive: no archive was imported", d->path);
	sqlite3_finalize(q);
	return oldest;
}

static msec
column_date(struct db *d, sqlite3_stmt *q, int i)
{
	struct str text = db_text(q, i), numero = db_text(q, 1);
	msec t = day_parse(text);

	if (t == DAY_BAD)
		die("%s: %s: %s: '%s' is not a date", d->path,
		    err_quote(numero.p, numero.n), sqlite3_column_name(q, i),
		    err_quote(text.p, text.n));
	return t;
}

static void
cite_fiche(struct continuite *c, struct str numero, const struct fiche_json *j)
{
	static const char *const names[] = { "Ancienne_Certification",
		"Nouvelle_Certification" };
	struct js item, v[2];
	struct buf scratch = { 0 };

	for (struct js_walk w = js_walk(j->data[FICHE_ANCIENNE_NOUVELLE]);
	     js_item(&w, &item);) {
		js_pick(item, names, 2, v);
		for (int i = 0; i < 2; i++)
			if (v[i].type == JS_STRING) {
				scratch.n = 0;
				continuite_cite(c, js_text(v[i], &scratch));
			}
	}
	continuite_cite(c, numero);
	continuite_lie(c);
	buf_free(&scratch);
}

/* A fiche that nothing uses may have a bad date: it is then no date. */
static void
know_fiche(struct continuite *c, struct str numero, const struct fiche *f)
{
	struct intervalle periode = f->periode;

	if (!f->eligible || !f->standard)
		return;
	if (periode.fin == DAY_BAD)
		periode.fin = DAY_NULL;
	continuite_connait(c, numero, periode, f->actif);
}

static void
add_fiche(struct sources *s, sqlite3_stmt *q, msec oldest)
{
	struct str numero = db_text(q, 1);
	struct archivage a = { column_date(s->fc, q, 2),
		column_date(s->fc, q, 3), column_date(s->fc, q, 4) };
	struct fiche_connue *f;
	struct fiche_json j;

	s->fiche = xroom(s->fiche, s->nfiche, &s->fiche_cap, sizeof(*s->fiche));
	f = &s->fiche[s->nfiche];
	if (hash_put(&s->numero, numero) != s->nfiche)
		die("%s: numero_fiche: '%s' occurs twice", s->fc->path,
		    err_quote(numero.p, numero.n));
	s->nfiche++;
	fiche_ouvre(&j, js_doc(db_text(q, 5)));
	*f = (struct fiche_connue){ .f = fiche_lit(&j, numero, &a, oldest),
		.rowid = sqlite3_column_int64(q, 0) };
	cite_fiche(&s->rncps, numero, &j);
	know_fiche(&s->rncps, numero, &f->f);
}

static int
by_numero(const void *a, const void *b, void *hash)
{
	const uint32_t *x = a, *y = b;

	return str_cmp(hash_text(hash, *x), hash_text(hash, *y));
}

static void
sort_fiches(struct sources *s)
{
	s->ordre = xcalloc(s->nfiche, sizeof(*s->ordre));
	for (uint32_t i = 0; i < s->nfiche; i++)
		s->ordre[i] = i;
	qsort_r(s->ordre, s->nfiche, sizeof(*s->ordre), by_numero, &s->numero);
	for (uint32_t i = 0; i < s->nfiche; i++)
		s->fiche[s->ordre[i]].rang = i;
}

static void
read_fiches(struct sources *s, const char *dir)
{
	sqlite3_stmt *q;
	msec oldest;

	s->fc = db_need(dir, "france_competence");
	oldest = read_oldest(s->fc);
	q = db_prepare(s->fc,
	    "SELECT rowid, numero_fiche, date_premiere_publication,"
	    " date_premiere_activation, date_derniere_activation, doc"
	    " FROM france_competence ORDER BY rowid");

	s->rncps.kind = CONTINUITE_RNCP;
	while (db_step(s->fc, q))
		add_fiche(s, q, oldest);
	sqlite3_finalize(q);
	sort_fiches(s);
	continuite_liste(&s->rncps);
	s->doc = db_prepare(
	    s->fc, "SELECT doc FROM france_competence WHERE rowid = ?");
}

static void
add_paire(struct sources *s, uint32_t cfd, uint32_t fiche)
{
	struct paire *p;

	s->paire = xroom(s->paire, s->npaire, &s->paire_cap, sizeof(*s->paire));
	p = &s->paire[s->npaire++];
	*p = (struct paire){ cfd, fiche };
}

static void
read_kit(struct sources *s, const char *dir)
{
	struct db *d = db_need(dir, "kit_apprentissage");
	sqlite3_stmt *q = db_prepare(
	    d, "SELECT cfd, rncp FROM kit_apprentissage ORDER BY cfd, rncp");

	while (db_step(d, q)) {
		uint32_t cfd = hash_find(&s->code, db_text(q, 0));
		uint32_t fiche = hash_find(&s->numero, db_text(q, 1));

		if (cfd < s->ncfd)
			add_paire(s, cfd, fiche);
		if (fiche == HASH_NONE)
			continue;
		s->fiche[fiche].kit = true;
		if (cfd == HASH_NONE)
			s->fiche[fiche].inconnu = true;
	}
	sqlite3_finalize(q);
	db_close(d);
}

void
sources_lit(struct sources *s, const char *dir)
{
	*s = (struct sources){ 0 };
	bcn_lit(s, dir);
	read_fiches(s, dir);
	read_kit(s, dir);
}

void
sources_cote(struct sources *s, uint32_t i, struct buf *text, struct cote *c)
{
	struct str numero = hash_text(&s->numero, i);
	struct fiche_json j;
	struct err e;

	sqlite3_reset(s->doc);
	db_bind_int(s->fc, s->doc, 1, s->fiche[i].rowid);
	if (!db_step(s->fc, s->doc))
		die("%s: a fiche disappeared while reading", s->fc->path);
	fiche_ouvre(&j, js_doc(db_text(s->doc, 0)));
	if (certif_rncp(text, numero, &s->fiche[i].f, &j, c, &e) < 0)
		die("%s: %s: %s", s->fc->path, err_quote(numero.p, numero.n),
		    e.msg);
}

void
sources_free(struct sources *s)
{
	sqlite3_finalize(s->doc);
	db_close(s->fc);
	buf_free(&s->text);
	free(s->bcn);
	free(s->cfd);
	hash_free(&s->code);
	free(s->fiche);
	free(s->ordre);
	hash_free(&s->numero);
	free(s->paire);
	continuite_free(&s->cfds);
	continuite_free(&s->rncps);
}
