#include <stdlib.h>

#include "apprentissage/certifications/certif_cover.h"
#include "base/err.h"

static const struct fiche *
fiche_de(const struct sources *s, const struct ligne *l)
{
	return &s->fiche[s->ordre[l->rncp]].f;
}

static void
add(struct lignes *l, struct ligne ligne)
{
	l->v = xroom(l->v, l->n, &l->cap, sizeof(*l->v));
	ligne.rang = (uint32_t)l->n + 1;
	l->v[l->n++] = ligne;
}

/* A record of passes A and B: valid while both its sides are. */
static void
add_commune(
    struct lignes *l, const struct sources *s, uint32_t cfd, uint32_t fiche)
{
	const struct intervalle ouvert = { DAY_NULL, DAY_NULL };
	struct intervalle a = ouvert, b = ouvert;
	struct ligne ligne = { .cfd = cfd, .rncp = HASH_NONE };

	if (cfd != HASH_NONE) {
		ligne.bcn = s->cfd[cfd].fin - 1;
		a = s->bcn[ligne.bcn].periode;
	}
	if (fiche != HASH_NONE) {
		ligne.rncp = s->fiche[fiche].rang;
		b = s->fiche[fiche].f.periode;
	}
	ligne.valide = intervalle_commun(a, b);
	add(l, ligne);
}

/* Several fiches that France Compétences does not know make one record. */
static void
passe_a(struct lignes *l, const struct sources *s)
{
	const struct paire *p = s->paire, *end = p + s->npaire;

	for (uint32_t cfd = 0; cfd < s->ncfd; cfd++) {
		bool orphan = false, any = false;
		uint32_t last = HASH_NONE;

		for (; p < end && p->cfd == cfd; p++, any = true) {
			if (p->fiche == HASH_NONE ? orphan : p->fiche == last)
				continue;
			add_commune(l, s, cfd, p->fiche);
			if (p->fiche == HASH_NONE)
				orphan = true;
			else
				last = p->fiche;
		}
		if (!any)
			add_commune(l, s, cfd, HASH_NONE);
	}
}

/* Eligible fiches that the kit does not link to BCN: one unknown CFD is
 * enough, and a CFD that only V has is known. */
static void
passe_b(struct lignes *l, const struct sources *s)
{
	for (uint32_t i = 0; i < s->nfiche; i++) {
		const struct fiche_connue *f = &s->fiche[i];

		if (f->f.eligible && (!f->kit || f->inconnu))
			add_commune(l, s, HASH_NONE, i);
	}
}

/* What v[0..n) leave of periode, in manque. */
static void
cherche_manque(struct intervalles *manque, struct intervalle periode,
    const struct ligne *v, size_t n)
{
	manque->n = 0;
	intervalles_ajoute(manque, periode);
	for (size_t i = 0; i < n; i++)
		intervalles_retire(manque, v[i].valide);
}

static void
couvre_cfd(struct lignes *l, const struct sources *s, uint32_t cfd,
    const struct intervalles *manque)
{
	const struct cfd *c = &s->cfd[cfd];

	for (uint32_t b = c->debut; b < c->fin; b++)
		for (size_t i = 0; i < manque->n; i++)
			add(l, (struct ligne){ .cfd = cfd,
				   .rncp = HASH_NONE,
				   .bcn = b,
				   .valide = manque->v[i],
				   .couverture = true });
}

static void
couvre_rncp(struct lignes *l, uint32_t rncp, const struct intervalles *manque)
{
	for (size_t i = 0; i < manque->n; i++)
		add(l, (struct ligne){ .cfd = HASH_NONE,
			   .rncp = rncp,
			   .valide = manque->v[i],
			   .couverture = true });
}

/* The lines that have both sides, in the order of passe_a: by cfd. */
static struct lignes
paires(const struct lignes *l)
{
	struct lignes p = { 0 };

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
	const struct ligne *x = a, *y = b;

	if (x->rncp != y->rncp)
		return x->rncp < y->rncp ? -1 : 1;
	return x->cfd < y->cfd ? -1 : x->cfd > y->cfd;
}

static void
couverture_cfd(
    struct lignes *l, const struct sources *s, const struct lignes *p)
{
	struct intervalles manque = { 0 };

	for (size_t i = 0, next; i < p->n; i = next) {
		uint32_t cfd = p->v[i].cfd;

		for (next = i + 1; next < p->n && p->v[next].cfd == cfd;)
			next++;
		cherche_manque(
		    &manque, s->bcn[p->v[i].bcn].periode, p->v + i, next - i);
		couvre_cfd(l, s, cfd, &manque);
	}
	free(manque.v);
}

static void
couverture_rncp(
    struct lignes *l, const struct sources *s, const struct lignes *p)
{
	struct intervalles manque = { 0 };

	for (size_t i = 0, next; i < p->n; i = next) {
		uint32_t rncp = p->v[i].rncp;

		for (next = i + 1; next < p->n && p->v[next].rncp == rncp;)
			next++;
		cherche_manque(&manque, fiche_de(s, &p->v[i])->periode,
		    p->v + i, next - i);
		couvre_rncp(l, rncp, &manque);
	}
	free(manque.v);
}

int
ligne_compare(const struct ligne *a, const struct ligne *b)
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
compare(const void *a, const void *b)
{
	return ligne_compare(a, b);
}

/* Coverage needs the periods of the fiches that are linked to a CFD. */
static void
verifie(const struct lignes *p, struct sources *s)
{
	struct buf text = { 0 };
	struct cote cote;

	for (size_t i = 0; i < p->n; i++) {
		uint32_t fiche = s->ordre[p->v[i].rncp];
		struct str numero = hash_text(&s->numero, fiche);
		struct str cfd = hash_text(&s->code, p->v[i].cfd);

		text.n = 0;
		if (s->fiche[fiche].f.periode.fin == DAY_BAD)
			sources_cote(s, fiche, &text, &cote);
		if (!s->fiche[fiche].f.standard)
			die("%s: %.*s: data.standard: missing in a fiche that "
			    "the kit links to CFD '%.*s'",
			    s->fc->path, (int)numero.n, numero.p, (int)cfd.n,
			    cfd.p);
	}
	buf_free(&text);
}

void
lignes_calcule(struct lignes *l, struct sources *s)
{
	struct lignes p;

	*l = (struct lignes){ 0 };
	passe_a(l, s);
	passe_b(l, s);
	p = paires(l);
	verifie(&p, s);
	couverture_cfd(l, s, &p);
	if (p.n)
		qsort(p.v, p.n, sizeof(*p.v), by_rncp);
	couverture_rncp(l, s, &p);
	free(p.v);
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), compare);
}
