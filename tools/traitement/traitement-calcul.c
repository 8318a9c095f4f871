/*
 * traitement-calcul: the fourth stage of the nightly processing. Computes the
 * KPIs of each ouvrage from its consolidated measures.
 */
#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/kpi/expression.h"
#include "traitement/kpi/kpi.h"
#include "traitement/kpi/mesures.h"
#include "traitement/stage/stage.h"

static const struct opt opts[] = { STAGE_OPTIONS, { 0 } };

#define DAY_MS 86400000

/* The outcome of a KPI; motif: why it has no value, or NULL. */
struct result {
	double valeur;
	const char *motif;
	int64_t points;
	bool done;
};

static struct {
	struct kpis kpis;
	size_t *order;
	struct result *result; /* of each KPI of the ouvrage at hand */
	struct mesures mesures;
	double *x, *scratch;
	int64_t *t;
	uint32_t *capteur;
	size_t room;
	sqlite3_stmt *insert;
	const struct ouvrage *ouvrage;
	bool measured; /* some KPI has a measure in its window */
} my;

static void
begin(struct run *r)
{
	struct err e;

	kpis_read(&my.kpis, r->d);
	my.order = xcalloc(my.kpis.n + 1, sizeof(*my.order));
	my.result = xcalloc(my.kpis.n + 1, sizeof(*my.result));
	if (kpis_order(&my.kpis, my.order, &e))
		die("%s: %s", r->d->path, e.msg);
	my.insert = db_prepare(r->d,
	    "INSERT INTO kpi_valeur VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

static void
make_room(size_t n)
{
	if (n <= my.room)
		return;
	my.x = xrealloc2(my.x, n, sizeof(*my.x));
	my.scratch = xrealloc2(my.scratch, n, sizeof(*my.scratch));
	my.t = xrealloc2(my.t, n, sizeof(*my.t));
	my.capteur = xrealloc2(my.capteur, n, sizeof(*my.capteur));
	my.room = n;
}

/* True for the sensors that the KPI takes. */
static bool *
wanted_sensors(const struct kpi *k)
{
	const struct hash *names = &my.mesures.names;
	bool *wanted = xcalloc(names->n + 1, sizeof(*wanted));

	for (uint32_t i = 0; i < names->n; i++)
		wanted[i] = js_list_has(k->capteurs, hash_text(names, i));
	return wanted;
}

/* Gathers the measures of a KPI into my.x, my.t, my.capteur; their number. */
static size_t
gather(const struct kpi *k, msec from)
{
	const struct hash *names = &my.mesures.names;
	uint32_t grandeur = hash_find(names, k->grandeur),
		 groupe = k->groupe.p ? hash_find(names, k->groupe) : HASH_NONE;
	bool *wanted = wanted_sensors(k);
	size_t n = 0;

	for (size_t i = 0; i < my.mesures.n; i++) {
		const struct point *p = &my.mesures.v[i];

		if (p->t < from || p->grandeur != grandeur ||
		    (k->groupe.p &&
			(p->groupe != groupe || groupe == HASH_NONE)) ||
		    !wanted[p->capteur])
			continue;
		my.x[n] = p->valeur;
		my.t[n] = p->t;
		my.capteur[n++] = p->capteur;
	}
	free(wanted);
	return n;
}

static struct result
settle(double v, int64_t points)
{
	if (!isfinite(v))
		return (struct result){ 0, "NON_FINI", points, true };
	return (struct result){ agregat_round(v), NULL, points, true };
}

/* The reference that the ouvrage has for a KPI; NaN: none. */
static double
reference_of(const struct kpi *k)
{
	struct js v = js_get(js_get(my.ouvrage->params, "reference"), k->code);

	return v.type == JS_NUMBER ? js_number(v) : NAN;
}

static struct result
aggregate(const struct kpi *k, size_t n)
{
	double base = k->agregat == AGG_ECART_REFERENCE ? reference_of(k)
		      : k->agregat == AGG_TAUX_DISPONIBILITE
			  ? ouvrage_number(my.ouvrage, "nb_attendu", NAN)
			  : 0,
	       v;

	if ((int64_t)n < k->min_points ||
	    (k->agregat == AGG_PENTE && my.t[0] == my.t[n - 1]))
		return (struct result){ 0, "POINTS_INSUFFISANTS", (int64_t)n,
			true };
	if (isnan(base))
		return (
		    struct result){ 0, "REFERENCE_ABSENTE", (int64_t)n, true };
	v = agregat_value(k->agregat, my.x, my.t, n, k->parametre, my.scratch);
	if (k->agregat == AGG_ECART_REFERENCE)
		v -= base;
	else if (k->agregat == AGG_TAUX_DISPONIBILITE)
		v /= base * ((double)k->fenetre / DAY_MS);
	return settle(v, (int64_t)n);
}

static void
store(struct run *r, const struct kpi *k, struct str capteur, msec from,
    const struct result *v, struct bilan *b)
{
	char debut[DAY_TEXT_MAX], fin[DAY_TEXT_MAX];

	db_bind_int(r->d, my.insert, 1, r->execution);
	db_bind_text(r->d, my.insert, 2, str_of(my.ouvrage->id));
	db_bind_text(r->d, my.insert, 3, str_of(k->code));
	db_bind_text(r->d, my.insert, 4, capteur);
	db_bind_int(r->d, my.insert, 5, k->version);
	db_bind_text(r->d, my.insert, 6,
	    (struct str){ debut, day_print_utc(from, debut) });
	db_bind_text(r->d, my.insert, 7,
	    (struct str){ fin, day_print_utc(r->t.fin, fin) });
	if (v->motif)
		sqlite3_bind_null(my.insert, 8);
	else
		sqlite3_bind_double(my.insert, 8, v->valeur);
	db_bind_int(r->d, my.insert, 9, v->points);
	db_bind_int(
	    r->d, my.insert, 10, v->motif ? 0 : kpi_niveau(k, v->valeur));
	db_bind_text(r->d, my.insert, 11, str_of(v->motif));
	db_step(r->d, my.insert);
	b->sorties++;
}

/* Brings the measures of one sensor, among n, to the front; their number. */
static size_t
take_sensor(size_t n, uint32_t capteur)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (my.capteur[i] == capteur) {
			my.x[kept] = my.x[i];
			my.t[kept] = my.t[i];
			kept++;
		}
	return kept;
}

static void
store_by_sensor(
    struct run *r, const struct kpi *k, msec from, size_t n, struct bilan *b)
{
	const struct hash *names = &my.mesures.names;
	bool *has = xcalloc(names->n + 1, sizeof(*has));

	for (size_t i = 0; i < n; i++)
		has[my.capteur[i]] = true;
	for (uint32_t c = 0; c < names->n; c++) {
		struct result v;

		if (!has[c])
			continue;
		v = aggregate(k, take_sensor(gather(k, from), c));
		store(r, k, hash_text(names, c), from, &v, b);
	}
	free(has);
}

static void
compute_aggregate(struct run *r, const struct kpi *k, struct bilan *b)
{
	struct result *v = &my.result[k - my.kpis.v];
	msec from = r->t.fin - k->fenetre;
	size_t n = gather(k, from);

	my.measured |= n > 0;
	if (k->par_capteur && n) {
		store_by_sensor(r, k, from, n, b);
		return;
	}
	*v = aggregate(k, n);
	store(r, k, STR(""), from, v, b);
}

static bool
operand(void *arg, struct str code, double *value)
{
	const struct kpi *k = kpis_find(&my.kpis, code);
	const struct result *v = k ? &my.result[k - my.kpis.v] : NULL;

	(void)arg;
	if (!v || !v->done || v->motif)
		return false;
	*value = v->valeur;
	return true;
}

static void
compute_expression(struct run *r, const struct kpi *k, struct bilan *b)
{
	struct result *v = &my.result[k - my.kpis.v];
	double value = 0;
	struct err e;

	switch (expression_value(k->expression, operand, NULL, &value, &e)) {
	case EXPRESSION_OK:
		*v = settle(value, 0);
		break;
	case EXPRESSION_DIVISION:
		*v = (struct result){ 0, "DIVISION_PAR_ZERO", 0, true };
		break;
	default:
		*v = (struct result){ 0, "OPERANDE_ABSENT", 0, true };
	}
	store(r, k, STR(""), r->t.fin - DAY_MS, v, b);
}

static bool
is_computed(const struct kpi *k)
{
	return k->actif && kpi_concerns(k, str_of(my.ouvrage->id));
}

static void
read_measures(struct run *r, struct bilan *b)
{
	msec from = r->t.fin - DAY_MS;

	for (size_t i = 0; i < my.kpis.n; i++) {
		const struct kpi *k = &my.kpis.v[i];

		if (is_computed(k) && !k->expression.p &&
		    r->t.fin - k->fenetre < from)
			from = r->t.fin - k->fenetre;
	}
	mesures_read(&my.mesures, r->d, &r->t, my.ouvrage->id, from);
	make_room(my.mesures.n + 1);
	for (size_t i = 0; i < my.mesures.n; i++)
		b->entrees += my.mesures.v[i].t >= r->t.fin - DAY_MS;
}

static void
compute_ouvrage(struct run *r, const struct ouvrage *o, struct bilan *b)
{
	my.ouvrage = o;
	my.measured = false;
	read_measures(r, b);
	memset(my.result, 0, my.kpis.n * sizeof(*my.result));
	for (size_t i = 0; i < my.kpis.n; i++) {
		const struct kpi *k = &my.kpis.v[my.order[i]];

		if (!is_computed(k))
			continue;
		if (k->expression.p)
			compute_expression(r, k, b);
		else
			compute_aggregate(r, k, b);
	}
	if (!my.measured)
		b->statut = OUVRAGE_SANS_OBJET;
}

static void
end(struct run *r)
{
	(void)r;
	sqlite3_finalize(my.insert);
	kpis_free(&my.kpis);
	mesures_free(&my.mesures);
	free(my.order);
	free(my.result);
	free(my.x);
	free(my.scratch);
	free(my.t);
	free(my.capteur);
}

static const struct stage stage = {
	.etape = E_CALCUL,
	.what = "compute the KPIs of a night",
	.opts = opts,
	.begin = begin,
	.ouvrage = compute_ouvrage,
	.end = end,
};

int
main(int argc, char **argv)
{
	return stage_main(argc, argv, &stage);
}
