#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "fiches/update/update.h"

const char *
update_time(const struct update *u, char text[FICHE_TIME_MAX])
{
	return fiche_time(u->zone, day_clock(), text);
}

static const char *
mode_of(const struct update *u)
{
	return u->api ? "api" : "simulation";
}

static void
add_code(struct update *u, struct str code)
{
	u->codes = xroom(u->codes, u->n, &u->cap, sizeof(*u->codes));
	u->codes[u->n++] = xstrndup(code.p, code.n);
}

/* The codes that s gives, which is freed. */
static void
add_codes(struct update *u, sqlite3_stmt *s)
{
	while (db_step(u->d, s))
		add_code(u, db_text(s, 0));
	sqlite3_finalize(s);
}

static void
find_published(struct update *u)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "SELECT code_rome FROM fiches_metiers WHERE statut = 'publiee'"
	    " ORDER BY code_rome LIMIT ?");

	db_bind_int(u->d, s, 1, u->limit);
	add_codes(u, s);
}

static bool
find_given(struct update *u, char **codes)
{
	sqlite3_stmt *s = db_prepare(
	    u->d, "SELECT 1 FROM fiches_metiers WHERE code_rome = ?");
	struct hash seen = { 0 };
	bool known = true;

	for (; *codes; codes++) {
		uint32_t n = seen.n;

		if (hash_put(&seen, str_of(*codes)) != n)
			continue;
		sqlite3_reset(s);
		db_bind_text(u->d, s, 1, str_of(*codes));
		if (db_step(u->d, s)) {
			add_code(u, str_of(*codes));
			continue;
		}
		complain(
		    "Fiche %s non trouvée", err_quote(*codes, strlen(*codes)));
		known = false;
	}
	hash_free(&seen);
	sqlite3_finalize(s);
	return known;
}

static void
set_end(struct update *u, int64_t id, const char *time)
{
	sqlite3_stmt *s =
	    db_prepare(u->d, "UPDATE mise_a_jour SET fin = ? WHERE id = ?");

	db_bind_text(u->d, s, 1, str_of(time));
	db_bind_int(u->d, s, 2, id);
	db_step(u->d, s);
	sqlite3_finalize(s);
}

/* A run of --all that did not come to its end: of this calendar month, it is
 * taken up; older, it is closed and left (if close). */
static void
find_interrupted(struct update *u, bool close)
{
	char now[FICHE_TIME_MAX];
	sqlite3_stmt *s = db_prepare(u->d,
	    "SELECT id, debut FROM mise_a_jour WHERE cible = 'all'"
	    " AND mode = ? AND fin IS NULL ORDER BY id");

	update_time(u, now);
	db_bind_text(u->d, s, 1, str_of(mode_of(u)));
	while (db_step(u->d, s)) {
		struct str began = db_text(s, 1);

		if (began.n >= 7 && !memcmp(began.p, now, 7)) {
			u->resumed = true;
			u->id = sqlite3_column_int64(s, 0);
			u->began = fiche_time_read(u->zone, began);
		} else if (close)
			set_end(u, sqlite3_column_int64(s, 0), now);
	}
	sqlite3_finalize(s);
}

/* What the runs before this one spent on it. */
static void
take_up(struct update *u)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "SELECT code_rome FROM mise_a_jour_fiche WHERE id_mise_a_jour = ?"
	    " AND statut = 'a_faire' ORDER BY code_rome");

	db_bind_int(u->d, s, 1, u->id);
	add_codes(u, s);
	u->spent = update_count(u).cost;
}

static void
insert_run(struct update *u)
{
	char time[FICHE_TIME_MAX];
	sqlite3_stmt *s = db_prepare(u->d,
	    "INSERT INTO mise_a_jour(debut, cible, mode, modele)"
	    " VALUES (?, ?, ?, ?)");

	u->began = day_clock();
	fiche_time(u->zone, u->began, time);
	db_bind_text(u->d, s, 1, str_of(time));
	db_bind_text(u->d, s, 2, str_of(u->all ? "all" : "codes"));
	db_bind_text(u->d, s, 3, str_of(mode_of(u)));
	db_bind_text(
	    u->d, s, 4, str_of(u->api ? prompt_model(&u->prompts) : NULL));
	db_step(u->d, s);
	sqlite3_finalize(s);
	u->id = sqlite3_last_insert_rowid(u->d->h);
}

static void
insert_codes(struct update *u)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "INSERT INTO mise_a_jour_fiche(id_mise_a_jour, code_rome, statut)"
	    " VALUES (?, ?, 'a_faire')");

	for (size_t i = 0; i < u->n; i++) {
		sqlite3_reset(s);
		db_bind_int(u->d, s, 1, u->id);
		db_bind_text(u->d, s, 2, str_of(u->codes[i]));
		db_step(u->d, s);
	}
	sqlite3_finalize(s);
}

bool
update_begin(struct update *u, char **codes, bool begin)
{
	bool known = true;

	if (begin)
		state_begin(u->d);
	if (u->all)
		find_interrupted(u, begin);
	if (u->resumed)
		take_up(u);
	else if (u->all)
		find_published(u);
	else
		known = find_given(u, codes);
	if (begin && !u->resumed && u->n) {
		insert_run(u);
		insert_codes(u);
	}
	if (begin)
		state_commit(u->d);
	return known;
}

static int64_t
number_of(sqlite3_stmt *s, int i)
{
	return sqlite3_column_int64(s, i);
}

struct update_counts
update_count(struct update *u)
{
	sqlite3_stmt *s = db_prepare(u->d,
	    "SELECT count(*), sum(statut = 'enrichie'), sum(statut = 'erreur')"
	    " FROM mise_a_jour_fiche WHERE id_mise_a_jour = ?");
	struct update_counts c = { .fiches = (int64_t)u->n };

	if (!u->id) {
		sqlite3_finalize(s);
		return c;
	}
	db_bind_int(u->d, s, 1, u->id);
	db_step(u->d, s);
	c.fiches = number_of(s, 0);
	c.updated = number_of(s, 1);
	c.failed = number_of(s, 2);
	sqlite3_finalize(s);
	s = db_prepare(u->d, "SELECT count(*), sum(retries), sum(input_tokens),"
			     " sum(output_tokens), sum(cost_usd)"
			     " FROM appel_claude WHERE id_mise_a_jour = ?");
	db_bind_int(u->d, s, 1, u->id);
	db_step(u->d, s);
	c.requests = number_of(s, 0);
	c.retries = number_of(s, 1);
	c.input_tokens = number_of(s, 2);
	c.output_tokens = number_of(s, 3);
	c.cost = sqlite3_column_double(s, 4);
	sqlite3_finalize(s);
	return c;
}

void
update_end(struct update *u)
{
	struct update_counts c = update_count(u);
	const char *what = u->all ? "mensuelle" : "manuelle";
	char time[FICHE_TIME_MAX], *errors, *result;
	msec now = day_clock();

	fiche_time(u->zone, now, time);
	result = xasprintf("Mise à jour %s : %lld/%lld fiches mises à jour en "
			   "%llds",
	    what, (long long)c.updated, (long long)c.fiches,
	    (long long)((now - u->began) / 1000));
	errors = xasprintf("Erreurs: %lld", (long long)c.failed);
	state_begin(u->d);
	set_end(u, u->id, time);
	if (u->all)
		fiches_audit(u->d, time,
		    &(struct audit){ "modification", "MonthlyUpdateScheduler",
			.description = str_of(result),
			.after = str_of(errors) });
	state_commit(u->d);
	fiche_log(&u->log, "INFO", "%s", result);
	fiche_log(&u->log, "INFO", "%s", errors);
	fiche_log(&u->log, "INFO",
	    "Coût : %.4f USD, %lld jetons lus, %lld écrits", c.cost,
	    (long long)c.input_tokens, (long long)c.output_tokens);
	free(result);
	free(errors);
}

void
update_free(struct update *u)
{
	for (size_t i = 0; i < u->n; i++)
		free(u->codes[i]);
	free(u->codes);
	buf_free(&u->stop);
	buf_free(&u->message);
	prompt_free(&u->prompts);
}
