/*
 * agg-certifications: one record per CFD, fiche and period of validity.
 *
 * Reads bcn.db, kit_apprentissage.db and france_competence.db, writes table
 * certifications ordered by cfd, rncp (none last), debut, fin. Column rang is
 * the order in which the records are made, which agg-formation uses for
 * look-ups. The previous state of FILE gives created_at and updated_at.
 */
#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/certifications/certif_previous.h"
#include "apprentissage/records/tables.h"
#include "base/err.h"
#include "base/out.h"
#include "suite/agg_options.h"
#include "json/counts.h"
#include "json/js.h"

static struct agg_cl cl;

/* The record being written. Each side is kept while consecutive records share
 * it. */
struct writing {
	struct certif_sources *s;
	struct certif_previous *p;
	struct table_writer w;
	struct certif_count total, created, continued;
	char now[DAY_TEXT_MAX];
	uint32_t cfd, rncp; /* the codes that the sides below belong to */
	struct buf continuite_cfd, continuite_rncp, text, doc;
	struct certif_side side;
};

static void
prepare_sides(struct writing *e, const struct certif_line *l)
{
	struct certif_sources *s = e->s;

	if (l->cfd != HASH_NONE && l->cfd != e->cfd) {
		e->cfd = l->cfd;
		e->continuite_cfd.n = 0;
		continuite_put(
		    &s->cfds, hash_text(&s->code, l->cfd), &e->continuite_cfd);
	}
	if (l->rncp != HASH_NONE && l->rncp != e->rncp) {
		uint32_t fiche = s->order[l->rncp];

		e->rncp = l->rncp;
		e->text.n = 0;
		certif_sources_side(s, fiche, &e->text, &e->side);
		e->continuite_rncp.n = 0;
		continuite_put(&s->rncps, hash_text(&s->numero, fiche),
		    &e->continuite_rncp);
	}
}

static struct js
compose(struct writing *e, const struct certif_line *l)
{
	struct certification c = { .valide = l->valide };

	prepare_sides(e, l);
	if (l->cfd != HASH_NONE) {
		c.cfd = &e->s->bcn.v[l->bcn].side;
		c.continuite_cfd = buf_view(&e->continuite_cfd);
	}
	if (l->rncp != HASH_NONE) {
		c.rncp = &e->side;
		c.continuite_rncp = buf_view(&e->continuite_rncp);
	}
	e->doc.n = 0;
	certification_put(&e->doc, &c);
	return js_doc(buf_view(&e->doc));
}

/* A record that continues no previous record is new. A previous record that no
 * record continues is deleted. */
static void
count(struct writing *e, const struct certif_line *l, bool continued)
{
	bool cfd = l->cfd != HASH_NONE, rncp = l->rncp != HASH_NONE;

	if (cl.compat && l->coverage)
		continued = false;
	count_add(&e->total, cfd, rncp);
	count_add(continued ? &e->continued : &e->created, cfd, rncp);
}

static void
write_line(struct writing *e, const struct certif_line *l, uint32_t continued)
{
	struct str now = str_of(e->now);
	struct previous_text before = { { NULL, 0 }, now, now };
	char rang[24];
	struct str extra = { rang, 0 };
	struct js doc = compose(e, l);

	if (continued != HASH_NONE)
		before = previous_fetch(e->p, continued);
	if (!str_eq(before.doc, (struct str){ doc.p, doc.n }))
		before.updated_at = now;
	extra.n = (size_t)snprintf(rang, sizeof(rang), "%u", l->rang);
	table_add(&e->w, doc, before.created_at, before.updated_at, &extra);
	count(e, l, continued != HASH_NONE);
}

static void
write_all(struct writing *e, struct db *d, const struct certif_lines *l)
{
	uint32_t *continued = xcalloc(l->n, sizeof(*continued));

	previous_match(e->p, l, continued);
	day_print_utc(day_now(), e->now);
	e->cfd = e->rncp = HASH_NONE;
	table_begin(&e->w, d, &table_certifications);
	for (size_t i = 0; i < l->n; i++)
		write_line(e, &l->v[i], continued[i]);
	table_end(&e->w);
	free(continued);
	buf_free(&e->continuite_cfd);
	buf_free(&e->continuite_rncp);
	buf_free(&e->text);
	buf_free(&e->doc);
}

static void
put_count(struct buf *b, const char *key, struct certif_count c)
{
	js_open(b, key);
	counts_add(b, { "orphanCfd", c.orphan_cfd },
	    { "orphanRncp", c.orphan_rncp }, { "total", c.total });
	js_close(b, 1);
}

static void
print_statistics(const struct writing *e)
{
	struct certif_count deleted = e->p->count;
	struct buf b = { 0 };

	count_subtract(&deleted, &e->continued);
	put_count(&b, "total", e->total);
	put_count(&b, "created", e->created);
	put_count(&b, "deleted", deleted);
	out_line("{%s}", buf_view(&b).p);
	buf_free(&b);
}

static void
run(void)
{
	struct certif_sources s;
	struct certif_lines l;
	struct certif_previous p;
	struct writing e = { .s = &s, .p = &p };
	struct db *d;

	certif_sources_read(&s, cl.dir);
	note("%u CFDs, %zu fiches, %zu links of the kit", s.ncfd, s.fiche.n,
	    s.pair.n);
	certif_cover(&l, &s);
	d = db_create(cl.path);
	previous_read(&p, cl.path, &s);
	write_all(&e, d, &l);
	print_statistics(&e);
	db_publish(d);
	previous_free(&p);
	certif_sources_free(&s);
	free(l.v);
}

int
main(int argc, char **argv)
{
	cl = agg_options(argc, argv, "build the table of certifications",
	    "count as the reference: coverage is new");
	run();
	return 0;
}
