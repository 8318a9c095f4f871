#include "apprentissage/formations/lookup_organisme.h"

#include <stdlib.h>

#include "apprentissage/organismes/annuaire.h"
#include "apprentissage/records/published.h"
#include "base/text.h"
#include "format/code.h"
#include "store/db.h"

struct lookup_organisme {
	struct db *d;
	sqlite3_stmt *row;
	struct annuaire *annuaire;
	struct buf uai, draft, scratch;
};

struct lookup_organisme *
lookup_organisme_open(const char *dir, bool compat)
{
	struct lookup_organisme *o = xcalloc(1, sizeof(*o));

	o->d = db_need(dir, "organismes");
	o->annuaire = annuaire_open(dir, compat);
	/* best: same UAI; then no UAI (NULL sorts first); then the smallest */
	o->row = db_prepare(o->d, "SELECT doc FROM organisme WHERE siret = ?"
				  " ORDER BY uai IS NOT ?, uai, rowid LIMIT 1");
	return o;
}

/* The UAI in capitals. It is not padded: "62183r" does not find "0062183R". */
static struct str
capitals(struct lookup_organisme *o, struct str uai)
{
	if (!uai.p)
		return uai;
	o->uai.n = 0;
	text_put_capitals(&o->uai, uai);
	return buf_view(&o->uai);
}

static int
answer(struct lookup_organisme *o, struct str doc, bool connu, struct part *out,
    struct err *e)
{
	struct js organisme = { .type = JS_ABSENT };

	buf_str(&out->text, "{\"organisme\":");
	if (doc.p) {
		organisme = js_doc(doc);
		if (schema_copy(&organisme_field, organisme, &out->text, e))
			return -1;
	} else {
		buf_str(&out->text, "null");
	}
	buf_fmt(&out->text, ",\"connu\":%s}", connu ? "true" : "false");
	o->scratch.n = 0;
	part_code(out, ORGANISME_SIRET,
	    js_text(js_at(organisme, "identifiant.siret"), &o->scratch));
	return 0;
}

/* Answers from the annuaire about a SIRET without row. */
static int
answer_unknown(struct lookup_organisme *o, struct str siret, struct str uai,
    struct part *out, struct err *e)
{
	char normal_siret[15], normal_uai[9];
	struct organisme org = { .statut = "supprimé", .contacts = STR("[]") };
	int rc = 1;

	o->draft.n = 0;
	if (code_siret(siret, normal_siret)) {
		org.siret = str_of(normal_siret);
		if (uai.p && code_uai(uai, normal_uai))
			org.uai = str_of(normal_uai);
		rc = annuaire_put(o->annuaire, siret, &org, &o->draft, e);
	}
	if (rc == ANNUAIRE_MISSING)
		return ORGANISME_UNANSWERED;
	if (rc < 0)
		return -1;
	return answer(o, rc ? STR_NULL : buf_view(&o->draft), false, out, e);
}

static int
find_organisme(struct lookup_organisme *o, struct str siret, struct str uai,
    struct part *out, struct err *e)
{
	int rc;

	db_bind_text(o->d, o->row, 1, siret);
	db_bind_text(o->d, o->row, 2, uai);
	if (db_step(o->d, o->row))
		rc = answer(o, db_text(o->row, 0), true, out, e);
	else
		rc = answer_unknown(o, siret, uai, out, e);
	sqlite3_reset(o->row);
	return rc;
}

int
lookup_organisme_find(struct lookup_organisme *o, const struct parts *kept,
    struct str siret, struct str uai, struct part *out, struct err *e)
{
	uai = capitals(o, uai);
	if (parts_ask(kept, out, 'o', siret, uai))
		return 0;
	return find_organisme(o, siret, uai, out, e);
}

void
lookup_organisme_close(struct lookup_organisme *o)
{
	sqlite3_finalize(o->row);
	db_close(o->d);
	annuaire_close(o->annuaire);
	buf_free(&o->uai);
	buf_free(&o->draft);
	buf_free(&o->scratch);
	free(o);
}
