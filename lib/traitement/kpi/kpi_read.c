/* Reading the definition of a KPI. */
#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/kpi/expression.h"
#include "traitement/kpi/kpi.h"

static const char *const members[] = { "code", "libelle", "unite", "grandeur",
	"groupe", "capteurs", "par_capteur", "fenetre", "agregat", "parametre",
	"min_points", "seuils", "ouvrages", "expression", "actif" };

enum member {
	M_CODE,
	M_LIBELLE,
	M_UNITE,
	M_GRANDEUR,
	M_GROUPE,
	M_CAPTEURS,
	M_PAR_CAPTEUR,
	M_FENETRE,
	M_AGREGAT,
	M_PARAMETRE,
	M_MIN_POINTS,
	M_SEUILS,
	M_OUVRAGES,
	M_EXPRESSION,
	M_ACTIF,
	MEMBERS,
};

struct reading {
	struct kpi *k;
	struct js v[MEMBERS];
	struct buf texts; /* unescaped */
	struct err *e;
};

static int
refuse_member(struct reading *r, enum member m, const char *expected)
{
	return err_set(r->e, "%s: %s is expected", members[m], expected);
}

static bool
is_text(struct js v)
{
	return v.type == JS_STRING && v.n > 2;
}

static bool
is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'A' && s.p[i] <= 'Z') &&
		    (!i ||
			(!(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '_')))
			return false;
	return s.n > 0;
}

static int
check_known(struct reading *r, struct js definition)
{
	struct js key, value;

	for (struct js_walk w = js_walk(definition);
	     js_member(&w, &key, &value);) {
		enum member m = 0;

		while (m < MEMBERS && !js_is(key, members[m]))
			m++;
		if (m == MEMBERS)
			return err_set(r->e, "%s: unknown",
			    err_quote(key.p + 1, key.n - 2));
	}
	return 0;
}

/* PnD or PTnH, in ms; 0 for anything else. */
static int64_t
window_of(struct str s)
{
	bool hours = s.n > 2 && s.p[1] == 'T';
	size_t first = hours ? 2 : 1;
	int64_t n = 0;

	if (s.n < first + 2 || s.n > first + 6 || s.p[0] != 'P' ||
	    s.p[s.n - 1] != (hours ? 'H' : 'D'))
		return 0;
	for (size_t i = first; i + 1 < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		n = n * 10 + (s.p[i] - '0');
	}
	return n * (hours ? 3600000 : 86400000);
}

static bool
is_list(struct js v)
{
	struct js item;

	if (v.type != JS_ARRAY)
		return v.type == JS_ABSENT || js_is(v, "*");
	for (struct js_walk w = js_walk(v); js_item(&w, &item);)
		if (item.type != JS_STRING)
			return false;
	return true;
}

static bool
is_whole(struct js v, double least)
{
	double n = js_number(v);

	return n >= least && n < 9e15 && floor(n) == n;
}

static double
number_or_nan(struct js v)
{
	return v.type == JS_NUMBER ? js_number(v) : NAN;
}

static bool
is_number_or_nothing(struct js v)
{
	return js_is_null(v) || (v.type == JS_NUMBER && isfinite(js_number(v)));
}

static int
read_seuils(struct reading *r)
{
	static const char *const names[] = { "vigilance", "alerte", "sens" };
	struct js seuils = r->v[M_SEUILS], v[3], key, value;
	struct kpi *k = r->k;

	k->vigilance = k->alerte = NAN;
	if (js_is_null(seuils))
		return 0;
	if (seuils.type != JS_OBJECT)
		return refuse_member(r, M_SEUILS, "an object");
	for (struct js_walk w = js_walk(seuils); js_member(&w, &key, &value);)
		if (!js_is(key, names[0]) && !js_is(key, names[1]) &&
		    !js_is(key, names[2]))
			return refuse_member(
			    r, M_SEUILS, "vigilance, alerte or sens");
	js_pick(seuils, names, 3, v);
	if (!is_number_or_nothing(v[0]) || !is_number_or_nothing(v[1]))
		return refuse_member(r, M_SEUILS, "a number");
	k->vigilance = number_or_nan(v[0]);
	k->alerte = number_or_nan(v[1]);
	k->sens = js_is(v[2], "bas")     ? SENS_BAS
		  : js_is(v[2], "ecart") ? SENS_ECART
					 : SENS_HAUT;
	if (!js_is_null(v[2]) && k->sens == SENS_HAUT && !js_is(v[2], "haut"))
		return refuse_member(r, M_SEUILS, "sens haut, bas or ecart");
	return 0;
}

static int
read_aggregate(struct reading *r)
{
	struct kpi *k = r->k;

	k->agregat = agregat_of(js_text(r->v[M_AGREGAT], &r->texts));
	if (k->agregat == AGREGATS)
		return refuse_member(r, M_AGREGAT, "a known aggregate");
	if (!is_text(r->v[M_GRANDEUR]))
		return refuse_member(r, M_GRANDEUR, "a text");
	k->grandeur = js_text(r->v[M_GRANDEUR], &r->texts);
	k->fenetre = window_of(js_text(r->v[M_FENETRE], &r->texts));
	if (k->fenetre <= 0)
		return refuse_member(r, M_FENETRE, "PnD or PTnH");
	if (!js_is_null(r->v[M_GROUPE]) && r->v[M_GROUPE].type != JS_STRING)
		return refuse_member(r, M_GROUPE, "a text or null");
	k->groupe = js_text(r->v[M_GROUPE], &r->texts);
	k->parametre = number_or_nan(r->v[M_PARAMETRE]);
	if (!js_is_null(r->v[M_PARAMETRE]) && isnan(k->parametre))
		return refuse_member(r, M_PARAMETRE, "a number");
	if (k->agregat == AGG_QUANTILE &&
	    !(k->parametre >= 0 && k->parametre <= 1))
		return refuse_member(r, M_PARAMETRE, "a number from 0 to 1");
	return 0;
}

static int
read_points(struct reading *r)
{
	int64_t least = agregat_least(r->k->agregat);

	r->k->min_points = least;
	if (js_is_null(r->v[M_MIN_POINTS]))
		return 0;
	if (!is_whole(r->v[M_MIN_POINTS], least ? 1 : 0))
		return refuse_member(r, M_MIN_POINTS, "a whole number from 1");
	r->k->min_points = (int64_t)js_number(r->v[M_MIN_POINTS]);
	if (r->k->min_points < least)
		r->k->min_points = least;
	return 0;
}

static int
read_lists(struct reading *r)
{
	struct js p = r->v[M_PAR_CAPTEUR];

	if (!is_list(r->v[M_CAPTEURS]))
		return refuse_member(r, M_CAPTEURS, "\"*\" or a list");
	if (!is_list(r->v[M_OUVRAGES]))
		return refuse_member(r, M_OUVRAGES, "\"*\" or a list");
	if (p.type != JS_ABSENT && p.type != JS_TRUE && p.type != JS_FALSE)
		return refuse_member(r, M_PAR_CAPTEUR, "true or false");
	r->k->capteurs = r->v[M_CAPTEURS];
	r->k->ouvrages = r->v[M_OUVRAGES];
	r->k->par_capteur = p.type == JS_TRUE;
	return 0;
}

static bool
no_operand(void *arg, struct str code, double *v)
{
	(void)arg;
	(void)code;
	*v = 0;
	return true;
}

static int
read_expression(struct reading *r)
{
	static const enum member aggregates[] = { M_GRANDEUR, M_GROUPE,
		M_CAPTEURS, M_PAR_CAPTEUR, M_FENETRE, M_PARAMETRE,
		M_MIN_POINTS };
	struct err why;

	for (size_t i = 0; i < sizeof(aggregates) / sizeof(*aggregates); i++)
		if (r->v[aggregates[i]].type != JS_ABSENT)
			return err_set(r->e, "%s: not with an expression",
			    members[aggregates[i]]);
	if (!is_text(r->v[M_EXPRESSION]))
		return refuse_member(r, M_EXPRESSION, "a text");
	r->k->expression = js_text(r->v[M_EXPRESSION], &r->texts);
	if (expression_check(r->k->expression, no_operand, NULL, &why))
		return err_set(r->e, "expression: %s", why.msg);
	return 0;
}

static int
read_all(struct reading *r)
{
	struct str code = js_text(r->v[M_CODE], &r->texts);
	bool aggregate = r->v[M_AGREGAT].type != JS_ABSENT;

	if (!is_code(code))
		return refuse_member(r, M_CODE, "[A-Z][A-Z0-9_]*");
	r->k->code = xstrndup(code.p, code.n);
	if (r->v[M_LIBELLE].type != JS_STRING)
		return refuse_member(r, M_LIBELLE, "a text");
	if (r->v[M_UNITE].type != JS_STRING)
		return refuse_member(r, M_UNITE, "a text");
	if (aggregate == (r->v[M_EXPRESSION].type != JS_ABSENT))
		return err_set(
		    r->e, "agregat: either agregat or expression is expected");
	if (aggregate ? read_aggregate(r) || read_points(r)
		      : read_expression(r))
		return -1;
	return read_lists(r) || read_seuils(r) ? -1 : 0;
}

int
kpi_read(struct kpi *k, struct js definition, struct err *e)
{
	struct reading r = { .k = k, .e = e };
	size_t n = definition.n;
	struct js copy;

	*k = (struct kpi){ 0 };
	if (definition.type != JS_OBJECT)
		return err_set(e, "an object is expected");
	/* the copy, then room for unescaped texts: neither may move */
	buf_reserve(&k->text, n + 1);
	buf_add(&k->text, definition.p, n);
	copy = js_of(buf_view(&k->text));
	js_pick(copy, members, MEMBERS, r.v);
	buf_reserve(&r.texts, n);
	if (check_known(&r, copy) || read_all(&r)) {
		buf_free(&r.texts);
		kpi_free(k);
		*k = (struct kpi){ 0 };
		return -1;
	}
	k->unescaped = r.texts;
	return 0;
}
