#include "export/explain/parts.h"

#include <stdlib.h>

#include "base/text.h"
#include "json/js.h"

/* The codes that an organisme is looked up by. */
struct codes {
	struct str siret, uai; /* uai in capitals; NULL: without that code */
};

static void
find_record(struct explain *x, const char *role, const struct codes *c,
    struct explained_organisme *o)
{
	struct step s;

	step_begin(&s, x, role ? role : "record", "organismes", "organisme");
	step_key(&s, "siret", c->siret);
	step_key(&s, "uai", c->uai);
	/* agg-formation's order: the same UAI, none, the smallest */
	step_look(&s, role ? "SELECT rowid, statut, uai IS ?2 FROM organisme"
			     " WHERE siret = ?1"
			     " ORDER BY uai IS NOT ?2, uai, rowid LIMIT 1"
			   : "SELECT rowid, statut, 1 FROM organisme"
			     " WHERE siret = ?1 AND uai IS ?2");
	if (step_row(&s)) {
		bool both = sqlite3_column_int(s.look, 2);

		js_put_member(
		    &s.facts, "by", both ? STR("siret and uai") : STR("siret"));
		step_fact(&s, "statut", C_TEXT, 1);
		o->present = str_is(db_text(s.look, 1), "présent");
	}
	o->recorded = step_end(&s);
}

static void
find_listed(struct explain *x, const char *name, bool by_uai,
    const struct codes *c, struct explained_organisme *o)
{
	struct step s;

	step_begin(&s, x, name, "referentiel", "referentiel");
	step_key(&s, "siret", c->siret);
	if (by_uai)
		step_key(&s, "uai", c->uai);
	step_look(
	    &s, by_uai ? "SELECT rowid, uai FROM referentiel"
			 " WHERE siret = ? AND upper(uai) IS ? ORDER BY rowid"
		       : "SELECT rowid, uai FROM referentiel WHERE siret = ?"
			 " ORDER BY rowid");
	js_put_key(&s.facts, "uai");
	buf_byte(&s.facts, '[');
	while (step_row(&s)) {
		js_put_comma(&s.facts);
		table_put_value(&s.facts, C_TEXT, s.look, 1);
	}
	buf_byte(&s.facts, ']');
	o->listed = step_end(&s);
}

/* The answer of API Entreprise about one identifier, in a table named as the
 * member of its document that contains the answer. */
static void
find_answer(struct explain *x, const char *name, const char *table,
    const char *sql, struct str identifiant)
{
	struct step s;

	step_begin(&s, x, name, "entreprise", table);
	step_key(&s, "identifiant", identifiant);
	step_look(&s, sql);
	if (step_row(&s)) {
		struct js doc = js_doc(db_text(s.look, 1));

		js_put_key(&s.facts, "answer");
		js_put_bool(&s.facts, !js_is_null(js_get(doc, table)));
	}
	step_end(&s);
}

static char *
name_step(const char *role, const char *name)
{
	return role ? xasprintf("%s.%s", role, name) : xstrdup(name);
}

struct explained_organisme
explain_organisme_steps(
    struct explain *x, const char *role, struct str siret, struct str uai)
{
	struct buf capitals = { 0 };
	struct codes codes = { .siret = siret };
	struct explained_organisme o = { 0 };
	char *listed = name_step(role, "referentiel");
	char *etablissement = name_step(role, "etablissement");
	char *unite_legale = name_step(role, "unite_legale");
	struct str siren = { siret.p, siret.n < 9 ? siret.n : 9 };

	if (uai.p) {
		text_put_capitals(&capitals, uai);
		codes.uai = buf_view(&capitals);
	}
	find_record(x, role, &codes, &o);
	find_listed(x, listed, !role, &codes, &o);
	find_answer(x, etablissement, "etablissement",
	    "SELECT rowid, doc FROM etablissement WHERE identifiant = ?",
	    siret);
	find_answer(x, unite_legale, "unite_legale",
	    "SELECT rowid, doc FROM unite_legale WHERE identifiant = ?", siren);
	free(listed);
	free(etablissement);
	free(unite_legale);
	buf_free(&capitals);
	return o;
}

static const char *
statut(const struct explained_organisme *o)
{
	if (!o->recorded)
		return "not-built";
	if (o->present)
		return o->listed ? "present" : "stale";
	return o->listed ? "frozen" : "gone";
}

bool
explain_organisme(struct explain *x, struct str siret, struct str uai)
{
	struct explained_organisme o =
	    explain_organisme_steps(x, NULL, siret, uai);

	explain_runs(x);
	explain_verdict(x, "statut", NULL, statut(&o), NULL);
	return x->found;
}
