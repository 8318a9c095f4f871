/*
 * list-sirets: the questions for API Entreprise.
 *
 * Prints {"siret": ...} for each établissement that the référentiel, the
 * catalogue or the previous table of organismes names, then {"siren": ...}
 * for its unité légale: each once, as its source spells it, in the order in
 * which it first appears, unless entreprise.db has its answer.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/out.h"
#include "format/code.h"
#include "suite/import_answers.h"
#include "suite/questions_options.h"

struct list {
	struct out out;
	struct db *answers; /* NULL: list all */
	struct kind {
		const char *name;
		sqlite3_stmt *ttl;
		struct hash seen;
	} siret, siren;
};

static void
ask(struct list *l, struct kind *k, struct str code)
{
	uint32_t n = k->seen.n;

	if (hash_put(&k->seen, code) < n)
		return;
	if (l->answers) {
		db_bind_text(l->answers, k->ttl, 1, code);
		if (import_answers_hold(l->answers, k->ttl))
			return;
	}
	buf_fmt(&l->out.buf, "{\"%s\":", k->name);
	js_put_text(&l->out.buf, code);
	buf_str(&l->out.buf, "}\n");
	out_record(&l->out);
}

static void
ask_both(struct list *l, struct str siret)
{
	if (!siret.p)
		return;
	ask(l, &l->siret, siret);
	ask(l, &l->siren, (struct str){ siret.p, siret.n < 9 ? siret.n : 9 });
}

/* Asks about the column that sql selects from d. d may be NULL; it is closed.
 */
static void
ask_column(struct list *l, struct db *d, const char *sql)
{
	sqlite3_stmt *s;

	if (!d)
		return;
	s = db_prepare(d, sql);
	while (db_step(d, s))
		ask_both(l, db_text(s, 0));
	sqlite3_finalize(s);
	db_close(d);
}

/* Of the catalogue only valid SIRETs are looked up, so only these are asked. */
static void
ask_catalogue(struct list *l, struct db *d)
{
	static const char *const names[] = { "etablissement_formateur_siret",
		"etablissement_gestionnaire_siret" };
	struct buf scratch = { 0 };
	struct js v[2];
	struct str siret;
	char normal[15];
	sqlite3_stmt *s;

	if (!d)
		return;
	s = db_prepare(d, "SELECT doc FROM catalogue ORDER BY rowid");
	while (db_step(d, s)) {
		js_pick(js_doc(db_text(s, 0)), names, 2, v);
		for (int i = 0; i < 2; i++) {
			scratch.n = 0;
			siret = js_text(v[i], &scratch);
			if (code_siret(siret, normal))
				ask_both(l, siret);
		}
	}
	sqlite3_finalize(s);
	db_close(d);
	buf_free(&scratch);
}

static void
list(struct list *l, const char *dir)
{
	ask_column(l, db_need(dir, "referentiel"),
	    "SELECT siret FROM referentiel ORDER BY rowid");
	ask_catalogue(l, db_open_in(dir, "catalogue"));
	ask_column(l, db_open_in(dir, "organismes"),
	    "SELECT siret FROM organisme ORDER BY rowid");
}

static void
open_answers(struct list *l, const char *dir)
{
	l->answers = db_open_in(dir, "entreprise");
	if (!l->answers)
		return;
	l->siret.ttl = db_prepare(
	    l->answers, "SELECT ttl FROM etablissement WHERE identifiant = ?");
	l->siren.ttl = db_prepare(
	    l->answers, "SELECT ttl FROM unite_legale WHERE identifiant = ?");
}

static void
list_close(struct list *l)
{
	out_close(&l->out);
	sqlite3_finalize(l->siret.ttl);
	sqlite3_finalize(l->siren.ttl);
	db_close(l->answers);
	hash_free(&l->siret.seen);
	hash_free(&l->siren.seen);
}

int
main(int argc, char **argv)
{
	struct list l = { .siret.name = "siret", .siren.name = "siren" };
	struct questions_cl cl;

	cl = questions_options(
	    argc, argv, "list the questions for API Entreprise");
	if (!cl.all)
		open_answers(&l, cl.dir);
	out_open(&l.out, cl.path);
	list(&l, cl.dir);
	list_close(&l);
	return 0;
}
