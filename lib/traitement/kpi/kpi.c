#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/kpi/expression.h"
#include "traitement/kpi/kpi.h"

bool
js_list_has(struct js list, struct str text)
{
	struct buf scratch = { 0 };
	struct js item;
	bool has = list.type != JS_ARRAY;

	for (struct js_walk w = js_walk(list); !has && js_item(&w, &item);) {
		scratch.n = 0;
		has = str_eq(js_text(item, &scratch), text);
	}
	buf_free(&scratch);
	return has;
}

bool
kpi_concerns(const struct kpi *k, struct str ouvrage)
{
	return js_list_has(k->ouvrages, ouvrage);
}

bool
kpi_takes(const struct kpi *k, struct str grandeur, struct str groupe,
    struct str capteur)
{
	return str_eq(k->grandeur, grandeur) &&
	       (!k->groupe.p || str_eq(k->groupe, groupe)) &&
	       js_list_has(k->capteurs, capteur);
}

int
kpi_niveau(const struct kpi *k, double v)
{
	double x = k->sens == SENS_ECART ? fabs(v) : v;
	bool low = k->sens == SENS_BAS;

	if (low ? x <= k->alerte : x >= k->alerte)
		return 2;
	return low ? x <= k->vigilance : x >= k->vigilance;
}

void
kpi_free(struct kpi *k)
{
	free(k->code);
	buf_free(&k->text);
	buf_free(&k->unescaped);
}

void
kpis_read(struct kpis *k, struct db *d)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT code, version, definition, actif FROM kpi_definition k"
	    " WHERE version = (SELECT max(version) FROM kpi_definition"
	    " WHERE code = k.code) ORDER BY code");

	*k = (struct kpis){ 0 };
	while (db_step(d, s)) {
		struct kpi *one;
		struct err e;

		k->v = xroom(k->v, k->n, &k->cap, sizeof(*k->v));
		one = &k->v[k->n++];
		if (kpi_read(one, js_of(db_text(s, 2)), &e))
			die("%s: kpi_definition: %s: %s", d->path,
			    db_text(s, 0).p, e.msg);
		one->version = sqlite3_column_int64(s, 1);
		one->actif = sqlite3_column_int(s, 3);
	}
	sqlite3_finalize(s);
}

void
kpis_free(struct kpis *k)
{
	for (size_t i = 0; i < k->n; i++)
		kpi_free(&k->v[i]);
	free(k->v);
}

struct kpi *
kpis_find(const struct kpis *k, struct str code)
{
	for (size_t i = 0; i < k->n; i++)
		if (str_is(code, k->v[i].code))
			return &k->v[i];
	return NULL;
}

/* A walk, operands first. */
struct walk {
	struct kpis *k;
	size_t *order, n;
	struct err *e;
	bool failed;
};

enum { NEW, UNDER_WAY, PLACED };

static void place(struct walk *w, struct kpi *k);

static bool
place_operand(void *arg, struct str code, double *v)
{
	struct walk *w = arg;
	struct kpi *k = kpis_find(w->k, code);

	*v = 0;
	if (k && !w->failed)
		place(w, k);
	return true;
}

static void
place(struct walk *w, struct kpi *k)
{
	if (k->state == PLACED)
		return;
	if (k->state == UNDER_WAY) {
		w->failed = true;
		err_set(w->e, "expression: %s: a cycle", k->code);
		return;
	}
	k->state = UNDER_WAY;
	if (k->expression.p)
		expression_check(k->expression, place_operand, w, NULL);
	k->state = PLACED;
	if (!w->failed)
		w->order[w->n++] = (size_t)(k - w->k->v);
}

int
kpis_order(struct kpis *k, size_t *order, struct err *e)
{
	struct walk w = { k, order, 0, e, false };

	for (size_t i = 0; i < k->n; i++)
		k->v[i].state = NEW;
	for (size_t i = 0; i < k->n && !w.failed; i++)
		place(&w, &k->v[i]);
	return w.failed ? -1 : 0;
}
