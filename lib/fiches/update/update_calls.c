/* The requests of an update: what they cost, and what came of them. */
#include <stdlib.h>

#include "base/err.h"
#include "fiches/update/update.h"

bool
update_may_ask(struct update *u)
{
	double cost = u->spent + UPDATE_ESTIMATE * (u->under_way + 1);

	if (update_stopped(u))
		return false;
	if (!u->max_cost_text || cost <= u->max_cost + 1e-9)
		return true;
	buf_fmt(&u->stop, "cost limit of %s USD reached", u->max_cost_text);
	buf_add(&u->message, u->stop.p, u->stop.n);
	u->stop_code = EXIT_FAILED;
	return false;
}

static void
bind_count(struct update *u, sqlite3_stmt *s, int i, int64_t n)
{
	if (n < 0)
		sqlite3_bind_null(s, i);
	else
		db_bind_int(u->d, s, i, n);
}

static double
cost_of(const struct update *u, const struct claude_answer *a)
{
	double in = a->input_tokens < 0 ? 0 : (double)a->input_tokens;
	double out = a->output_tokens < 0 ? 0 : (double)a->output_tokens;

	return (in * u->price_in + out * u->price_out) / 1e6;
}

void
update_keep_call(struct update *u, const char *code, const char *kind,
    const struct claude_call *c)
{
	const struct claude_answer *a = &c->answer;
	double cost = cost_of(u, a);
	char time[FICHE_TIME_MAX];
	struct str text = { a->text.p ? a->text.p : "", a->text.n };
	struct buf scratch = { 0 };
	sqlite3_stmt *s = db_prepare(u->d,
	    "INSERT INTO appel_claude(id_mise_a_jour, code_rome, sorte, date,"
	    " modele, retries, input_tokens, output_tokens, cost_usd,"
	    " stop_reason, error, reponse)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	db_bind_int(u->d, s, 1, u->id);
	db_bind_text(u->d, s, 2, str_of(code));
	db_bind_text(u->d, s, 3, str_of(kind));
	db_bind_text(u->d, s, 4, str_of(update_time(u, time)));
	db_bind_text(u->d, s, 5,
	    a->model ? str_of(a->model)
		     : js_text(js_get(js_of(c->request), "model"), &scratch));
	db_bind_int(u->d, s, 6, c->retries);
	bind_count(u, s, 7, a->input_tokens);
	bind_count(u, s, 8, a->output_tokens);
	sqlite3_bind_double(s, 9, cost);
	db_bind_text(u->d, s, 10, str_of(a->stop_reason));
	db_bind_text(u->d, s, 11, str_of(a->error));
	db_bind_text(u->d, s, 12, a->error ? STR_NULL : text);
	db_exec(u->d, "PRAGMA synchronous=FULL"); /* it was paid for */
	db_step(u->d, s);
	sqlite3_finalize(s);
	db_exec(u->d, UPDATE_SYNC);
	buf_free(&scratch);
	u->spent += cost;
}

bool
update_kept_text(struct update *u, const char *code, const char *kind,
    struct buf *text, bool *cut)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "SELECT reponse, stop_reason FROM appel_claude"
	    " WHERE id_mise_a_jour = ? AND code_rome = ? AND sorte = ?"
	    " AND reponse IS NOT NULL ORDER BY id DESC LIMIT 1");
	bool kept;

	db_bind_int(u->d, s, 1, u->id);
	db_bind_text(u->d, s, 2, str_of(code));
	db_bind_text(u->d, s, 3, str_of(kind));
	if ((kept = db_step(u->d, s))) {
		struct str answer = db_text(s, 0);

		buf_add(text, answer.p, answer.n);
		*cut = str_is(db_text(s, 1), "max_tokens");
	}
	sqlite3_finalize(s);
	return kept;
}

void
update_set(
    struct update *u, const char *code, const char *statut, struct str error)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "UPDATE mise_a_jour_fiche SET statut = ?, error = ?"
	    " WHERE id_mise_a_jour = ? AND code_rome = ?");

	db_bind_text(u->d, s, 1, str_of(statut));
	db_bind_text(u->d, s, 2, error);
	db_bind_int(u->d, s, 3, u->id);
	db_bind_text(u->d, s, 4, str_of(code));
	db_step(u->d, s);
	sqlite3_finalize(s);
	if (!u->api)
		return;
	s = db_prepare(u->d,
	    "UPDATE appel_claude SET reponse = NULL WHERE id_mise_a_jour = ?"
	    " AND code_rome = ? AND reponse IS NOT NULL");
	db_bind_int(u->d, s, 1, u->id);
	db_bind_text(u->d, s, 2, str_of(code));
	db_step(u->d, s);
	sqlite3_finalize(s);
}
