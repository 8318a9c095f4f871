#include <stdlib.h>

#include "base/err.h"
#include "fiches/fiche/fiche_merge.h"
#include "fiches/fiche/fiche_text.h"
#include "fiches/update/update.h"

#define AGENT "AgentRedacteurFiche"
#define EXCERPT 200 /* characters of a description in the audit */
#define CONTENT "contenu"
#define COMPLETION "completion"

/* The columns that an update writes. */
static const enum fiche_column written[] = { FICHE_DESCRIPTION,
	FICHE_DESCRIPTION_COURTE, FICHE_COMPETENCES,
	FICHE_COMPETENCES_TRANSVERSALES, FICHE_FORMATIONS, FICHE_CERTIFICATIONS,
	FICHE_CONDITIONS_TRAVAIL, FICHE_ENVIRONNEMENTS, FICHE_METIERS_PROCHES,
	FICHE_SECTEURS_ACTIVITE, FICHE_MISSIONS_PRINCIPALES, FICHE_ACCES_METIER,
	FICHE_SAVOIRS, FICHE_AUTRES_APPELLATIONS, FICHE_TRAITS_PERSONNALITE,
	FICHE_APTITUDES, FICHE_PROFIL_RIASEC, FICHE_COMPETENCES_DIMENSIONS,
	FICHE_DOMAINE_PROFESSIONNEL, FICHE_PREFERENCES_INTERETS,
	FICHE_SITES_UTILES, FICHE_CONDITIONS_TRAVAIL_DETAILLEES,
	FICHE_STATUTS_PROFESSIONNELS, FICHE_NIVEAU_FORMATION,
	FICHE_TYPES_CONTRATS, FICHE_ROME_UPDATE_PENDING, FICHE_SALAIRES,
	FICHE_PERSPECTIVES, FICHE_STATUT, FICHE_VERSION, FICHE_DATE_MAJ,
	FICHE_AUTEUR };

#define WRITTEN (sizeof(written) / sizeof(*written))

void
update_job_free(struct update_job *j)
{
	free(j->code);
	buf_free(&j->name);
	buf_free(&j->error);
	fiche_free(&j->old);
	fiche_free(&j->new);
	buf_free(&j->row);
	buf_free(&j->request);
	buf_free(&j->content);
	claude_reset(&j->call);
}

/* The fiche's update has failed for the reason in j->error. */
static void
fail(struct update_job *j)
{
	struct update *u = j->u;
	struct str error = buf_view(&j->error);
	char time[FICHE_TIME_MAX];

	j->state = JOB_FAILED;
	state_begin(u->d);
	fiches_audit(u->d, update_time(u, time),
	    &(struct audit){ "modification", AGENT, .code = str_of(j->code),
		.description = STR("Echec de l'enrichissement"),
		.after = error });
	update_set(u, j->code, "erreur", error);
	state_commit(u->d);
	complain("%s: %s", j->code, error.p);
	fiche_log(&u->log, "ERROR", "%s : %s", j->code, error.p);
	j->done(j);
}

static void
fail_content(struct update_job *j, const char *why)
{
	buf_fmt(&j->error, "Impossible de générer le contenu pour %s : %s",
	    j->code, why);
	fail(j);
}

/* UPDATE of the columns written; their values, then code and version. */
static sqlite3_stmt *
prepare_update(struct db *d)
{
	struct buf sql = { 0 };
	sqlite3_stmt *s;

	buf_str(&sql, "UPDATE fiches_metiers SET ");
	for (size_t i = 0; i < WRITTEN; i++)
		buf_fmt(&sql, "%s%s = ?", i ? ", " : "",
		    fiche_fields[written[i]].name);
	buf_str(&sql, " WHERE code_rome = ? AND version IS ?");
	s = db_prepare(d, buf_view(&sql).p);
	buf_free(&sql);
	return s;
}

/* Writes the new fiche unless somebody else has changed it meanwhile. */
static bool
write_fiche(struct update_job *j)
{
	struct db *d = j->u->d;
	sqlite3_stmt *s = prepare_update(d);
	struct js version = j->old.col[FICHE_VERSION];

	fiches_bind(d, s, &j->new, written, WRITTEN);
	db_bind_text(d, s, (int)WRITTEN + 1, str_of(j->code));
	if (version.type == JS_NUMBER)
		db_bind_int(
		    d, s, (int)WRITTEN + 2, (int64_t)js_number(version));
	db_step(d, s);
	sqlite3_finalize(s);
	return sqlite3_changes(d->h);
}

static void
put_line(struct update_job *j)
{
	struct buf id = { 0 }, set = { 0 };

	js_put_text(&id, str_of(j->code));
	fiche_put_changes(&set, &j->old, &j->new);
	ops_line(&j->u->ops, "update", "fiches_metiers", buf_view(&id),
	    buf_view(&set));
	ops_flush(&j->u->ops);
	buf_free(&id);
	buf_free(&set);
}

static void
audit(struct update_job *j, const char *time)
{
	struct buf before = { 0 }, after = { 0 };
	struct str old = fiche_get_text(&j->old, FICHE_DESCRIPTION, &before),
		   new = fiche_get_text(&j->new, FICHE_DESCRIPTION, &after);

	old = old.p ? fiche_cut(old, EXCERPT) : STR("");
	fiches_audit(j->u->d, time,
	    &(struct audit){ "modification", AGENT, str_of(j->code),
		STR("Fiche enrichie par " AGENT), old,
		fiche_cut(new, EXCERPT) });
	buf_free(&before);
	buf_free(&after);
}

static void
save(struct update_job *j)
{
	struct update *u = j->u;
	char time[FICHE_TIME_MAX];

	/* normalised, but not written */
	j->new.col[FICHE_VALIDATION_IA_DETAILS] =
	    j->old.col[FICHE_VALIDATION_IA_DETAILS];
	update_time(u, time);
	fiche_set_text(&j->new, FICHE_DATE_MAJ, str_of(time));
	fiche_set_int(&j->new, FICHE_VERSION,
	    js_is_null(j->old.col[FICHE_VERSION])
		? 1
		: (long long)js_number(j->old.col[FICHE_VERSION]) + 1);
	state_begin(u->d);
	if (!write_fiche(j)) {
		state_rollback(u->d);
		buf_str(&j->error, "Modifiée entre-temps");
		fail(j);
		return;
	}
	audit(j, time);
	update_set(u, j->code, "enrichie", STR_NULL);
	put_line(j);
	state_commit(u->d);
	j->state = JOB_UPDATED;
	j->done(j);
}

/* Puts the content, which is whole, into the fiche. */
static void
merge(struct update_job *j)
{
	struct err e;

	fiche_borrow(&j->new, js_of(buf_view(&j->row)));
	if (!fiche_merge(
		&j->new, js_of(buf_view(&j->content)), j->u->compat, &e)) {
		save(j);
		return;
	}
	buf_str(&j->error, e.msg);
	fail(j);
}

static void
on_retry(struct claude_call *c, double seconds)
{
	struct update_job *j = c->arg;

	fiche_log(&j->u->log, "WARNING",
	    "%s : %s, nouvel essai %d/%d dans %g s", j->code, c->answer.error,
	    c->retries, CLAUDE_RETRIES, seconds);
}

static void on_answer(struct claude_call *c);

/* Asks for the critical fields that are missing, or for the whole content if
 * none are; the fiche is left for a later run if that may not begin. */
static void
ask(struct update_job *j, unsigned missing)
{
	struct update *u = j->u;

	if (!update_may_ask(u)) {
		j->done(j);
		return;
	}
	j->completes = missing;
	j->request.n = 0;
	prompt_put(&j->request, &u->prompts, &j->old, missing);
	claude_reset(&j->call);
	j->call = (struct claude_call){ .request = buf_view(&j->request),
		.retry = on_retry,
		.done = on_answer,
		.arg = j };
	u->under_way++;
	claude_ask(&u->claude, &j->call);
}

/* Takes the fields that the second answer has. */
static void
complete(struct update_job *j, struct str text)
{
	struct buf more = { 0 }, whole = { 0 };

	if (!fiche_answer(text, false, &more, NULL)) {
		fiche_complete(&whole, js_of(buf_view(&j->content)),
		    js_of(buf_view(&more)));
		buf_free(&j->content);
		j->content = whole;
	}
	buf_free(&more);
	merge(j);
}

/* The first answer is here: is there something to ask again? */
static void
take_content(struct update_job *j, struct str text, bool cut)
{
	struct update *u = j->u;
	struct buf absent = { 0 }, kept = { 0 };
	struct err e;
	unsigned missing;

	if (fiche_answer(text, cut, &j->content, &e)) {
		fail_content(j, e.msg);
		return;
	}
	fiche_put_absent(&absent, js_of(buf_view(&j->content)));
	if (absent.n)
		fiche_log(&u->log, "WARNING", "%s : champs manquants : %s",
		    j->code, buf_view(&absent).p);
	buf_free(&absent);
	missing = fiche_missing(js_of(buf_view(&j->content)));
	if (!missing)
		merge(j);
	else if (update_kept_text(u, j->code, COMPLETION, &kept, &cut))
		complete(j, buf_view(&kept));
	else
		ask(j, missing);
	buf_free(&kept);
}

static void
stop(struct update *u, const struct claude_call *c)
{
	if (update_stopped(u))
		return;
	claude_put_error(&u->stop, c);
	claude_put_message(&u->message, c);
	u->stop_code = claude_stops(c);
}

static void
on_answer(struct claude_call *c)
{
	struct update_job *j = c->arg;
	struct update *u = j->u;
	struct str text = buf_view(&c->answer.text);
	bool cut = c->answer.stop_reason &&
		   !strcmp(c->answer.stop_reason, "max_tokens");

	u->under_way--;
	update_keep_call(u, j->code, j->completes ? COMPLETION : CONTENT, c);
	if (claude_stops(c)) {
		stop(u, c);
		j->done(j);
	} else if (j->completes && c->answer.error)
		merge(j);
	else if (j->completes)
		complete(j, text);
	else if (c->answer.error)
		fail_content(j, c->answer.error);
	else
		take_content(j, text, cut);
}

static bool
read_fiche(struct update_job *j)
{
	sqlite3_stmt *s = fiches_select(j->u->d, "WHERE code_rome = ?");
	struct buf scratch = { 0 };
	struct str name;
	bool found;

	db_bind_text(j->u->d, s, 1, str_of(j->code));
	if ((found = db_step(j->u->d, s)))
		fiches_row(&j->old, s, &j->row);
	sqlite3_finalize(s);
	name = fiche_get_text(&j->old, FICHE_NOM_MASCULIN, &scratch);
	buf_add(&j->name, name.p, name.n);
	buf_free(&scratch);
	return found;
}

void
update_job(struct update_job *j)
{
	struct buf text = { 0 };
	bool cut;

	if (!read_fiche(j)) {
		buf_str(&j->error, "Modifiée entre-temps");
		fail(j);
	} else if (!j->u->api) {
		prompt_put_simulation(&j->content, &j->u->prompts, &j->old);
		merge(j);
	} else if (update_kept_text(j->u, j->code, CONTENT, &text, &cut))
		take_content(j, buf_view(&text), cut);
	else
		ask(j, 0);
	buf_free(&text);
}
