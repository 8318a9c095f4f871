#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/certifications/certif_previous.h"
#include "base/err.h"

struct previous_record {
	struct certif_line l; /* pair, period and rang */
	msec created;
	int64_t rowid;
	bool taken;
};

void
count_add(struct certif_count *c, bool cfd, bool rncp)
{
	c->orphan_cfd += cfd && !rncp;
	c->orphan_rncp += rncp && !cfd;
	c->total++;
}

void
count_subtract(struct certif_count *c, const struct certif_count *d)
{
	c->orphan_cfd -= d->orphan_cfd;
	c->orphan_rncp -= d->orphan_rncp;
	c->total -= d->total;
}

/* Like day_parse, but also reads years beyond 9999 as day_print_paris writes
 * them: a sign and six digits. The calendar repeats every 400 years: the year
 * is read as the one of 0 to 399 that has the same calendar, and the cycles
 * between are added. */
static msec
parse(struct str text)
{
	const msec cycle = (msec)146097 * 86400 * 1000;
	char alike[DAY_TEXT_MAX]; /* the same day of a year below 400 */
	long year, cycles;
	msec t;
	int n;

	if (text.n < 7 || (*text.p != '+' && *text.p != '-'))
		return day_parse(text);
	year = strtol(text.p, NULL, 10);
	cycles = year / 400 - (year % 400 < 0);
	n = snprintf(alike, sizeof(alike), "%04ld%.*s", year - 400 * cycles,
	    (int)text.n - 7, text.p + 7);
	if (n < 0 || (size_t)n >= sizeof(alike))
		return DAY_BAD;
	t = day_parse((struct str){ alike, (size_t)n });
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

/* Adds a record. One whose CFD or fiche no longer exists is only counted: no
 * line can continue it. */
static void
add(struct certif_previous *p, sqlite3_stmt *q, const struct certif_sources *s)
{
	struct str cfd = db_text(q, 1), rncp = db_text(q, 2);
	struct certif_line l = { .cfd = HASH_NONE, .rncp = HASH_NONE };
	uint32_t fiche;

	count_add(&p->count, cfd.p, rncp.p);
	if (cfd.p && (l.cfd = hash_find(&s->code, cfd)) >= s->ncfd)
		return;
	if (rncp.p) {
		if ((fiche = hash_find(&s->numero, rncp)) == HASH_NONE)
			return;
		l.rncp = s->fiche.v[fiche].rang;
	}
	l.valide.debut = column_date(p->d, q, 3);
	l.valide.fin = column_date(p->d, q, 4);
	l.rang = (uint32_t)p->n;
	p->v = xroom(p->v, p->n, &p->cap, sizeof(*p->v));
	p->v[p->n++] = (struct previous_record){ l, column_date(p->d, q, 5),
		sqlite3_column_int64(q, 0), false };
}

static int
by_line(const void *a, const void *b)
{
	const struct previous_record *x = a, *y = b;

	return certif_line_compare(&x->l, &y->l);
}

void
previous_read(
    struct certif_previous *p, const char *path, const struct certif_sources *s)
{
	sqlite3_stmt *q;

	*p = (struct certif_previous){ .d = db_open(path) };
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
		qsort(p->v, p->n, sizeof(*p->v), by_line);
	p->q = db_prepare(p->d, "SELECT doc, created_at, updated_at"
				" FROM certifications WHERE rowid = ?");
}

static bool
same_pair(const struct certif_line *a, const struct certif_line *b)
{
	return a->cfd == b->cfd && a->rncp == b->rncp;
}

/* Compares the pairs of two lines as certif_line_compare does. */
static int
compare_pair(const struct certif_line *a, const struct certif_line *b)
{
	if (a->cfd != b->cfd)
		return a->cfd < b->cfd ? -1 : 1;
	return a->rncp < b->rncp ? -1 : a->rncp > b->rncp;
}

static uint32_t
oldest(struct previous_record *v, size_t from, size_t to)
{
	size_t best = from;

	for (size_t i = from + 1; i < to; i++)
		if (v[i].created < v[best].created ||
		    (v[i].created == v[best].created &&
			v[i].l.rang < v[best].l.rang))
			best = i;
	v[best].taken = true;
	return (uint32_t)best;
}

/* Finds which of the records v[from..to) of a pair the lines l[0..n) of that
 * pair continue. Records and lines are sorted by period, so one walk is enough.
 */
static void
match_pair(struct previous_record *v, size_t from, size_t to,
    const struct certif_line *l, size_t n, uint32_t *continued)
{
	for (size_t i = 0; i < n; i++)
		if (!l[i].coverage && from < to)
			continued[i] = oldest(v, from, to);
	for (size_t i = 0; i < n; i++) {
		struct certif_line key = l[i];

		if (!l[i].coverage)
			continue;
		key.rang = 0;
		while (
		    from < to && (v[from].taken ||
				     certif_line_compare(&v[from].l, &key) < 0))
			from++;
		key.rang = UINT32_MAX;
		if (from < to && certif_line_compare(&v[from].l, &key) < 0) {
			v[from].taken = true;
			continued[i] = (uint32_t)from;
		}
	}
}

void
previous_match(struct certif_previous *p, const struct certif_lines *l,
    uint32_t *continued)
{
	size_t from = 0, to;

	for (size_t i = 0, next; i < l->n; i = next) {
		for (next = i; next < l->n && same_pair(&l->v[next], &l->v[i]);
		     next++)
			continued[next] = HASH_NONE;
		while (from < p->n && compare_pair(&p->v[from].l, &l->v[i]) < 0)
			from++;
		for (to = from; to < p->n && same_pair(&p->v[to].l, &l->v[i]);)
			to++;
		match_pair(p->v, from, to, l->v + i, next - i, continued + i);
		from = to;
	}
}

struct previous_text
previous_fetch(struct certif_previous *p, uint32_t i)
{
	sqlite3_reset(p->q);
	db_bind_int(p->d, p->q, 1, p->v[i].rowid);
	if (!db_step(p->d, p->q))
		die("%s: a certification disappeared while reading",
		    p->d->path);
	return (struct previous_text){ db_text(p->q, 0), db_text(p->q, 1),
		db_text(p->q, 2) };
}

void
previous_free(struct certif_previous *p)
{
	sqlite3_finalize(p->q);
	db_close(p->d);
	free(p->v);
}
