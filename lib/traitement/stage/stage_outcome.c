#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/out.h"
#include "traitement/base/notification.h"
#include "traitement/stage/stage_outcome.h"
#include "json/counts.h"

static const char *const statuts[] = { "OK", "SANS_OBJET", "ECHEC" };

void
outcome_ouvrage(struct run *r, const char *ouvrage, const struct bilan *b)
{
	sqlite3_stmt *s = db_prepare(
	    r->d, "INSERT INTO execution_ouvrage VALUES (?, ?, ?, ?, ?, ?, ?)");

	anomalies_store(&r->a, r->d, r->execution, ouvrage);
	db_bind_int(r->d, s, 1, r->execution);
	db_bind_text(r->d, s, 2, str_of(ouvrage));
	db_bind_text(r->d, s, 3, str_of(statuts[b->statut]));
	db_bind_int(r->d, s, 4, b->entrees);
	db_bind_int(r->d, s, 5, b->sorties);
	db_bind_int(r->d, s, 6, r->a.total);
	db_bind_text(r->d, s, 7, str_of(b->erreur));
	db_step(r->d, s);
	sqlite3_finalize(s);
}

/* The numbers of an execution, from its rows. */
struct totals {
	int64_t ouvrages, ok, sans_objet, echec;
	int64_t entrees, sorties, anomalies;
	char statut[16];
};

static void
read_totals(struct run *r, struct totals *t)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT count(*), count(*) FILTER (WHERE statut = 'OK'),"
	    " count(*) FILTER (WHERE statut = 'SANS_OBJET'),"
	    " count(*) FILTER (WHERE statut = 'ECHEC'),"
	    " coalesce(sum(nb_entrees), 0), coalesce(sum(nb_sorties), 0),"
	    " coalesce(sum(nb_anomalies), 0) + (SELECT coalesce(sum(nombre),"
	    " 0) FROM anomalie WHERE id_execution = ?1"
	    " AND id_ouvrage IS NULL)"
	    " FROM execution_ouvrage WHERE id_execution = ?1");
	int64_t *const to[] = { &t->ouvrages, &t->ok, &t->sans_objet, &t->echec,
		&t->entrees, &t->sorties, &t->anomalies };

	*t = (struct totals){ 0 };
	db_bind_int(r->d, s, 1, r->execution);
	db_step(r->d, s);
	for (int i = 0; i < 7; i++)
		*to[i] = sqlite3_column_int64(s, i);
	sqlite3_finalize(s);
}

static void
write_end(struct run *r, const struct totals *t, const char *statut,
    const char *erreur)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "UPDATE execution SET fin = ?2, statut = ?3, nb_entrees = ?4,"
	    " nb_sorties = ?5, nb_anomalies = ?6, erreur = ?7 WHERE id = ?1");

	db_bind_int(r->d, s, 1, r->execution);
	db_bind_text(r->d, s, 2, str_of(now_text()));
	db_bind_text(r->d, s, 3, str_of(statut));
	db_bind_int(r->d, s, 4, t->entrees);
	db_bind_int(r->d, s, 5, t->sorties + r->autres);
	db_bind_int(r->d, s, 6, t->anomalies);
	db_bind_text(r->d, s, 7, str_of(erreur));
	db_step(r->d, s);
	sqlite3_finalize(s);
}

/* The message after the present stage; to a failing stage's experts if suffix
 * is not "". */
static void
put_next(struct run *r, struct buf *b, const char *suffix)
{
	bool notify = *suffix || r->etape == E_POSTCALCUL;

	message_put(b, r->t.id,
	    notify ? "notification" : etape_names[r->etape + 1], r->m.passage,
	    suffix, r->m.ouvrages, r->m.demande_le);
}

/* A stage fails for good if its message can never succeed, or has no attempt
 * left: then the traitement is ECHEC, and the experts are told. */
_Noreturn void
stage_fail(struct run *r, int code, const char *reason)
{
	bool final = code == EXIT_NEVER || r->m.attempt >= r->m.attempts;
	struct totals t;
	struct buf next = { 0 };
	char suffix[64];

	if (!sqlite3_get_autocommit(r->d->h))
		state_rollback(r->d);
	state_begin(r->d);
	read_totals(r, &t);
	write_end(r, &t, "ECHEC", reason);
	if (final) {
		traitement_set(r->d, r->t.id, "ECHEC", true);
		notify_failure(r->d, &r->t, reason);
	}
	state_commit(r->d);
	snprintf(suffix, sizeof(suffix), ":%s:%lld", etape_names[r->etape],
	    (long long)r->tentative);
	if (final && !r->no_queue) {
		put_next(r, &next, suffix);
		message_send(r->dir, buf_view(&next));
	}
	die_code(code, "%s: %s", r->t.id, reason);
}

static bool
has_anomaly(struct run *r)
{
	return db_number(r->d,
	    "WITH c AS (SELECT max(id) AS id FROM execution"
	    " WHERE id_traitement = ?1 AND statut IN ('OK', 'PARTIEL')"
	    " GROUP BY etape)"
	    " SELECT EXISTS(SELECT 1 FROM anomalie a JOIN c"
	    " ON a.id_execution = c.id WHERE gravite <> 'ALERTE')"
	    " OR EXISTS(SELECT 1 FROM execution_ouvrage o JOIN c"
	    " ON o.id_execution = c.id WHERE statut = 'ECHEC')",
	    r->t.id, NULL, 0);
}

void
outcome_print(struct run *r)
{
	struct totals t;
	struct buf next = { 0 }, counts = { 0 };
	sqlite3_stmt *s = db_prepare(
	    r->d, "SELECT statut, nb_sorties FROM execution WHERE id = ?");

	read_totals(r, &t);
	db_bind_int(r->d, s, 1, r->execution);
	db_step(r->d, s);
	put_next(r, &next, "");
	if (!r->no_queue)
		message_send(r->dir, buf_view(&next));
	counts_add(&counts, { "ouvrages", t.ouvrages }, { "ok", t.ok },
	    { "sans_objet", t.sans_objet }, { "echec", t.echec },
	    { "inputs", t.entrees }, { "outputs", sqlite3_column_int64(s, 1) },
	    { "anomalies", t.anomalies });
	out_line("{\"counts\":{%s},\"idTraitement\":\"%s\",\"etape\":\"%s\","
		 "\"statut\":\"%s\",\"next\":%s}",
	    buf_view(&counts).p, r->t.id, etape_names[r->etape],
	    db_text(s, 0).p, buf_view(&next).p);
	sqlite3_finalize(s);
	buf_free(&counts);
	buf_free(&next);
}

int
outcome_execution(struct run *r, void (*end)(struct run *r))
{
	struct totals t;

	read_totals(r, &t);
	if (t.ouvrages && t.echec == t.ouvrages)
		stage_fail(r, r->retry ? EXIT_RETRY : EXIT_FAILED,
		    "every ouvrage failed");
	state_begin(r->d);
	if (end)
		end(r);
	write_end(r, &t, t.echec ? "PARTIEL" : "OK", NULL);
	if (r->etape == E_POSTCALCUL)
		traitement_set(r->d, r->t.id,
		    has_anomaly(r) ? "TERMINE_AVEC_ANOMALIES" : "TERMINE",
		    true);
	state_commit(r->d);
	outcome_print(r);
	return 0;
}
