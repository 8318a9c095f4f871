/* Reading a line of parameters. */
#include <math.h>
#include <stdlib.h>

#include "base/day.h"
#include "base/err.h"
#include "traitement/base/traitement_db.h"
#include "traitement/base/unite.h"
#include "traitement/parametre/parametre.h"
#include "traitement/parametre/parametre_members.h"

const char *const sorte_names[SORTES] = { "ouvrage", "limite", "parametrage",
	"kpi", "seuil", "expert" };

const char *
parametre_now(void)
{
	return now_text();
}

static int
check_units(const struct parametre *p, struct err *e)
{
	struct buf a = { 0 }, b = { 0 };
	struct str cible = parametre_text(p, "unite", &a),
		   source = parametre_text(p, "unite_source", &b);
	int rc = 0;

	if (!unite_find(cible))
		rc = err_set(
		    e, "unite: unknown '%s'", err_quote(cible.p, cible.n));
	else if (source.p && !unite_find(source))
		rc = err_set(e, "unite_source: unknown '%s'",
		    err_quote(source.p, source.n));
	else if (source.p &&
		 !unite_is_convertible(unite_find(source), unite_find(cible)))
		rc = err_set(e, "unite: not convertible from '%s'",
		    err_quote(source.p, source.n));
	buf_free(&a);
	buf_free(&b);
	return rc;
}

static int
check_parametrage(const struct parametre *p, struct err *e)
{
	struct buf a = { 0 }, b = { 0 };
	struct str du = parametre_text(p, "effet_du", &a),
		   au = parametre_text(p, "effet_au", &b);
	int rc = check_units(p, e);

	if (!rc && au.p && str_cmp(au, du) <= 0)
		rc = err_set(e, "effet_au: must be after effet_du");
	buf_free(&a);
	buf_free(&b);
	return rc;
}

static bool
is_whole(struct js v)
{
	double n = js_number(v);

	return v.type == JS_NUMBER && n >= 1 && n < 9e15 && floor(n) == n;
}

static bool
are_numbers(struct js object)
{
	struct js key, value;

	for (struct js_walk w = js_walk(object); js_member(&w, &key, &value);)
		if (value.type != JS_NUMBER || !isfinite(js_number(value)))
			return false;
	return object.type == JS_OBJECT;
}

static int
check_param(struct js key, struct js v, struct err *e)
{
	double n = js_number(v);

	if (js_is(key, "nb_attendu"))
		return is_whole(v) ? 0
				   : err_set(e, "params: nb_attendu: a whole "
						"number above 0 is expected");
	if (js_is(key, "alerte_absence"))
		return is_whole(v) ? 0
				   : err_set(e, "params: alerte_absence: a "
						"whole number above 0 is "
						"expected");
	if (js_is(key, "taux_min"))
		return n >= 0 && n <= 1
			   ? 0
			   : err_set(e, "params: taux_min: a number from 0 to "
					"1 is expected");
	if (js_is(key, "format"))
		return js_is(v, "csv") || js_is(v, "ndjson")
			   ? 0
			   : err_set(e, "params: format: csv or ndjson is "
					"expected");
	if (js_is(key, "reference"))
		return are_numbers(v) ? 0
				      : err_set(e, "params: reference: numbers "
						   "by KPI are expected");
	return err_set(
	    e, "params: %s: unknown", err_quote(key.p + 1, key.n - 2));
}

static int
check_ouvrage(const struct parametre *p, struct err *e)
{
	struct js params = js_get(p->source, "params"), key, value;

	for (struct js_walk w = js_walk(params); js_member(&w, &key, &value);)
		if (check_param(key, value, e))
			return -1;
	return 0;
}

static int
check_seuil(const struct parametre *p, struct err *e)
{
	struct buf b = { 0 };
	struct str o = parametre_text(p, "operateur", &b);
	bool good = str_is(o, ">") || str_is(o, ">=") || str_is(o, "<") ||
		    str_is(o, "<=");

	buf_free(&b);
	return good ? 0 : err_set(e, "operateur: >, >=, < or <= is expected");
}

#define REQ(name, kind)                                                        \
	{                                                                      \
		name, kind, false, NULL                                        \
	}
#define KEY(name, kind)                                                        \
	{                                                                      \
		name, kind, true, NULL                                         \
	}
#define OPT(name, kind, value)                                                 \
	{                                                                      \
		name, kind, false, value                                       \
	}

static const struct membre ouvrage[] = { KEY("id", M_TEXT),
	REQ("libelle", M_TEXT), REQ("id_sercel", M_TEXT),
	OPT("actif", M_BOOL, "true"), OPT("params", M_JSON, "{}"), { 0 } };

static const struct membre limite[] = { KEY("grandeur", M_TEXT),
	REQ("unite", M_TEXT), OPT("min", M_NUMBER, "null"),
	OPT("max", M_NUMBER, "null"), { 0 } };

static const struct membre parametrage[] = { KEY("id_ouvrage", M_TEXT),
	KEY("capteur_sercel", M_TEXT), REQ("capteur", M_TEXT),
	KEY("grandeur", M_TEXT), REQ("unite_source", M_TEXT),
	REQ("unite", M_TEXT), OPT("gain", M_NUMBER, "1"),
	OPT("decalage", M_NUMBER, "0"), OPT("min_physique", M_NUMBER, "null"),
	OPT("max_physique", M_NUMBER, "null"), OPT("groupe", M_TEXT, "null"),
	KEY("effet_du", M_INSTANT), OPT("effet_au", M_INSTANT, "null"),
	OPT("actif", M_BOOL, "true"), { 0 } };

/* The definition is checked by kpi_read. */
static const struct membre kpi[] = { KEY("code", M_TEXT),
	OPT("actif", M_BOOL, "true"), { 0 } };

static const struct membre seuil[] = { KEY("id_ouvrage", M_TEXT),
	KEY("code_kpi", M_TEXT), KEY("operateur", M_TEXT),
	REQ("seuil", M_NUMBER), OPT("nb_consecutifs", M_WHOLE, "1"),
	OPT("actif", M_BOOL, "true"), { 0 } };

static const struct membre expert[] = { KEY("id", M_TEXT), REQ("nom", M_TEXT),
	REQ("email", M_TEXT), OPT("actif", M_BOOL, "true"),
	OPT("ouvrages", M_APART, "[]"), { 0 } };

const struct membres membres[SORTES] = {
	[P_OUVRAGE] = { "ouvrage", "", "", ouvrage, check_ouvrage },
	[P_LIMITE] = { "limite", "", "", limite, check_units },
	[P_PARAMETRAGE] = { "parametrage", " AND remplace_le IS NULL",
	    ", charge_le", parametrage, check_parametrage },
	[P_KPI] = { "kpi_definition", "", "", kpi, NULL },
	[P_SEUIL] = { "seuil_bascule", "", "", seuil, check_seuil },
	[P_EXPERT] = { "expert", "", "", expert, NULL },
};

static int
expected(struct err *e, const char *name, const char *what, struct js v)
{
	return err_set(
	    e, "%s: %s is expected, not '%s'", name, what, err_quote(v.p, v.n));
}

static int
put_instant(struct buf *b, const char *name, struct js v, struct err *e)
{
	struct buf scratch = { 0 };
	char text[DAY_TEXT_MAX];
	msec t = day_parse_utc(js_text(v, &scratch));

	buf_free(&scratch);
	if (t == DAY_NULL || t == DAY_BAD)
		return expected(e, name, "a day or an instant", v);
	js_put_text(b, (struct str){ text, day_print_utc(t, text) });
	return 0;
}

/* Appends a value of the member, canonical. */
static int
put_value(struct buf *b, const struct membre *m, struct js v, struct err *e)
{
	switch (m->kind) {
	case M_TEXT:
		if (v.type != JS_STRING || v.n <= 2)
			return expected(e, m->name, "a text", v);
		break;
	case M_BOOL:
		if (v.type != JS_TRUE && v.type != JS_FALSE)
			return expected(e, m->name, "true or false", v);
		break;
	case M_NUMBER:
		if (v.type != JS_NUMBER || !isfinite(js_number(v)))
			return expected(e, m->name, "a number", v);
		break;
	case M_WHOLE:
		if (!is_whole(v))
			return expected(
			    e, m->name, "a whole number above 0", v);
		break;
	case M_INSTANT:
		return put_instant(b, m->name, v, e);
	case M_JSON:
		if (v.type != JS_OBJECT)
			return expected(e, m->name, "an object", v);
		break;
	case M_APART:
		if (v.type != JS_ARRAY)
			return expected(e, m->name, "an array", v);
	}
	js_put_canon(b, v);
	return 0;
}

static int
check_known(const struct parametre *p, struct err *e)
{
	const struct membre *m = membres[p->sorte].membre;
	struct js key, value;

	if (p->sorte == P_KPI)
		return 0;
	for (struct js_walk w = js_walk(p->source);
	     js_member(&w, &key, &value);) {
		size_t i = 0;

		while (m[i].name && !js_is(key, m[i].name))
			i++;
		if (!m[i].name)
			return err_set(
			    e, "%s: unknown", err_quote(key.p + 1, key.n - 2));
	}
	return 0;
}

static int
read_values(struct parametre *p, struct err *e)
{
	const struct membre *m = membres[p->sorte].membre;

	for (size_t i = 0; m[i].name; i++) {
		struct js v = js_get(p->source, m[i].name);
		size_t start = p->text.n;
		const char *usual = m[i].by_default;

		if (v.type == JS_ABSENT && !usual)
			return err_set(e, "%s: missing", m[i].name);
		if (v.type == JS_ABSENT ||
		    (v.type == JS_NULL && usual && !strcmp(usual, "null")))
			buf_str(&p->text, usual);
		else if (put_value(&p->text, &m[i], v, e))
			return -1;
		p->value[i] =
		    (struct str){ p->text.p + start, p->text.n - start };
		buf_byte(&p->text, '\0');
	}
	return 0;
}

static void
make_key(struct parametre *p)
{
	const struct membre *m = membres[p->sorte].membre;
	struct buf b = { 0 };

	for (size_t i = 0; m[i].name; i++)
		if (m[i].key) {
			struct str s = parametre_text(p, m[i].name, &b);

			if (p->key.n)
				buf_byte(&p->key, '/');
			buf_add(&p->key, s.p, s.n);
		}
	buf_free(&b);
}

/* The object of the line, copied, so that it holds as long as p. */
static int
take_source(struct parametre *p, struct js line, struct err *e)
{
	struct js key, value, more;
	struct js_walk w = js_walk(line);

	if (!js_member(&w, &key, &value) || js_member(&w, &more, &more))
		return err_set(e, "one member is expected, such as ouvrage");
	p->sorte = 0;
	while (p->sorte < SORTES && !js_is(key, sorte_names[p->sorte]))
		p->sorte++;
	if (p->sorte == SORTES)
		return err_set(e,
		    "ouvrage, parametrage, limite, kpi, seuil or expert is "
		    "expected, not '%s'",
		    err_quote(key.p + 1, key.n - 2));
	if (value.type != JS_OBJECT)
		return expected(e, sorte_names[p->sorte], "an object", value);
	/* room for the source, the values and the defaults: nothing moves */
	buf_reserve(&p->text, 8 * value.n + 1024);
	buf_add(&p->text, value.p, value.n);
	p->source = js_of((struct str){ p->text.p, value.n });
	buf_byte(&p->text, '\0');
	return 0;
}

int
parametre_read(struct parametre *p, struct js line, struct err *e)
{
	struct err why;

	*p = (struct parametre){ 0 };
	if (take_source(p, line, e))
		return -1;
	if (check_known(p, &why) || read_values(p, &why) ||
	    (membres[p->sorte].check && membres[p->sorte].check(p, &why)))
		return err_set(e, "%s: %s", sorte_names[p->sorte], why.msg);
	make_key(p);
	return 0;
}

void
parametre_free(struct parametre *p)
{
	buf_free(&p->text);
	buf_free(&p->key);
}
