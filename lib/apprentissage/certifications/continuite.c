#include <stdlib.h>

#include "apprentissage/certifications/continuite.h"
#include "json/js.h"

/* A group is a list of members whose head is the root of a tree of parents,
 * so that two groups are merged in constant time and keep their order. */
struct membre {
	uint32_t parent; /* itself at the root, HASH_NONE in no group */
	uint32_t next;   /* in the group, HASH_NONE at its end */
	uint32_t last;   /* of the group, at the root */
	bool connu, actif;
	struct intervalle periode;
	size_t at, n;   /* the list in text, at the root */
	size_t courant; /* where this member's `courant` value is in text */
};

static uint32_t
number_of(struct continuite *c, struct str code)
{
	uint32_t known = c->code.n, i = hash_put(&c->code, code);

	if (i < known)
		return i;
	c->membre = xroom(c->membre, i, &c->cap, sizeof(*c->membre));
	c->membre[i] =
	    (struct membre){ .parent = HASH_NONE, .next = HASH_NONE };
	return i;
}

void
continuite_cite(struct continuite *c, struct str code)
{
	c->cite = xroom(c->cite, c->ncite, &c->cite_cap, sizeof(*c->cite));
	c->cite[c->ncite++] = number_of(c, code);
}

static uint32_t
root_of(struct membre *m, uint32_t i)
{
	while (m[i].parent != i) {
		m[i].parent = m[m[i].parent].parent;
		i = m[i].parent;
	}
	return i;
}

static void
append(struct membre *m, uint32_t root, uint32_t other)
{
	m[m[root].last].next = other;
	m[root].last = m[other].last;
	m[other].parent = root;
}

void
continuite_lie(struct continuite *c)
{
	struct membre *m = c->membre;
	uint32_t root = HASH_NONE;

	for (size_t k = 0; k < c->ncite; k++) {
		uint32_t other;

		if (m[c->cite[k]].parent == HASH_NONE)
			continue;
		other = root_of(m, c->cite[k]);
		if (root == HASH_NONE)
			root = other;
		else if (other != root)
			append(m, root, other);
	}
	for (size_t k = 0; k < c->ncite; k++) {
		uint32_t i = c->cite[k];

		if (m[i].parent != HASH_NONE)
			continue;
		m[i].parent = m[i].last = i;
		if (root == HASH_NONE)
			root = i;
		else
			append(m, root, i);
	}
	c->ncite = 0;
}

void
continuite_connait(struct continuite *c, struct str code,
    struct intervalle periode, bool actif)
{
	struct membre *m;
	uint32_t i = number_of(c, code);

	m = &c->membre[i];
	m->connu = true;
	m->actif = actif;
	m->periode = periode;
}

static void
put_membre(struct continuite *c, uint32_t i)
{
	bool cfd = c->kind == CONTINUITE_CFD;
	struct membre *m = &c->membre[i];
	struct buf *b = &c->text;

	js_put_comma(b);
	buf_str(b, cfd ? "{\"ouverture\":" : "{\"activation\":");
	day_put_paris(b, m->periode.debut);
	buf_str(b, cfd ? ",\"fermeture\":" : ",\"fin_enregistrement\":");
	day_put_paris(b, m->periode.fin);
	buf_str(b, ",\"code\":");
	js_put_text(b, hash_text(&c->code, i));
	buf_str(b, ",\"courant\":");
	m->courant = b->n;
	buf_str(b, "false");
	if (!cfd)
		buf_str(b, m->actif ? ",\"actif\":true" : ",\"actif\":false");
	buf_byte(b, '}');
}

struct place {
	msec debut;
	size_t rang; /* in the group: makes the sort stable */
	uint32_t i;
};

static int
by_debut(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if ((x->debut == DAY_NULL) != (y->debut == DAY_NULL))
		return x->debut == DAY_NULL ? 1 : -1;
	if (x->debut != y->debut)
		return x->debut < y->debut ? -1 : 1;
	return x->rang < y->rang ? -1 : x->rang > y->rang;
}

/* place has room for every code. */
static void
put_groupe(struct continuite *c, uint32_t root, struct place *place)
{
	struct membre *m = c->membre;
	size_t n = 0;

	for (uint32_t i = root; i != HASH_NONE; i = m[i].next)
		if (m[i].connu) {
			place[n] = (struct place){ m[i].periode.debut, n, i };
			n++;
		}
	qsort(place, n, sizeof(*place), by_debut);
	m[root].at = c->text.n;
	buf_byte(&c->text, '[');
	for (size_t k = 0; k < n; k++)
		put_membre(c, place[k].i);
	buf_byte(&c->text, ']');
	m[root].n = c->text.n - m[root].at;
}

void
continuite_liste(struct continuite *c)
{
	struct place *place = xcalloc(c->code.n, sizeof(*place));

	for (uint32_t i = 0; i < c->code.n; i++)
		if (c->membre[i].parent == i)
			put_groupe(c, i, place);
	free(place);
}

void
continuite_put(struct continuite *c, struct str code, struct buf *out)
{
	uint32_t i = hash_find(&c->code, code);
	const struct membre *m, *root;
	const char *p;
	size_t before;

	if (i == HASH_NONE || c->membre[i].parent == HASH_NONE) {
		buf_str(out, "null");
		return;
	}
	m = &c->membre[i];
	root = &c->membre[root_of(c->membre, i)];
	p = c->text.p + root->at;
	if (!m->connu) {
		buf_add(out, p, root->n);
		return;
	}
	before = m->courant - root->at;
	buf_add(out, p, before);
	buf_str(out, "true");
	before += strlen("false");
	buf_add(out, p + before, root->n - before);
}

void
continuite_free(struct continuite *c)
{
	hash_free(&c->code);
	free(c->membre);
	free(c->cite);
	buf_free(&c->text);
	*c = (struct continuite){ 0 };
}
