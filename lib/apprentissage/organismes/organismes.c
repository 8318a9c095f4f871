#include <stdio.h>
#include <stdlib.h>

#include "apprentissage/organismes/organismes.h"
#include "base/buf.h"

#define NO_ROW SIZE_MAX

/* Returns the entry of row_of for (siret, uai). */
static size_t *
row_of(struct organismes *o, const char *siret, const char *uai)
{
	char text[sizeof(o->v->siret) + sizeof(o->v->uai)];
	uint32_t n = o->key.n, key;

	snprintf(text, sizeof(text), "%s%s", siret, uai);
	key = hash_put(&o->key, str_of(text));
	if (key == n) {
		o->row_of =
		    xrealloc2(o->row_of, (size_t)n + 1, sizeof(*o->row_of));
		o->row_of[key] = NO_ROW;
	}
	return &o->row_of[key];
}

struct organismes_row *
organismes_add(struct organismes *o, const char *siret, const char *uai)
{
	struct organismes_row *r;

	o->v = xroom(o->v, o->n, &o->cap, sizeof(*o->v));
	r = &o->v[o->n];
	*r = (struct organismes_row){ 0 };
	snprintf(r->siret, sizeof(r->siret), "%s", siret);
	snprintf(r->uai, sizeof(r->uai), "%s", uai);
	*row_of(o, siret, uai) = o->n++;
	return r;
}

struct organismes_row *
organismes_target(struct organismes *o, const char *siret, const char *uai)
{
	size_t at = *row_of(o, siret, uai);
	struct organismes_row *r;

	if (at != NO_ROW)
		return &o->v[at];
	at = *row_of(o, siret, "");
	if (at == NO_ROW || !o->v[at].present)
		return organismes_add(o, siret, uai);
	r = &o->v[at];
	*row_of(o, siret, "") = NO_ROW;
	*row_of(o, siret, uai) = at;
	snprintf(r->uai, sizeof(r->uai), "%s", uai);
	return r;
}

void
organismes_free(struct organismes *o)
{
	free(o->v);
	free(o->row_of);
	hash_free(&o->key);
}
