/*
 * list-adresses: the questions for API Adresse.
 *
 * Prints {codePostal, codeInsee, adresse} for each établissement of
 * entreprise.db that has a complete address, unless the answer about its unité
 * légale is null: each question once, in the order of the table, unless
 * adresse.db has its answer.
 */
#include <stdlib.h>

#include "apprentissage/organismes/etablissement.h"
#include "base/hash.h"
#include "base/out.h"
#include "suite/import_answers.h"
#include "suite/questions_options.h"

struct list {
	struct out out;
	struct db *entreprise, *answers; /* answers NULL: list all questions */
	sqlite3_stmt *unite_legale, *ttl;
	struct hash seen;
	struct buf line, scratch;
};

/* True if the answer about the unité légale is null: such an établissement is
 * never located. */
static bool
is_lost(struct list *l, struct str siret)
{
	struct str siren = { siret.p, siret.n < 9 ? siret.n : 9 };
	bool lost = false;

	db_bind_text(l->entreprise, l->unite_legale, 1, siren);
	if (db_step(l->entreprise, l->unite_legale)) {
		lost = js_is_null(js_get(
		    js_doc(db_text(l->unite_legale, 0)), "unite_legale"));
		sqlite3_reset(l->unite_legale);
	}
	return lost;
}

static bool
is_answered(struct list *l, const struct adresse_question *q)
{
	if (!l->answers)
		return false;
	db_bind_text(l->answers, l->ttl, 1, q->label);
	db_bind_text(l->answers, l->ttl, 2, q->code_insee);
	db_bind_text(l->answers, l->ttl, 3, q->code_postal);
	return import_answers_hold(l->answers, l->ttl);
}

static void
ask(struct list *l, const struct adresse_question *q)
{
	uint32_t n = l->seen.n;

	l->line.n = 0;
	buf_str(&l->line, "{\"codePostal\":");
	js_put_text(&l->line, q->code_postal);
	buf_str(&l->line, ",\"codeInsee\":");
	js_put_text(&l->line, q->code_insee);
	buf_str(&l->line, ",\"adresse\":");
	js_put_text(&l->line, q->label);
	buf_str(&l->line, "}\n");
	if (hash_put(&l->seen, buf_view(&l->line)) < n || is_answered(l, q))
		return;
	buf_add(&l->out.buf, l->line.p, l->line.n);
	out_record(&l->out);
}

static void
list(struct list *l)
{
	struct adresse_question q;
	sqlite3_stmt *s = db_prepare(l->entreprise,
	    "SELECT identifiant, doc FROM etablissement ORDER BY rowid");

	while (db_step(l->entreprise, s)) {
		struct js e = js_get(js_doc(db_text(s, 1)), "etablissement");

		if (adresse_question(e, &l->scratch, &q) &&
		    !is_lost(l, db_text(s, 0)))
			ask(l, &q);
	}
	sqlite3_finalize(s);
}

static void
list_open(struct list *l, const char *dir, bool all)
{
	char *path = xasprintf("%s/adresse.db", dir);

	l->entreprise = db_need(dir, "entreprise");
	l->unite_legale = db_prepare(l->entreprise,
	    "SELECT doc FROM unite_legale WHERE identifiant = ?");
	l->answers = all ? NULL : db_open(path);
	if (l->answers)
		l->ttl = db_prepare(l->answers,
		    "SELECT ttl FROM adresse WHERE adresse = ?"
		    " AND codeInsee = ? AND codePostal = ?");
	free(path);
}

static void
list_close(struct list *l)
{
	out_close(&l->out);
	sqlite3_finalize(l->unite_legale);
	sqlite3_finalize(l->ttl);
	db_close(l->entreprise);
	db_close(l->answers);
	hash_free(&l->seen);
	buf_free(&l->line);
	buf_free(&l->scratch);
}

int
main(int argc, char **argv)
{
	struct list l = { 0 };
	struct questions_cl cl;

	cl =
	    questions_options(argc, argv, "list the questions for API Adresse");
	list_open(&l, cl.dir, cl.all);
	out_open(&l.out, cl.path);
	list(&l);
	list_close(&l);
	return 0;
}
