#include <stdlib.h>

#include "traitement/kpi/mesures.h"

/* This traitement and those before it, with their current matching. */
static const char sql_executions[] =
    "SELECT (SELECT max(id) FROM execution e WHERE e.id_traitement = t.id"
    " AND etape = 'matching' AND statut IN ('OK', 'PARTIEL')) AS m,"
    " (SELECT max(recu_le) FROM donnee_brute b JOIN execution e"
    " ON e.id = b.id_execution WHERE e.id_traitement = t.id"
    " AND b.id_ouvrage = ?3)"
    " FROM traitement t WHERE m IS NOT NULL AND (date_reference < ?1"
    " OR (date_reference = ?1 AND " RANK_OF("t.id") " <= " RANK_OF(
	"?2") "))"
	      " ORDER BY date_reference, " RANK_OF("t.id");

/* Raw rows of the ouvrage that a newer row of the same lot replaces: both
 * stored by these traitements. */
static const char sql_replaced[] =
    "SELECT id FROM (SELECT b.id, max(b.id) OVER (PARTITION BY id_lot) AS "
    "newest"
    " FROM donnee_brute b JOIN execution e ON e.id = b.id_execution"
    " JOIN traitement t ON t.id = e.id_traitement"
    " WHERE b.id_ouvrage = ?3 AND (date_reference < ?1"
    " OR (date_reference = ?1 AND " RANK_OF("t.id") " <= " RANK_OF(
	"?2") ")))"
	      " WHERE id < newest ORDER BY id";

struct ids {
	int64_t *v;
	size_t n, cap;
};

static sqlite3_stmt *
prepare_before(struct db *d, const char *sql, const struct traitement *t,
    const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(d, sql);

	db_bind_text(d, s, 1, str_of(t->date_reference));
	db_bind_text(d, s, 2, str_of(t->id));
	db_bind_text(d, s, 3, str_of(ouvrage));
	return s;
}

/* A measure lies at most five minutes after its raw data came, so that most
 * earlier traitements need not be read. */
static struct ids
list_executions(
    struct db *d, const struct traitement *t, const char *ouvrage, msec from)
{
	sqlite3_stmt *s = prepare_before(d, sql_executions, t, ouvrage);
	struct ids ids = { 0 };

	while (db_step(d, s)) {
		msec last = day_parse(db_text(s, 1));

		if (last != DAY_NULL && last + 5 * 60000 < from)
			continue;
		ids.v = xroom(ids.v, ids.n, &ids.cap, sizeof(*ids.v));
		ids.v[ids.n++] = sqlite3_column_int64(s, 0);
	}
	sqlite3_finalize(s);
	return ids;
}

static struct ids
list_replaced(struct db *d, const struct traitement *t, const char *ouvrage)
{
	sqlite3_stmt *s = prepare_before(d, sql_replaced, t, ouvrage);
	struct ids ids = { 0 };

	while (db_step(d, s)) {
		ids.v = xroom(ids.v, ids.n, &ids.cap, sizeof(*ids.v));
		ids.v[ids.n++] = sqlite3_column_int64(s, 0);
	}
	sqlite3_finalize(s);
	return ids;
}

static int
by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
has(const struct ids *ids, int64_t id)
{
	return ids->n && bsearch(&id, ids->v, ids->n, sizeof(id), by_id);
}

/* What the rows of parametrage of an ouvrage say of a measure, by their id. */
struct labels {
	struct ids ids; /* ascending */
	struct label {
		uint32_t capteur, grandeur, groupe;
	} * v;
	size_t cap;
};

static struct labels
read_labels(struct mesures *m, struct db *d, const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id, capteur, grandeur, groupe FROM parametrage"
	    " WHERE id_ouvrage = ? ORDER BY id");
	struct labels l = { 0 };

	db_bind_text(d, s, 1, str_of(ouvrage));
	while (db_step(d, s)) {
		struct str groupe = db_text(s, 3);

		l.v = xroom(l.v, l.ids.n, &l.cap, sizeof(*l.v));
		l.v[l.ids.n] = (struct label){
			.capteur = hash_put(&m->names, db_text(s, 1)),
			.grandeur = hash_put(&m->names, db_text(s, 2)),
			.groupe =
			    groupe.p ? hash_put(&m->names, groupe) : HASH_NONE,
		};
		l.ids.v = xroom(l.ids.v, l.ids.n, &l.ids.cap, sizeof(*l.ids.v));
		l.ids.v[l.ids.n++] = sqlite3_column_int64(s, 0);
	}
	sqlite3_finalize(s);
	return l;
}

static const struct label *
label_of(const struct labels *l, int64_t id)
{
	int64_t *at = l->ids.n
			  ? bsearch(&id, l->ids.v, l->ids.n, sizeof(id), by_id)
			  : NULL;

	return at ? &l->v[at - l->ids.v] : NULL;
}

static void
add_point(
    struct mesures *m, const struct labels *l, sqlite3_stmt *s, uint32_t ordre)
{
	const struct label *label = label_of(l, sqlite3_column_int64(s, 2));

	if (!label)
		return;
	m->v = xroom(m->v, m->n, &m->cap, sizeof(*m->v));
	m->v[m->n++] = (struct point){
		.t = sqlite3_column_int64(s, 3),
		.valeur = sqlite3_column_double(s, 4),
		.capteur = label->capteur,
		.grandeur = label->grandeur,
		.groupe = label->groupe,
		.ordre = ordre,
		.n = (uint32_t)sqlite3_column_int64(s, 0),
		.ligne = (uint32_t)sqlite3_column_int64(s, 5),
		.id_brute = sqlite3_column_int64(s, 1),
		.id_parametrage = sqlite3_column_int64(s, 2),
	};
}

static int
compare_names(const void *a, const void *b, void *names)
{
	return str_cmp(hash_text(names, *(const uint32_t *)a),
	    hash_text(names, *(const uint32_t *)b));
}

static void
rank_names(struct mesures *m)
{
	uint32_t n = m->names.n, *sorted = xcalloc(n + 1, sizeof(*sorted));

	free(m->rank);
	m->rank = xcalloc(n + 1, sizeof(*m->rank));
	for (uint32_t i = 0; i < n; i++)
		sorted[i] = i;
	qsort_r(sorted, n, sizeof(*sorted), compare_names, &m->names);
	for (uint32_t i = 0; i < n; i++)
		m->rank[sorted[i]] = i;
	free(sorted);
}

/* By (t, capteur, grandeur), the one that counts first. */
static int
compare_points(const void *a, const void *b, void *rank)
{
	const struct point *x = a, *y = b;
	const uint32_t *r = rank;

	if (x->t != y->t)
		return x->t < y->t ? -1 : 1;
	if (x->capteur != y->capteur)
		return r[x->capteur] < r[y->capteur] ? -1 : 1;
	if (x->grandeur != y->grandeur)
		return r[x->grandeur] < r[y->grandeur] ? -1 : 1;
	if (x->ordre != y->ordre)
		return x->ordre > y->ordre ? -1 : 1;
	return (x->n < y->n) - (x->n > y->n);
}

static void
sort_points(struct mesures *m)
{
	size_t kept = 0;

	for (size_t i = 1; i < m->n; i++)
		if (compare_points(&m->v[i - 1], &m->v[i], m->rank) > 0) {
			qsort_r(
			    m->v, m->n, sizeof(*m->v), compare_points, m->rank);
			break;
		}
	for (size_t i = 0; i < m->n; i++) {
		const struct point *last = kept ? &m->v[kept - 1] : NULL;

		if (last && last->t == m->v[i].t &&
		    last->capteur == m->v[i].capteur &&
		    last->grandeur == m->v[i].grandeur)
			continue;
		m->v[kept++] = m->v[i];
	}
	m->n = kept;
}

void
mesures_read(struct mesures *m, struct db *d, const struct traitement *t,
    const char *ouvrage, msec from)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT n, id_brute, id_parametrage, t, valeur, ligne"
			  " FROM mesure_consolidee WHERE id_execution = ?1"
			  " AND id_ouvrage = ?2");
	struct ids executions = list_executions(d, t, ouvrage, from);
	struct ids replaced = list_replaced(d, t, ouvrage);
	struct labels labels;

	m->n = 0;
	hash_free(&m->names);
	labels = read_labels(m, d, ouvrage);
	for (size_t i = 0; i < executions.n; i++) {
		db_bind_int(d, s, 1, executions.v[i]);
		db_bind_text(d, s, 2, str_of(ouvrage));
		while (db_step(d, s)) {
			int64_t at = sqlite3_column_int64(s, 3);

			if (at >= from && at < t->fin &&
			    !has(&replaced, sqlite3_column_int64(s, 1)))
				add_point(m, &labels, s, (uint32_t)i);
		}
	}
	sqlite3_finalize(s);
	rank_names(m);
	sort_points(m);
	free(executions.v);
	free(replaced.v);
	free(labels.ids.v);
	free(labels.v);
}

void
mesures_free(struct mesures *m)
{
	hash_free(&m->names);
	free(m->v);
	free(m->rank);
}
