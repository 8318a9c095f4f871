/* KPIs: a definition that differs is a new version. */
#include <stdlib.h>

#include "base/err.h"
#include "traitement/base/traitement_db.h"
#include "traitement/kpi/expression.h"
#include "traitement/kpi/kpi.h"
#include "traitement/parametre/importer.h"

/* The definition: the line's object without actif. */
static void
put_definition(struct buf *b, const struct parametre *p)
{
	struct js key, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(p->source);
	     js_member(&w, &key, &value);) {
		if (js_is(key, "actif"))
			continue;
		js_put_comma(b);
		js_put_canon(b, key);
		buf_byte(b, ':');
		js_put_canon(b, value);
	}
	buf_byte(b, '}');
}

static void
insert_version(struct importer *m, const struct parametre *p, int64_t version,
    struct str definition, bool actif)
{
	sqlite3_stmt *s = db_prepare(
	    m->d, "INSERT INTO kpi_definition VALUES (?, ?, ?, ?, ?)");
	struct buf code = { 0 }, id = { 0 }, set = { 0 };
	struct str text = parametre_text(p, "code", &code);

	db_bind_text(m->d, s, 1, text);
	db_bind_int(m->d, s, 2, version);
	db_bind_text(m->d, s, 3, definition);
	db_bind_int(m->d, s, 4, actif);
	db_bind_text(m->d, s, 5, str_of(now_text()));
	db_step(m->d, s);
	sqlite3_finalize(s);
	buf_fmt(&id, "%.*s/%lld", (int)text.n, text.p, (long long)version);
	buf_fmt(&set,
	    "{\"code\":\"%.*s\",\"version\":%lld,\"definition\":", (int)text.n,
	    text.p, (long long)version);
	buf_add(&set, definition.p, definition.n);
	buf_fmt(&set, ",\"actif\":%s}", actif ? "true" : "false");
	importer_print(
	    m, "insert", "kpi_definition", buf_view(&id), buf_view(&set));
	buf_free(&code);
	buf_free(&id);
	buf_free(&set);
}

static void
set_actif(
    struct importer *m, const struct parametre *p, int64_t version, bool actif)
{
	sqlite3_stmt *s = db_prepare(m->d,
	    "UPDATE kpi_definition SET actif = ?3 WHERE code = ?1"
	    " AND version = ?2");
	struct buf code = { 0 }, id = { 0 };
	struct str text = parametre_text(p, "code", &code);

	db_bind_text(m->d, s, 1, text);
	db_bind_int(m->d, s, 2, version);
	db_bind_int(m->d, s, 3, actif);
	db_step(m->d, s);
	sqlite3_finalize(s);
	buf_fmt(&id, "%.*s/%lld", (int)text.n, text.p, (long long)version);
	importer_print(m, "update", "kpi_definition", buf_view(&id),
	    actif ? STR("{\"actif\":true}") : STR("{\"actif\":false}"));
	buf_free(&code);
	buf_free(&id);
}

void
importer_kpi(struct importer *m, struct parametre *p)
{
	struct buf definition = { 0 }, code = { 0 }, actif = { 0 };
	bool on = str_is(parametre_text(p, "actif", &actif), "true"),
	     was = false, same = false;
	sqlite3_stmt *s = db_prepare(m->d,
	    "SELECT version, definition, actif FROM kpi_definition"
	    " WHERE code = ? ORDER BY version DESC");
	int64_t version = 0;
	struct kpi k;
	struct err e;

	put_definition(&definition, p);
	if (kpi_read(&k, js_of(buf_view(&definition)), &e))
		importer_refuse(p, e.msg);
	kpi_free(&k);
	db_bind_text(m->d, s, 1, parametre_text(p, "code", &code));
	if (db_step(m->d, s)) {
		version = sqlite3_column_int64(s, 0);
		same =
		    js_same(js_of(db_text(s, 1)), js_of(buf_view(&definition)));
		was = sqlite3_column_int(s, 2);
	}
	sqlite3_finalize(s);
	if (!same)
		insert_version(m, p, version + 1, buf_view(&definition), on);
	else if (was != on)
		set_actif(m, p, version, on);
	m->inserted += !version;
	m->updated += version && (!same || was != on);
	m->unchanged += version && same && was == on;
	buf_free(&definition);
	buf_free(&code);
	buf_free(&actif);
}

/* Looks an operand up; arg is the KPI that names it. */
struct operands {
	const struct kpis *kpis;
	struct err e;
	bool wrong;
};

static bool
check_operand(void *arg, struct str code, double *v)
{
	struct operands *o = arg;
	const struct kpi *k = kpis_find(o->kpis, code);

	*v = 0;
	if (o->wrong || (k && !k->par_capteur))
		return true;
	o->wrong = true;
	err_set(&o->e, "expression: %s '%s'",
	    k ? "a value per sensor:" : "unknown code",
	    err_quote(code.p, code.n));
	return true;
}

/* The line that brought a KPI, or the first line of a KPI: what is wrong came
 * with the input. */
static const struct parametre *
line_of(struct importer *m, const char *code)
{
	const struct parametre *first = NULL;
	struct buf b = { 0 };

	for (size_t i = 0; i < m->n; i++) {
		const struct parametre *p = &m->v[i];

		if (p->sorte != P_KPI)
			continue;
		if (!first || str_is(parametre_text(p, "code", &b), code))
			first = p;
		if (str_is(parametre_text(p, "code", &b), code))
			break;
	}
	buf_free(&b);
	return first;
}

/* Expressions name KPIs that exist and have one value; none is its own
 * operand; a KPI with a threshold has one value. */
void
importer_check_kpis(struct importer *m)
{
	struct kpis kpis;
	struct operands o = { .kpis = &kpis };
	size_t *order;
	struct err e;

	kpis_read(&kpis, m->d);
	for (size_t i = 0; i < kpis.n; i++) {
		const struct kpi *k = &kpis.v[i];

		if (k->expression.p)
			expression_check(k->expression, check_operand, &o, &e);
		if (o.wrong)
			importer_refuse(line_of(m, k->code), o.e.msg);
		if (k->par_capteur &&
		    importer_has(m,
			"SELECT 1 FROM seuil_bascule WHERE code_kpi = ?",
			str_of(k->code)))
			importer_refuse(line_of(m, k->code),
			    "par_capteur: the KPI has a seuil");
	}
	order = xcalloc(kpis.n + 1, sizeof(*order));
	if (kpis_order(&kpis, order, &e))
		importer_refuse(line_of(m, ""), e.msg);
	free(order);
	kpis_free(&kpis);
}
