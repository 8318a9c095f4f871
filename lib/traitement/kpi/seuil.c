#include <math.h>
#include <stdlib.h>

#include "traitement/base/traitement_db.h"
#include "traitement/kpi/seuil.h"

static bool
satisfies(double v, const char *operateur, double seuil)
{
	if (isnan(v))
		return false;
	if (*operateur == '>')
		return operateur[1] ? v >= seuil : v > seuil;
	return operateur[1] ? v <= seuil : v < seuil;
}

/* The KPI's value in an execution of calcul; NaN if it has none. */
static double
value_of(struct db *d, int64_t calcul, const char *ouvrage, const char *code)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT valeur FROM kpi_valeur WHERE id_execution = ?1"
	    " AND id_ouvrage = ?2 AND code = ?3 AND capteur = ''");
	double v = NAN;

	db_bind_int(d, s, 1, calcul);
	db_bind_text(d, s, 2, str_of(ouvrage));
	db_bind_text(d, s, 3, str_of(code));
	if (db_step(d, s) && sqlite3_column_type(s, 0) != SQLITE_NULL)
		v = sqlite3_column_double(s, 0);
	sqlite3_finalize(s);
	return v;
}

/* The KPI's values on the days before, the last day first: of each day the
 * traitement of the greatest rank counts. */
static const char sql_earlier[] =
    "SELECT k.valeur FROM traitement t JOIN kpi_valeur k ON k.id_execution ="
    " (SELECT max(id) FROM execution e WHERE e.id_traitement = t.id"
    " AND etape = 'calcul' AND statut IN ('OK', 'PARTIEL'))"
    " AND k.id_ouvrage = ?2 AND k.code = ?3 AND k.capteur = ''"
    " WHERE t.date_reference < ?1 AND k.valeur IS NOT NULL"
    " AND NOT EXISTS(SELECT 1 FROM traitement u WHERE u.date_reference ="
    " t.date_reference AND " RANK_OF("u.id") " > " RANK_OF(
	"t.id") ")"
		" ORDER BY t.date_reference DESC";

/* True if the value satisfies the threshold on this day and on as many days
 * before as it asks for; days without a value are passed over. */
static bool
is_exceeded(struct db *d, const char *date_reference, const char *ouvrage,
    const struct seuil *t)
{
	sqlite3_stmt *s = db_prepare(d, sql_earlier);
	int64_t days = satisfies(t->valeur, t->operateur, t->seuil);

	db_bind_text(d, s, 1, str_of(date_reference));
	db_bind_text(d, s, 2, str_of(ouvrage));
	db_bind_text(d, s, 3, str_of(t->code));
	while (days && days < t->consecutifs && db_step(d, s))
		days = satisfies(
			   sqlite3_column_double(s, 0), t->operateur, t->seuil)
			   ? days + 1
			   : 0;
	sqlite3_finalize(s);
	return days >= t->consecutifs;
}

void
seuils_read(struct seuils *all, struct db *d, const struct nuit *nuit,
    const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id, code_kpi, operateur, seuil, nb_consecutifs"
	    " FROM seuil_bascule WHERE id_ouvrage = ? AND actif ORDER BY id");

	*all = (struct seuils){ 0 };
	db_bind_text(d, s, 1, str_of(ouvrage));
	while (db_step(d, s)) {
		struct seuil *t;

		all->v = xroom(all->v, all->n, &all->cap, sizeof(*all->v));
		t = &all->v[all->n++];
		*t = (struct seuil){ .id = sqlite3_column_int64(s, 0),
			.code = xstrdup(db_text(s, 1).p),
			.operateur = xstrdup(db_text(s, 2).p),
			.seuil = sqlite3_column_double(s, 3),
			.consecutifs = sqlite3_column_int64(s, 4) };
		t->valeur = value_of(d, nuit->calcul, ouvrage, t->code);
		t->exceeded = is_exceeded(d, nuit->date_reference, ouvrage, t);
	}
	sqlite3_finalize(s);
}

void
seuils_free(struct seuils *all)
{
	for (size_t i = 0; i < all->n; i++) {
		free(all->v[i].code);
		free(all->v[i].operateur);
	}
	free(all->v);
}

void
seuil_put(struct buf *b, const struct seuil *t)
{
	buf_fmt(b, "- %s = %.15g (seuil %s %.15g)\n", t->code, t->valeur,
	    t->operateur, t->seuil);
}
