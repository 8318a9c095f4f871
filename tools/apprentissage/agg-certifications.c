/*
 * agg-certifications: one record per CFD, fiche and period of validity.
 *
 * Reads bcn.db, kit_apprentissage.db and france_competence.db, writes table
 * certifications ordered by cfd, rncp (none last), debut, fin. Column rang is
 * the order in which the records come into being, which look-ups go by. What
 * FILE held before gives created_at and updated_at.
 */
#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/certifications/certif_previous.h"
#include "apprentissage/records/tables.h"
#include "base/err.h"
#include "base/out.h"
#include "suite/agg_options.h"

static struct agg_cl cl;

/* What is being written: each side stays while it is the same. */
struct ecriture {
	struct sources *s;
	struct precedents *p;
	struct table_writer w;
	struct compte total, created, continued;
	char now[DAY_TEXT_MAX];
	uint32_t cfd, rncp; /* whose sides these are: */
	struct buf continuite_cfd, continuite_rncp, text, doc;
	struct cote cote;
};

static void
prepare_sides(struct ecriture *e, const struct ligne *l)
{
	struct sources *s = e->s;

	if (l->cfd != HASH_NONE && l->cfd != e->cfd) {
		e->cfd = l->cfd;
		e->continuite_cfd.n = 0;
		continuite_put(
		    &s->cfds, hash_text(&s->code, l->cfd), &e->continuite_cfd);
	}
	if (l->rncp != HASH_NONE && l->rncp != e->rncp) {
		uint32_t fiche = s->ordre[l->rncp];

		e->rncp = l->rncp;
		e->text.n = 0;
		sources_cote(s, fiche, &e->text, &e->cote);
		e->continuite_rncp.n = 0;
		continuite_put(&s->rncps, hash_text(&s->numero, fiche),
		    &e->continuite_rncp);
	}
}

static struct js
compose(struct ecriture *e, const struct ligne *l)
{
	struct certification c = { .valide = l->valide };

	prepare_sides(e, l);
	if (l->cfd != HASH_NONE) {
		c.cfd = &e->s->bcn[l->bcn].cote;
		c.continuite_cfd = buf_view(&e->continuite_cfd);
	}
	if (l->rncp != HASH_NONE) {
		c.rncp = &e->cote;
		c.continuite_rncp = buf_view(&e->continuite_rncp);
	}
	e->doc.n = 0;
	certification_put(&e->doc, &c);
	return (struct js){ e->doc.p, e->doc.n, JS_OBJECT, false };
}

/* A record that continues none is new; one that none continues is deleted. */
static void
count(struct ecriture *e, const struct ligne *l, bool continued)
{
	bool cfd = l->cfd != HASH_NONE, rncp = l->rncp != HASH_NONE;

	if (cl.compat && l->couverture)
		continued = false;
	compte_ajoute(&e->total, cfd, rncp);
	compte_ajoute(continued ? &e->continued : &e->created, cfd, rncp);
}

static void
write_ligne(struct ecriture *e, const struct ligne *l, uint32_t suite)
{
	struct str now = str_of(e->now);
	struct publie before = { { NULL, 0 }, now, now };
	char rang[24];
	struct str extra = { rang, 0 };
	struct js doc = compose(e, l);

	if (suite != HASH_NONE)
		before = precedents_va(e->p, suite);
	if (!str_eq(before.doc, (struct str){ doc.p, doc.n }))
		before.updated_at = now;
	extra.n = (size_t)snprintf(rang, sizeof(rang), "%u", l->rang);
	table_add(&e->w, doc, before.created_at, before.updated_at, &extra);
	count(e, l, suite != HASH_NONE);
}

static void
write_all(struct ecriture *e, struct db *d, const struct lignes *l)
{
	uint32_t *suite = xcalloc(l->n, sizeof(*suite));

	precedents_apparie(e->p, l, suite);
	day_print_utc(day_now(), e->now);
	e->cfd = e->rncp = HASH_NONE;
	table_begin(&e->w, d, &table_certifications);
	for (size_t i = 0; i < l->n; i++)
		write_ligne(e, &l->v[i], suite[i]);
	table_end(&e->w);
	free(suite);
	buf_free(&e->continuite_cfd);
	buf_free(&e->continuite_rncp);
	buf_free(&e->text);
	buf_free(&e->doc);
}

static void
put_compte(struct buf *b, const char *key, struct compte c)
{
	buf_fmt(b, "%s:{\"orphanCfd\":%lld,\"orphanRncp\":%lld,\"total\":%lld}",
	    key, (long long)c.orphan_cfd, (long long)c.orphan_rncp,
	    (long long)c.total);
}

static void
print_statistiques(const struct ecriture *e)
{
	struct compte deleted = e->p->compte;
	struct buf b = { 0 };

	compte_retire(&deleted, &e->continued);
	put_compte(&b, "{\"total\"", e->total);
	put_compte(&b, ",\"created\"", e->created);
	put_compte(&b, ",\"deleted\"", deleted);
	out_line("%s}", buf_view(&b).p);
	buf_free(&b);
}

static void
run(void)
{
	struct sources s;
	struct lignes l;
	struct precedents p;
	struct ecriture e = { .s = &s, .p = &p };
	struct db *d;

	sources_lit(&s, cl.dir);
	note("%u CFDs, %zu fiches, %zu links of the kit", s.ncfd, s.nfiche,
	    s.npaire);
	lignes_calcule(&l, &s);
	d = db_create(cl.path);
	precedents_lit(&p, cl.path, &s);
	write_all(&e, d, &l);
	print_statistiques(&e);
	db_publish(d);
	precedents_free(&p);
	sources_free(&s);
	free(l.v);
}

int
main(int argc, char **argv)
{
	(void)argc;
	cl = agg_options(argv, "build the table of certifications",
	    "count as the reference: coverage is new");
	run();
	return 0;
}
