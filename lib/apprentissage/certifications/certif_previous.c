#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/certifications/certif_previous.h"
#include "base/err.h"

struct precedent {
	struct ligne l; /* its pair, period and rang */
	msec cree;
	int64_t rowid;
	bool pris;
};

void
compte_ajoute(struct compte *c, bool cfd, bool rncp)
{
	c->orphan_cfd += cfd && !rncp;
	c->orphan_rncp += rncp && !cfd;
	c->total++;
}

void
compte_retire(struct compte *c, const struct compte *d)
{
	c->orphan_cfd -= d->orphan_cfd;
	c->orphan_rncp -= d->orphan_rncp;
	c->total -= d->total;
}

/* Reads what day_print_paris writes for the second after 9999 as well: a sign
 * and six digits. The calendar repeats itself every 400 years. */
static msec
parse(struct str text)
{
	const msec cycle = (msec)146097 * 86400 * 1000;
	char near[DAY_TEXT_MAX];
	long year, cycles;
	msec t;
	int n;

	if (text.n < 7 || (*text.p != '+' && *text.p != '-'))
		return day_parse(text);
	year = strtol(text.p, NULL, 10);
	cycles = year / 400 - (year % 400 < 0);
	n = snprintf(near, sizeof(near), "%04ld%.*s", year - 400 * cycles,
	    (int)text.n - 7, text.p + 7);
	if (n < 0 || (size_t)n >= sizeof(near))
		return DAY_BAD;
	t = day_parse((struct str){ near, (size_t)n });
	return t == DAY_BAD ? t : t + cycles * cycle;
}

static msec
column_date(struct db *d, sqlite3_stmt *q, int i)
{
	struct str text = db_text(q, i);
	msec t = parse(text);

	if (t == DAY_BAD)
		die("%s: certifications: %s: '%s' is not a date", d->path,
		    sqlite3_column_name(q, i), err_quote(text.p, text.n));
	return t;
}

/* A record whose CFD or fiche is gone cannot be continued. */
static void
add(struct precedents *p, sqlite3_stmt *q, const struct sources *s)
{
	struct str cfd = db_text(q, 1), rncp = db_text(q, 2);
	struct ligne l = { .cfd = HASH_NONE, .rncp = HASH_NONE };
	uint32_t fiche;

	compte_ajoute(&p->compte, cfd.p, rncp.p);
	if (cfd.p && (l.cfd = hash_find(&s->code, cfd)) >= s->ncfd)
		return;
	if (rncp.p) {
		if ((fiche = hash_find(&s->numero, rncp)) == HASH_NONE)
			return;
		l.rncp = s->fiche[fiche].rang;
	}
	l.valide.debut = column_date(p->d, q, 3);
	l.valide.fin = column_date(p->d, q, 4);
	l.rang = (uint32_t)p->n;
	p->v = xroom(p->v, p->n, &p->cap, sizeof(*p->v));
	p->v[p->n++] = (struct precedent){ l, column_date(p->d, q, 5),
		sqlite3_column_int64(q, 0), false };
}

static int
compare(const void *a, const void *b)
{
	const struct precedent *x = a, *y = b;

	return ligne_compare(&x->l, &y->l);
}

void
precedents_lit(struct precedents *p, const char *path, const struct sources *s)
{
	sqlite3_stmt *q;

	*p = (struct precedents){ .d = db_open(path) };
	if (!p->d)
		return;
	if (!db_has_table(p->d, "certifications"))
		die("%s: no table certifications: not replaced", path);
	q = db_prepare(p->d, "SELECT rowid, cfd, rncp, debut, fin, created_at"
			     " FROM certifications ORDER BY rang, rowid");
	while (db_step(p->d, q))
		add(p, q, s);
	sqlite3_finalize(q);
	if (p->n)
		qsort(p->v, p->n, sizeof(*p->v), compare);
	p->q = db_prepare(p->d, "SELECT doc, created_at, updated_at"
				" FROM certifications WHERE rowid = ?");
}

static bool
same_pair(const struct ligne *a, const struct ligne *b)
{
	return a->cfd == b->cfd && a->rncp == b->rncp;
}

/* Before, the same or after, by pair. */
static int
compare_pair(const struct ligne *a, const struct ligne *b)
{
	if (a->cfd != b->cfd)
		return a->cfd < b->cfd ? -1 : 1;
	return a->rncp < b->rncp ? -1 : a->rncp > b->rncp;
}

static uint32_t
oldest(struct precedent *v, size_t from, size_t to)
{
	size_t best = from;

	for (size_t i = from + 1; i < to; i++)
		if (v[i].cree < v[best].cree ||
		    (v[i].cree == v[best].cree && v[i].l.rang < v[best].l.rang))
			best = i;
	v[best].pris = true;
	return (uint32_t)best;
}

/* The records v[from..to) of a pair that lines l[0..n) of the same pair
 * continue. Both are sorted by period, so one walk is enough. */
static void
match_pair(struct precedent *v, size_t from, size_t to, const struct ligne *l,
    size_t n, uint32_t *suite)
{
	for (size_t i = 0; i < n; i++)
		if (!l[i].couverture && from < to)
			suite[i] = oldest(v, from, to);
	for (size_t i = 0; i < n; i++) {
		struct ligne key = l[i];

		if (!l[i].couverture)
			continue;
		key.rang = 0;
		while (from < to &&
		       (v[from].pris || ligne_compare(&v[from].l, &key) < 0))
			from++;
		key.rang = UINT32_MAX;
		if (from < to && ligne_compare(&v[from].l, &key) < 0) {
			v[from].pris = true;
			suite[i] = (uint32_t)from;
		}
	}
}

void
precedents_apparie(
    struct precedents *p, const struct lignes *l, uint32_t *suite)
{
	size_t from = 0, to;

	for (size_t i = 0, next; i < l->n; i = next) {
		for (next = i; next < l->n && same_pair(&l->v[next], &l->v[i]);
		     next++)
			suite[next] = HASH_NONE;
		while (from < p->n && compare_pair(&p->v[from].l, &l->v[i]) < 0)
			from++;
		for (to = from; to < p->n && same_pair(&p->v[to].l, &l->v[i]);)
			to++;
		match_pair(p->v, from, to, l->v + i, next - i, suite + i);
		from = to;
	}
}

struct publie
precedents_va(struct precedents *p, uint32_t i)
{
	sqlite3_reset(p->q);
	db_bind_int(p->d, p->q, 1, p->v[i].rowid);
	if (!db_step(p->d, p->q))
		die("%s: a certification disappeared while reading",
		    p->d->path);
	return (struct publie){ db_text(p->q, 0), db_text(p->q, 1),
		db_text(p->q, 2) };
}

void
precedents_free(struct precedents *p)
{
	sqlite3_finalize(p->q);
	db_close(p->d);
	free(p->v);
}
