#include <stdlib.h>

#include "apprentissage/certifications/certif_bcn.h"
#include "apprentissage/certifications/certif_rncp.h"
#include "apprentissage/certifications/certif_sources.h"
#include "base/err.h"

/* Returns the date of the oldest archive. */
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
name_fiche(struct continuite *c, struct str numero, const struct fiche_json *j)
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
				continuite_name(c, js_text(v[i], &scratch));
			}
	}
	continuite_name(c, numero);
	continuite_join(c);
	buf_free(&scratch);
}

/* An unused fiche may have an invalid date, which is treated as missing. */
static void
know_fiche(struct continuite *c, struct str numero, const struct fiche *f)
{
	struct interval periode = f->periode;

	if (!f->eligible || !f->standard)
		return;
	if (periode.fin == DAY_BAD)
		periode.fin = DAY_NULL;
	continuite_know(c, numero, periode, f->actif);
}

static void
add_fiche(struct certif_sources *s, sqlite3_stmt *q, msec oldest)
{
	struct str numero = db_text(q, 1);
	struct fiche_dates a = { column_date(s->fc, q, 2),
		column_date(s->fc, q, 3), column_date(s->fc, q, 4) };
	struct known_fiche *f;
	struct fiche_json j;

	s->fiche.v =
	    xroom(s->fiche.v, s->fiche.n, &s->fiche.cap, sizeof(*s->fiche.v));
	f = &s->fiche.v[s->fiche.n];
	if (hash_put(&s->numero, numero) != s->fiche.n)
		die("%s: numero_fiche: '%s' occurs twice", s->fc->path,
		    err_quote(numero.p, numero.n));
	s->fiche.n++;
	fiche_open(&j, js_doc(db_text(q, 5)));
	*f = (struct known_fiche){ .f = fiche_read(&j, numero, &a, oldest),
		.rowid = sqlite3_column_int64(q, 0) };
	name_fiche(&s->rncps, numero, &j);
	know_fiche(&s->rncps, numero, &f->f);
}

static int
by_numero(const void *a, const void *b, void *hash)
{
	const uint32_t *x = a, *y = b;

	return str_cmp(hash_text(hash, *x), hash_text(hash, *y));
}

static void
sort_fiches(struct certif_sources *s)
{
	s->order = xcalloc(s->fiche.n, sizeof(*s->order));
	for (uint32_t i = 0; i < s->fiche.n; i++)
		s->order[i] = i;
	qsort_r(s->order, s->fiche.n, sizeof(*s->order), by_numero, &s->numero);
	for (uint32_t i = 0; i < s->fiche.n; i++)
		s->fiche.v[s->order[i]].rang = i;
}

static void
read_fiches(struct certif_sources *s, const char *dir)
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
	continuite_list(&s->rncps);
	s->doc = db_prepare(
	    s->fc, "SELECT doc FROM france_competence WHERE rowid = ?");
}

static void
add_pair(struct certif_sources *s, uint32_t cfd, uint32_t fiche)
{
	struct kit_pair *p;

	s->pair.v =
	    xroom(s->pair.v, s->pair.n, &s->pair.cap, sizeof(*s->pair.v));
	p = &s->pair.v[s->pair.n++];
	*p = (struct kit_pair){ cfd, fiche };
}

static void
read_kit(struct certif_sources *s, const char *dir)
{
	struct db *d = db_need(dir, "kit_apprentissage");
	sqlite3_stmt *q = db_prepare(
	    d, "SELECT cfd, rncp FROM kit_apprentissage ORDER BY cfd, rncp");

	while (db_step(d, q)) {
		uint32_t cfd = hash_find(&s->code, db_text(q, 0));
		uint32_t fiche = hash_find(&s->numero, db_text(q, 1));

		if (cfd < s->ncfd)
			add_pair(s, cfd, fiche);
		if (fiche == HASH_NONE)
			continue;
		s->fiche.v[fiche].kit = true;
		if (cfd == HASH_NONE)
			s->fiche.v[fiche].unknown_cfd = true;
	}
	sqlite3_finalize(q);
	db_close(d);
}

void
certif_sources_read(struct certif_sources *s, const char *dir)
{
	*s = (struct certif_sources){ 0 };
	certif_bcn_read(s, dir);
	read_fiches(s, dir);
	read_kit(s, dir);
}

void
certif_sources_side(struct certif_sources *s, uint32_t i, struct buf *text,
    struct certif_side *c)
{
	struct str numero = hash_text(&s->numero, i);
	struct fiche_json j;
	struct err e;

	sqlite3_reset(s->doc);
	db_bind_int(s->fc, s->doc, 1, s->fiche.v[i].rowid);
	if (!db_step(s->fc, s->doc))
		die("%s: a fiche disappeared while reading", s->fc->path);
	fiche_open(&j, js_doc(db_text(s->doc, 0)));
	if (certif_rncp(text, numero, &s->fiche.v[i].f, &j, c, &e) < 0)
		die("%s: %s: %s", s->fc->path, err_quote(numero.p, numero.n),
		    e.msg);
}

void
certif_sources_free(struct certif_sources *s)
{
	sqlite3_finalize(s->doc);
	db_close(s->fc);
	buf_free(&s->text);
	free(s->bcn.v);
	free(s->cfd);
	hash_free(&s->code);
	free(s->fiche.v);
	free(s->order);
	hash_free(&s->numero);
	free(s->pair.v);
	continuite_free(&s->cfds);
	continuite_free(&s->rncps);
}
