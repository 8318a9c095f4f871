#include <stdlib.h>

#include "apprentissage/certifications/certif_cover.h"
#include "base/err.h"

static const struct fiche *
fiche_of(const struct certif_sources *s, const struct certif_line *l)
{
	return &s->fiche.v[s->order[l->rncp]].f;
}

static void
add(struct certif_lines *l, struct certif_line line)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	line.rang = (uint32_t)l->n + 1;
	l->v[l->n++] = line;
}

/* Adds a line for a pair, or for one side alone (the other one HASH_NONE):
 * valid while both sides are. */
static void
add_common(struct certif_lines *l, const struct certif_sources *s, uint32_t cfd,
    uint32_t fiche)
{
	const struct interval open = { DAY_NULL, DAY_NULL };
	struct interval a = open, b = open;
	struct certif_line line = { .cfd = cfd, .rncp = HASH_NONE };

	if (cfd != HASH_NONE) {
		line.bcn = s->cfd[cfd].fin - 1;
		a = s->bcn.v[line.bcn].periode;
	}
	if (fiche != HASH_NONE) {
		line.rncp = s->fiche.v[fiche].rang;
		b = s->fiche.v[fiche].f.periode;
	}
	line.valide = interval_common(a, b);
	add(l, line);
}

/* One line per CFD and per fiche that the kit gives it; a CFD without fiche
 * gets one line. The fiches of a CFD that are unknown to France compétences
 * share one line ([certifications 6], pass A). */
static void
add_known_pairs(struct certif_lines *l, const struct certif_sources *s)
{
	const struct kit_pair *p = s->pair.v, *end = p + s->pair.n;

	for (uint32_t cfd = 0; cfd < s->ncfd; cfd++) {
		bool orphan = false, any = false;
		uint32_t last = HASH_NONE;

		for (; p < end && p->cfd == cfd; p++, any = true) {
			if (p->fiche == HASH_NONE ? orphan : p->fiche == last)
				continue;
			add_common(l, s, cfd, p->fiche);
			if (p->fiche == HASH_NONE)
				orphan = true;
			else
				last = p->fiche;
		}
		if (!any)
			add_common(l, s, cfd, HASH_NONE);
	}
}

/* Eligible fiches that the kit links to no CFD, or to at least one CFD unknown
 * to BCN ([certifications 6], pass B). A CFD in V_FORMATION_DIPLOME alone
 * counts as known. */
static void
add_unlinked_fiches(struct certif_lines *l, const struct certif_sources *s)
{
	for (uint32_t i = 0; i < s->fiche.n; i++) {
		const struct known_fiche *f = &s->fiche.v[i];

		if (f->f.eligible && (!f->kit || f->unknown_cfd))
			add_common(l, s, HASH_NONE, i);
	}
}

/* Stores in gaps the parts of periode that no line of v[0..n) covers. */
static void
find_gaps(struct intervals *gaps, struct interval periode,
    const struct certif_line *v, size_t n)
{
	gaps->n = 0;
	intervals_add(gaps, periode);
	for (size_t i = 0; i < n; i++)
		intervals_subtract(gaps, v[i].valide);
}

static void
cover_cfd(struct certif_lines *l, const struct certif_sources *s, uint32_t cfd,
    const struct intervals *gaps)
{
	const struct cfd_rows *c = &s->cfd[cfd];

	for (uint32_t b = c->debut; b < c->fin; b++)
		for (size_t i = 0; i < gaps->n; i++)
			add(l, (struct certif_line){ .cfd = cfd,
				   .rncp = HASH_NONE,
				   .bcn = b,
				   .valide = gaps->v[i],
				   .coverage = true });
}

static void
cover_fiche(struct certif_lines *l, uint32_t rncp, const struct intervals *gaps)
{
	for (size_t i = 0; i < gaps->n; i++)
		add(l, (struct certif_line){ .cfd = HASH_NONE,
			   .rncp = rncp,
			   .valide = gaps->v[i],
			   .coverage = true });
}

/* Copies the lines that have both sides, in their order: by cfd. */
static struct certif_lines
pairs_of(const struct certif_lines *l)
{
	struct certif_lines p = { 0 };

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].cfd != HASH_NONE && l->v[i].rncp != HASH_NONE) {
			p.v = xroom(p.v, p.n, &p.cap, sizeof(*p.v));
			p.v[p.n++] = l->v[i];
		}
	return p;
}

static int
by_rncp(const void *a, const void *b)
{
	const struct certif_line *x = a, *y = b;

	if (x->rncp != y->rncp)
		return x->rncp < y->rncp ? -1 : 1;
	return x->cfd < y->cfd ? -1 : x->cfd > y->cfd;
}

static void
cover_cfds(struct certif_lines *l, const struct certif_sources *s,
    const struct certif_lines *p)
{
	struct intervals gaps = { 0 };

	for (size_t i = 0, next; i < p->n; i = next) {
		uint32_t cfd = p->v[i].cfd;

		for (next = i + 1; next < p->n && p->v[next].cfd == cfd;)
			next++;
		find_gaps(
		    &gaps, s->bcn.v[p->v[i].bcn].periode, p->v + i, next - i);
		cover_cfd(l, s, cfd, &gaps);
	}
	free(gaps.v);
}

static void
cover_fiches(struct certif_lines *l, const struct certif_sources *s,
    const struct certif_lines *p)
{
	struct intervals gaps = { 0 };

	for (size_t i = 0, next; i < p->n; i = next) {
		uint32_t rncp = p->v[i].rncp;

		for (next = i + 1; next < p->n && p->v[next].rncp == rncp;)
			next++;
		find_gaps(
		    &gaps, fiche_of(s, &p->v[i])->periode, p->v + i, next - i);
		cover_fiche(l, rncp, &gaps);
	}
	free(gaps.v);
}

int
certif_line_compare(const struct certif_line *a, const struct certif_line *b)
{
	if (a->cfd != b->cfd)
		return a->cfd < b->cfd ? -1 : 1;
	if (a->rncp != b->rncp)
		return a->rncp < b->rncp ? -1 : 1;
	if (a->valide.debut != b->valide.debut)
		return a->valide.debut < b->valide.debut ? -1 : 1;
	if (a->valide.fin != b->valide.fin)
		return a->valide.fin < b->valide.fin ? -1 : 1;
	return a->rang < b->rang ? -1 : a->rang > b->rang;
}

static int
by_line(const void *a, const void *b)
{
	return certif_line_compare(a, b);
}

/* Coverage needs the period of each fiche that is linked to a CFD: a fiche
 * without one ends the program. */
static void
check_pairs(const struct certif_lines *p, struct certif_sources *s)
{
	struct buf text = { 0 };
	struct certif_side side;

	for (size_t i = 0; i < p->n; i++) {
		uint32_t fiche = s->order[p->v[i].rncp];
		struct str numero = hash_text(&s->numero, fiche);
		struct str cfd = hash_text(&s->code, p->v[i].cfd);

		text.n = 0;
		if (s->fiche.v[fiche].f.periode.fin == DAY_BAD)
			certif_sources_side(s, fiche, &text, &side);
		if (!s->fiche.v[fiche].f.standard)
			die("%s: %.*s: data.standard: missing in a fiche that "
			    "the kit links to CFD '%.*s'",
			    s->fc->path, (int)numero.n, numero.p, (int)cfd.n,
			    cfd.p);
	}
	buf_free(&text);
}

void
certif_cover(struct certif_lines *l, struct certif_sources *s)
{
	struct certif_lines p;

	*l = (struct certif_lines){ 0 };
	add_known_pairs(l, s);
	add_unlinked_fiches(l, s);
	p = pairs_of(l);
	check_pairs(&p, s);
	cover_cfds(l, s, &p);
	if (p.n)
		qsort(p.v, p.n, sizeof(*p.v), by_rncp);
	cover_fiches(l, s, &p);
	free(p.v);
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_line);
}
