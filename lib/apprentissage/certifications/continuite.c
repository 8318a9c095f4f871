#include <stdlib.h>

#include "apprentissage/certifications/continuite.h"
#include "json/js.h"

/* A group is a list of members whose head is the root of a tree of parents,
 * so that two groups are merged in constant time and keep their order. */
struct continuite_member {
	uint32_t parent; /* at the root: the root; HASH_NONE: in no group */
	uint32_t next;   /* member of the group; HASH_NONE: none */
	uint32_t last;   /* at the root: last member of the group */
	bool known, actif;
	struct interval periode;
	size_t at, n;   /* at the root: offset and length of the list in text */
	size_t courant; /* offset in text of this member's `courant` value */
};

static uint32_t
number_of(struct continuite *c, struct str code)
{
	uint32_t known = c->code.n, i = hash_put(&c->code, code);

	if (i < known)
		return i;
	c->member = xroom(c->member, i, &c->cap, sizeof(*c->member));
	c->member[i] = (struct continuite_member){ .parent = HASH_NONE,
		.next = HASH_NONE };
	return i;
}

void
continuite_name(struct continuite *c, struct str code)
{
	c->named.v =
	    xroom(c->named.v, c->named.n, &c->named.cap, sizeof(*c->named.v));
	c->named.v[c->named.n++] = number_of(c, code);
}

static uint32_t
root_of(struct continuite_member *m, uint32_t i)
{
	while (m[i].parent != i) {
		m[i].parent = m[m[i].parent].parent;
		i = m[i].parent;
	}
	return i;
}

static void
append(struct continuite_member *m, uint32_t root, uint32_t other)
{
	m[m[root].last].next = other;
	m[root].last = m[other].last;
	m[other].parent = root;
}

void
continuite_join(struct continuite *c)
{
	struct continuite_member *m = c->member;
	uint32_t root = HASH_NONE;

	for (size_t k = 0; k < c->named.n; k++) {
		uint32_t other;

		if (m[c->named.v[k]].parent == HASH_NONE)
			continue;
		other = root_of(m, c->named.v[k]);
		if (root == HASH_NONE)
			root = other;
		else if (other != root)
			append(m, root, other);
	}
	for (size_t k = 0; k < c->named.n; k++) {
		uint32_t i = c->named.v[k];

		if (m[i].parent != HASH_NONE)
			continue;
		m[i].parent = m[i].last = i;
		if (root == HASH_NONE)
			root = i;
		else
			append(m, root, i);
	}
	c->named.n = 0;
}

void
continuite_know(
    struct continuite *c, struct str code, struct interval periode, bool actif)
{
	struct continuite_member *m;
	uint32_t i = number_of(c, code);

	m = &c->member[i];
	m->known = true;
	m->actif = actif;
	m->periode = periode;
}

static void
put_member(struct continuite *c, uint32_t i)
{
	bool cfd = c->kind == CONTINUITE_CFD;
	struct continuite_member *m = &c->member[i];
	struct buf *b = &c->text;

	js_put_comma(b);
	buf_byte(b, '{');
	js_put_key(b, cfd ? "ouverture" : "activation");
	day_put_paris(b, m->periode.debut);
	js_put_key(b, cfd ? "fermeture" : "fin_enregistrement");
	day_put_paris(b, m->periode.fin);
	js_put_member(b, "code", hash_text(&c->code, i));
	js_put_key(b, "courant");
	m->courant = b->n;
	buf_str(b, "false");
	if (!cfd) {
		js_put_key(b, "actif");
		js_put_bool(b, m->actif);
	}
	buf_byte(b, '}');
}

struct place {
	msec debut;
	size_t rang; /* position in the group: makes the sort stable */
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

/* place: scratch with one entry per code. */
static void
put_group(struct continuite *c, uint32_t root, struct place *place)
{
	struct continuite_member *m = c->member;
	size_t n = 0;

	for (uint32_t i = root; i != HASH_NONE; i = m[i].next)
		if (m[i].known) {
			place[n] = (struct place){ m[i].periode.debut, n, i };
			n++;
		}
	qsort(place, n, sizeof(*place), by_debut);
	m[root].at = c->text.n;
	buf_byte(&c->text, '[');
	for (size_t k = 0; k < n; k++)
		put_member(c, place[k].i);
	buf_byte(&c->text, ']');
	m[root].n = c->text.n - m[root].at;
}

void
continuite_list(struct continuite *c)
{
	struct place *place = xcalloc(c->code.n, sizeof(*place));

	for (uint32_t i = 0; i < c->code.n; i++)
		if (c->member[i].parent == i)
			put_group(c, i, place);
	free(place);
}

void
continuite_put(struct continuite *c, struct str code, struct buf *out)
{
	uint32_t i = hash_find(&c->code, code);
	const struct continuite_member *m, *root;
	const char *p;
	size_t before;

	if (i == HASH_NONE || c->member[i].parent == HASH_NONE) {
		buf_str(out, "null");
		return;
	}
	m = &c->member[i];
	root = &c->member[root_of(c->member, i)];
	p = c->text.p + root->at;
	if (!m->known) {
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
	free(c->member);
	free(c->named.v);
	buf_free(&c->text);
	*c = (struct continuite){ 0 };
}
