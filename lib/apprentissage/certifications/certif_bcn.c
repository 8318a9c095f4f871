#include <stdlib.h>

#include "apprentissage/certifications/certif_bcn.h"
#include "apprentissage/certifications/certif_cfd.h"
#include "base/err.h"

static void
read_niveaux(struct db *d)
{
	sqlite3_stmt *q = db_prepare(d, "SELECT NIVEAU_FORMATION_DIPLOME,"
					" NIVEAU_INTERMINISTERIEL"
					" FROM n_niveau_formation_diplome");
	struct buf bad = { 0 };

	while (db_step(d, q)) {
		struct str niveau = db_text(q, 0), is = db_text(q, 1), want;

		want = niveau_interministeriel(niveau.p ? niveau : STR(""));
		if (!str_eq(is, want))
			buf_fmt(&bad, "%s '%.*s' for level '%s', not '%s'",
			    bad.n ? "," : "", (int)want.n, want.p,
			    err_quote(niveau.p, niveau.n),
			    err_quote(is.p, is.n));
	}
	if (bad.n)
		die("%s: n_niveau_formation_diplome:"
		    " NIVEAU_INTERMINISTERIEL: must be%s",
		    d->path, bad.p);
	sqlite3_finalize(q);
	buf_free(&bad);
}

static void
add_bcn(
    struct certif_sources *s, struct db *d, const char *table, sqlite3_stmt *q)
{
	struct str v[BCN_MAX];
	struct bcn_row *b;
	struct err e;

	for (int i = 0; i < BCN_MAX; i++)
		v[i] = db_text(q, i);
	s->bcn.v = xroom(s->bcn.v, s->bcn.n, &s->bcn.cap, sizeof(*s->bcn.v));
	b = &s->bcn.v[s->bcn.n];
	if (certif_cfd(&s->text, v, &b->side, &b->periode, &e) < 0)
		die("%s: %s: %s: %s", d->path, table,
		    err_quote(
			v[BCN_FORMATION_DIPLOME].p, v[BCN_FORMATION_DIPLOME].n),
		    e.msg);
	memcpy(b->code, v[BCN_FORMATION_DIPLOME].p, sizeof(b->code));
	b->rang = (uint32_t)s->bcn.n++;
}

static void
read_bcn(struct certif_sources *s, struct db *d, const char *table)
{
	struct buf sql = { 0 };
	sqlite3_stmt *q;

	buf_str(&sql, "SELECT ");
	for (int i = 0; i < BCN_MAX; i++)
		buf_fmt(&sql, "%s%s", i ? ", " : "", bcn_columns[i]);
	buf_fmt(&sql, " FROM %s", table);
	q = db_prepare(d, buf_view(&sql).p);
	while (db_step(d, q))
		add_bcn(s, d, table, q);
	sqlite3_finalize(q);
	buf_free(&sql);
}

static int
by_code(const void *a, const void *b)
{
	const struct bcn_row *x = a, *y = b;
	int order = memcmp(x->code, y->code, sizeof(x->code));

	return order ? order : x->rang < y->rang ? -1 : x->rang > y->rang;
}

/* Numbers the codes in their order. */
static void
group_bcn(struct certif_sources *s)
{
	size_t n = s->bcn.n;

	if (n)
		qsort(s->bcn.v, n, sizeof(*s->bcn.v), by_code);
	s->cfd = xcalloc(n, sizeof(*s->cfd));
	for (uint32_t i = 0; i < n; i++) {
		const struct bcn_row *b = &s->bcn.v[i];
		uint32_t k = hash_put(
		    &s->code, (struct str){ b->code, sizeof(b->code) });

		if (k == s->ncfd) {
			s->cfd[k].debut = i;
			s->ncfd++;
		}
		s->cfd[k].fin = i + 1;
	}
}

static void
read_v(struct certif_sources *s, struct db *d)
{
	sqlite3_stmt *q =
	    db_prepare(d, "SELECT FORMATION_DIPLOME FROM v_formation_diplome"
			  " WHERE FORMATION_DIPLOME IS NOT NULL");

	while (db_step(d, q))
		hash_put(&s->code, db_text(q, 0));
	sqlite3_finalize(q);
}

static void
name_list(struct continuite *c, struct js list)
{
	struct buf scratch = { 0 };
	struct js item;

	for (struct js_walk w = js_walk(list); js_item(&w, &item);)
		if (item.type == JS_STRING) {
			scratch.n = 0;
			continuite_name(c, js_text(item, &scratch));
		}
	buf_free(&scratch);
}

static void
read_suites_cfd(struct certif_sources *s, struct db *d)
{
	struct continuite *c = &s->cfds;
	sqlite3_stmt *q =
	    db_prepare(d, "SELECT FORMATION_DIPLOME, ANCIEN_DIPLOMES,"
			  " NOUVEAU_DIPLOMES FROM n_formation_diplome"
			  " ORDER BY FORMATION_DIPLOME, rowid");

	c->kind = CONTINUITE_CFD;
	while (db_step(d, q)) {
		continuite_name(c, db_text(q, 0));
		name_list(c, js_of(db_text(q, 1)));
		name_list(c, js_of(db_text(q, 2)));
		continuite_join(c);
	}
	sqlite3_finalize(q);
	for (uint32_t i = 0; i < s->ncfd; i++) {
		const struct bcn_row *b = &s->bcn.v[s->cfd[i].fin - 1];

		continuite_know(c, hash_text(&s->code, i), b->periode, false);
	}
	continuite_list(c);
}

void
certif_bcn_read(struct certif_sources *s, const char *dir)
{
	struct db *d = db_need(dir, "bcn");

	read_niveaux(d);
	read_bcn(s, d, "n_formation_diplome");
	read_bcn(s, d, "n_formation_diplome_enquete_51");
	group_bcn(s);
	read_v(s, d);
	read_suites_cfd(s, d);
	db_close(d);
}
