#include <stdlib.h>

#include "apprentissage/organismes/annuaire.h"
#include "base/hash.h"
#include "store/db.h"

struct annuaire {
	bool compat;
	struct db *entreprise, *adresse, *communes;
	sqlite3_stmt *etablissement, *unite_legale, *point, *commune;
	struct hash arrondissement; /* number i is part of parent of[i] */
	struct hash parent;         /* INSEE codes of communes */
	uint32_t *of;
	struct buf question, scratch;
};

struct annuaire *
annuaire_open(const char *dbdir, bool compat)
{
	struct annuaire *a = xcalloc(1, sizeof(*a));

	a->compat = compat;
	a->entreprise = db_need(dbdir, "entreprise");
	a->adresse = db_need(dbdir, "adresse");
	a->communes = db_need(dbdir, "communes");
	a->etablissement = db_prepare(a->entreprise,
	    "SELECT doc FROM etablissement WHERE identifiant = ?");
	a->unite_legale = db_prepare(a->entreprise,
	    "SELECT doc FROM unite_legale WHERE identifiant = ?");
	a->point = db_prepare(a->adresse,
	    "SELECT doc FROM adresse WHERE adresse = ? AND codeInsee = ?"
	    " AND codePostal = ?");
	a->commune = db_prepare(
	    a->communes, "SELECT doc FROM commune WHERE code_insee = ?");
	return a;
}

void
annuaire_close(struct annuaire *a)
{
	sqlite3_finalize(a->etablissement);
	sqlite3_finalize(a->unite_legale);
	sqlite3_finalize(a->point);
	sqlite3_finalize(a->commune);
	db_close(a->entreprise);
	db_close(a->adresse);
	db_close(a->communes);
	hash_free(&a->arrondissement);
	hash_free(&a->parent);
	free(a->of);
	buf_free(&a->question);
	buf_free(&a->scratch);
	free(a);
}

/* Finds the document of key by s. It is valid until s runs again. */
static bool
find_document(struct db *d, sqlite3_stmt *s, struct str key, struct js *doc)
{
	sqlite3_reset(s);
	db_bind_text(d, s, 1, key);
	if (!db_step(d, s))
		return false;
	*doc = js_doc(db_text(s, 0));
	return true;
}

static int
find_answer(struct annuaire *a, sqlite3_stmt *s, const char *type,
    struct str key, struct js *answer, struct err *e)
{
	struct js doc;

	if (!find_document(a->entreprise, s, key, &doc))
		return err_set(e, "%s: no answer about %s '%s'",
		    a->entreprise->path, type, err_quote(key.p, key.n));
	*answer = js_get(doc, type);
	return 0;
}

static int
find_unite_legale(
    struct annuaire *a, struct str siret, struct js *answer, struct err *e)
{
	struct str siren = { siret.p, siret.n < 9 ? siret.n : 9 };

	return find_answer(
	    a, a->unite_legale, "unite_legale", siren, answer, e);
}

int
annuaire_look(struct annuaire *a, struct str siret, struct err *e)
{
	struct js unit;

	if (find_unite_legale(a, siret, &unit, e))
		return -1;
	return js_is_null(unit);
}

static void
read_arrondissements(struct annuaire *a)
{
	sqlite3_stmt *s =
	    db_prepare(a->communes, "SELECT code_insee, doc FROM commune");
	struct js item;
	uint32_t parent, at;

	while (db_step(a->communes, s)) {
		struct js list =
		    js_get(js_doc(db_text(s, 1)), "arrondissements");

		if (!js_count(list))
			continue;
		parent = hash_put(&a->parent, db_text(s, 0));
		for (struct js_walk w = js_walk(list); js_item(&w, &item);) {
			a->scratch.n = 0;
			at = hash_put(&a->arrondissement,
			    js_text(js_get(item, "code"), &a->scratch));
			a->of = xrealloc2(
			    a->of, a->arrondissement.n, sizeof(*a->of));
			a->of[at] = parent;
		}
	}
	sqlite3_finalize(s);
}

static void
find_commune(struct annuaire *a, struct str code, struct js *commune)
{
	uint32_t at;

	if (find_document(a->communes, a->commune, code, commune) || a->compat)
		return;
	if (!a->parent.n)
		read_arrondissements(a);
	at = hash_find(&a->arrondissement, code);
	if (at != HASH_NONE)
		find_document(a->communes, a->commune,
		    hash_text(&a->parent, a->of[at]), commune);
}

static int
find_point(struct annuaire *a, const struct adresse_question *q,
    struct js *point, struct err *e)
{
	struct js doc;

	sqlite3_reset(a->point);
	db_bind_text(a->adresse, a->point, 2, q->code_insee);
	db_bind_text(a->adresse, a->point, 3, q->code_postal);
	if (!find_document(a->adresse, a->point, q->label, &doc)) {
		err_set(e, "%s: no answer about '%s %s %s'", a->adresse->path,
		    err_quote(q->label.p, q->label.n),
		    err_quote(q->code_postal.p, q->code_postal.n),
		    err_quote(q->code_insee.p, q->code_insee.n));
		return ANNUAIRE_MISSING;
	}
	*point = js_get(doc, "point");
	return 0;
}

/* Returns 0, 1 or ANNUAIRE_MISSING like annuaire_put. The answers are valid
 * until the next call. */
static int
find_answers(struct annuaire *a, struct str siret, struct organisme_answers *to,
    struct err *e)
{
	struct adresse_question q;
	bool asked;

	*to = (struct organisme_answers){ 0 };
	if (find_answer(a, a->etablissement, "etablissement", siret,
		&to->etablissement, e) ||
	    find_unite_legale(a, siret, &to->unite_legale, e))
		return ANNUAIRE_MISSING;
	if (js_is_null(to->unite_legale))
		return 1;
	asked = adresse_question(to->etablissement, &a->question, &q);
	if (q.code_insee.p)
		find_commune(a, q.code_insee, &to->commune);
	return asked ? find_point(a, &q, &to->point, e) : 0;
}

int
annuaire_put(struct annuaire *a, struct str siret, const struct organisme *o,
    struct buf *out, struct err *e)
{
	struct organisme_answers from;
	int rc = find_answers(a, siret, &from, e);

	return rc ? rc : organisme_put(out, o, &from, a->compat, e);
}
