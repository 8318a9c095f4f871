/*
 * traitement-postcalcul: the last stage of the nightly processing. Compares the
 * KPIs with the thresholds, switches ouvrages to reinforced surveillance, and
 * writes the notices to experts.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "traitement/base/notification.h"
#include "traitement/base/surveillance.h"
#include "traitement/kpi/kpi.h"
#include "traitement/kpi/seuil.h"
#include "traitement/stage/stage.h"

static const struct opt opts[] = { STAGE_OPTIONS, { 0 } };

static struct {
	struct kpis kpis;
	bool newest; /* no traitement is newer than this one */
} my;

static void
begin(struct run *r)
{
	kpis_read(&my.kpis, r->d);
	my.newest = !db_number(r->d,
	    "SELECT EXISTS(SELECT 1 FROM traitement WHERE date_reference > ?1"
	    " OR (date_reference = ?1 AND " RANK_OF("id") " > " RANK_OF(
		"?2") "))",
	    r->t.date_reference, r->t.id, 0);
}

/* The KPIs at niveau 2, a line each; false if there is none. */
static bool
put_alerts(struct run *r, const char *ouvrage, struct buf *b)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT code, capteur, valeur FROM kpi_valeur"
	    " WHERE id_execution = ?1 AND id_ouvrage = ?2 AND niveau = 2"
	    " ORDER BY code, capteur");
	bool any = false;

	db_bind_int(r->d, s, 1, r->previous);
	db_bind_text(r->d, s, 2, str_of(ouvrage));
	while (db_step(r->d, s)) {
		const struct kpi *k = kpis_find(&my.kpis, db_text(s, 0));
		const char *capteur = db_text(s, 1).p;

		buf_fmt(b, "- %s%s%s = %.15g (alerte %.15g)\n", db_text(s, 0).p,
		    *capteur ? " " : "", capteur, sqlite3_column_double(s, 2),
		    k ? k->alerte : NAN);
		any = true;
	}
	sqlite3_finalize(s);
	return any;
}

static bool
was_switched(struct run *r, const char *ouvrage)
{
	return db_number(r->d,
	    "SELECT EXISTS(SELECT 1 FROM surveillance WHERE id_traitement = ?1"
	    " AND id_ouvrage = ?2 AND origine = 'AUTOMATIQUE')",
	    r->t.id, ouvrage, 0);
}

/* Switches the ouvrage if a threshold is exceeded, and tells the experts. */
static int64_t
check_switch(
    struct run *r, const struct ouvrage *o, const struct seuils *seuils)
{
	struct buf liste = { 0 };
	const struct seuil *first = NULL;
	int64_t written = 0;

	for (size_t i = 0; i < seuils->n && !first; i++)
		if (seuils->v[i].exceeded)
			first = &seuils->v[i];
	if (!first || !my.newest || o->renforcee || was_switched(r, o->id))
		return 0;
	surveillance_set(r->d, o->id,
	    &(struct bascule){ .renforcee = true,
		.id_traitement = r->t.id,
		.id_seuil = first->id,
		.valeur = first->valeur });
	seuil_put(&liste, first);
	written = notify(r->d, &r->t, N_BASCULE, o->id, buf_view(&liste).p);
	buf_free(&liste);
	return written;
}

static int64_t
check_levels(
    struct run *r, const struct ouvrage *o, const struct seuils *seuils)
{
	bool before = o->renforcee && !was_switched(r, o->id), any;
	struct buf liste = { 0 };
	int64_t written = 0;

	any = put_alerts(r, o->id, &liste);
	for (size_t i = 0; i < seuils->n; i++)
		if (before && seuils->v[i].exceeded) {
			seuil_put(&liste, &seuils->v[i]);
			any = true;
		}
	if (any)
		written = notify(
		    r->d, &r->t, N_DEPASSEMENT, o->id, buf_view(&liste).p);
	buf_free(&liste);
	return written;
}

/* Whether recuperation had nothing on a day: of each day the traitement of the
 * greatest rank counts, of this day the present one. */
static const char sql_absences[] =
    "SELECT o.statut = 'SANS_OBJET' FROM traitement t"
    " JOIN execution_ouvrage o ON o.id_execution = (SELECT max(id)"
    " FROM execution e WHERE e.id_traitement = t.id"
    " AND etape = 'recuperation' AND statut IN ('OK', 'PARTIEL'))"
    " AND o.id_ouvrage = ?3 WHERE t.id = ?2 OR (t.date_reference < ?1"
    " AND NOT EXISTS(SELECT 1 FROM traitement u WHERE u.date_reference ="
    " t.date_reference AND " RANK_OF("u.id") " > " RANK_OF(
	"t.id") "))"
		" ORDER BY t.date_reference DESC";

static int64_t
check_absence(struct run *r, const struct ouvrage *o)
{
	int64_t wanted = (int64_t)ouvrage_number(o, "alerte_absence", 3);
	sqlite3_stmt *s = db_prepare(r->d, sql_absences);
	int64_t days = 0;
	char text[32];

	db_bind_text(r->d, s, 1, str_of(r->t.date_reference));
	db_bind_text(r->d, s, 2, str_of(r->t.id));
	db_bind_text(r->d, s, 3, str_of(o->id));
	while (days <= wanted && db_step(r->d, s) && sqlite3_column_int(s, 0))
		days++;
	sqlite3_finalize(s);
	if (days != wanted)
		return 0;
	snprintf(text, sizeof(text), "%lld", (long long)days);
	return notify(r->d, &r->t, N_DONNEES_ABSENTES, o->id, text);
}

/* The stages in whose current execution the ouvrage is ECHEC. */
static int64_t
check_failure(struct run *r, const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT e.etape, coalesce(o.erreur, '') FROM execution e"
	    " JOIN execution_ouvrage o ON o.id_execution = e.id"
	    " WHERE e.id IN (SELECT max(id) FROM execution"
	    " WHERE id_traitement = ?1 AND statut IN ('OK', 'PARTIEL')"
	    " GROUP BY etape) AND o.id_ouvrage = ?2 AND o.statut = 'ECHEC'"
	    " ORDER BY e.id");
	struct buf liste = { 0 };
	int64_t written = 0;

	db_bind_text(r->d, s, 1, str_of(r->t.id));
	db_bind_text(r->d, s, 2, str_of(ouvrage));
	while (db_step(r->d, s))
		buf_fmt(
		    &liste, "- %s : %s\n", db_text(s, 0).p, db_text(s, 1).p);
	sqlite3_finalize(s);
	if (liste.n)
		written = notify(
		    r->d, &r->t, N_ECHEC_OUVRAGE, ouvrage, buf_view(&liste).p);
	buf_free(&liste);
	return written;
}

static int64_t
count_kpis(struct run *r, const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT count(*) FROM kpi_valeur WHERE id_execution = ?1"
	    " AND id_ouvrage = ?2");
	int64_t n;

	db_bind_int(r->d, s, 1, r->previous);
	db_bind_text(r->d, s, 2, str_of(ouvrage));
	n = db_step(r->d, s) ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

static void
check_ouvrage(struct run *r, const struct ouvrage *o, struct bilan *b)
{
	struct seuils seuils;

	seuils_read(&seuils, r->d,
	    &(struct nuit){ r->previous, r->t.date_reference }, o->id);
	b->entrees = count_kpis(r, o->id);
	b->sorties += check_switch(r, o, &seuils);
	b->sorties += check_levels(r, o, &seuils);
	b->sorties += check_absence(r, o);
	b->sorties += check_failure(r, o->id);
	seuils_free(&seuils);
}

/* An ouvrage that a stage before has given up. */
static void
tell_failure(struct run *r, const char *ouvrage)
{
	r->autres += check_failure(r, ouvrage);
}

static void
end(struct run *r)
{
	r->autres += notify(r->d, &r->t, N_FIN_TRAITEMENT, NULL,
	    "toutes les étapes sont faites");
	kpis_free(&my.kpis);
}

static const struct stage stage = {
	.etape = E_POSTCALCUL,
	.what = "compare the KPIs of a night with the thresholds",
	.opts = opts,
	.begin = begin,
	.ouvrage = check_ouvrage,
	.given_up = tell_failure,
	.end = end,
};

int
main(int argc, char **argv)
{
	return stage_main(argc, argv, &stage);
}
