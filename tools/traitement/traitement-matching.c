/*
 * traitement-matching: the third stage of the nightly processing. Consolidates
 * the validated measures with the parameters of each ouvrage.
 */
#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "store/bulk.h"
#include "traitement/base/unite.h"
#include "traitement/stage/stage.h"

static const struct opt opts[] = { STAGE_OPTIONS, { 0 } };

#define DAY_MS 86400000

/* A row of parametrage in use. */
struct parametre {
	int64_t id;
	msec du, au;                     /* au: DAY_NULL: open */
	double gain, decalage, min, max; /* min, max: NaN: none */
	const struct unite *source, *cible;
	uint32_t next; /* the next of the same series, or HASH_NONE */
	bool actif;
};

static struct {
	sqlite3_stmt *read, *parameters;
	struct bulk insert;
	struct hash series; /* capteur_sercel NUL grandeur */
	uint32_t *first;    /* of each series */
	bool *seen;         /* the series has a measure */
	size_t first_cap, seen_cap;
	struct parametre *row;
	size_t n, cap;
	struct buf key;
} my;

static void
begin(struct run *r)
{
	my.read = db_prepare(r->d,
	    "SELECT n, id_brute, ligne, capteur_sercel, grandeur, t, valeur,"
	    " unite FROM mesure_validee WHERE id_execution = ?1"
	    " AND id_ouvrage = ?2 ORDER BY n");
	my.parameters = db_prepare(r->d,
	    "SELECT id, capteur_sercel, grandeur, effet_du, effet_au, gain,"
	    " decalage, min_physique, max_physique, unite_source, unite, actif"
	    " FROM parametrage WHERE id_ouvrage = ?1 AND remplace_le IS NULL"
	    " ORDER BY id");
	bulk_open(&my.insert, r->d, "mesure_consolidee", 8);
}

static struct str
series_key(struct str capteur, struct str grandeur)
{
	my.key.n = 0;
	buf_add(&my.key, capteur.p, capteur.n);
	buf_byte(&my.key, '\0');
	buf_add(&my.key, grandeur.p, grandeur.n);
	return buf_view(&my.key);
}

static double
real_or_nan(sqlite3_stmt *s, int i)
{
	return sqlite3_column_type(s, i) == SQLITE_NULL
		   ? NAN
		   : sqlite3_column_double(s, i);
}

static void
add_parameter(sqlite3_stmt *s)
{
	uint32_t known = my.series.n;
	uint32_t i =
	    hash_put(&my.series, series_key(db_text(s, 1), db_text(s, 2)));

	if (i == known) {
		my.first = xroom(my.first, i, &my.first_cap, sizeof(*my.first));
		my.seen = xroom(my.seen, i, &my.seen_cap, sizeof(*my.seen));
		my.first[i] = HASH_NONE;
		my.seen[i] = false;
	}
	my.row = xroom(my.row, my.n, &my.cap, sizeof(*my.row));
	my.row[my.n] = (struct parametre){
		.id = sqlite3_column_int64(s, 0),
		.du = day_parse(db_text(s, 3)),
		.au = day_parse(db_text(s, 4)),
		.gain = sqlite3_column_double(s, 5),
		.decalage = sqlite3_column_double(s, 6),
		.min = real_or_nan(s, 7),
		.max = real_or_nan(s, 8),
		.source = unite_find(db_text(s, 9)),
		.cible = unite_find(db_text(s, 10)),
		.next = my.first[i],
		.actif = sqlite3_column_int(s, 11),
	};
	my.first[i] = (uint32_t)my.n++;
}

/* The rows in use of an ouvrage; the number of those that are actif. */
static size_t
read_parameters(struct run *r, const struct ouvrage *o)
{
	size_t actifs = 0;

	hash_free(&my.series);
	my.n = 0;
	db_bind_text(r->d, my.parameters, 1, str_of(o->id));
	while (db_step(r->d, my.parameters)) {
		add_parameter(my.parameters);
		actifs += my.row[my.n - 1].actif;
	}
	return actifs;
}

static void
report(struct run *r, const char *code, enum gravite g, struct str capteur,
    struct str grandeur)
{
	struct anomalie a = {
		.gravite = g, .capteur = capteur, .groupe = grandeur
	};

	if (my.read && sqlite3_stmt_busy(my.read)) {
		a.id_brute = sqlite3_column_int64(my.read, 1);
		a.ligne = sqlite3_column_int64(my.read, 2);
	}
	memcpy(a.code, code, sizeof(a.code));
	anomalies_add(&r->a, &a);
}

/* The row of the series that holds at t: the only active one that covers it.
 * Otherwise NULL and the code of the anomaly, NULL if there is none. */
static const struct parametre *
find_parameter(uint32_t series, int64_t t, const char **code)
{
	const struct parametre *found = NULL;
	bool covered = false, several = false;

	*code = "M01";
	if (series == HASH_NONE)
		return NULL;
	for (uint32_t i = my.first[series]; i != HASH_NONE;
	     i = my.row[i].next) {
		const struct parametre *p = &my.row[i];

		if (t < p->du || (p->au != DAY_NULL && t >= p->au))
			continue;
		covered = true;
		several |= found && p->actif;
		if (p->actif)
			found = p;
	}
	*code = several ? "M03" : covered ? NULL : "M02";
	return several ? NULL : found;
}

static void
store(
    struct run *r, const struct ouvrage *o, const struct parametre *p, double v)
{
	bulk_int(&my.insert, r->execution);
	bulk_text(&my.insert, str_of(o->id));
	for (int i = 0; i < 3; i++) /* n, id_brute, ligne */
		bulk_int(&my.insert, sqlite3_column_int64(my.read, i));
	bulk_int(&my.insert, p->id);
	bulk_int(&my.insert, sqlite3_column_int64(my.read, 5));
	bulk_real(&my.insert, v);
}

/* The measure that my.read stands on; true if it was stored. */
static bool
consolidate(struct run *r, const struct ouvrage *o)
{
	struct str capteur = db_text(my.read, 3),
		   grandeur = db_text(my.read, 4);
	uint32_t series = hash_find(&my.series, series_key(capteur, grandeur));
	const struct unite *unite = unite_find(db_text(my.read, 7));
	const char *code;
	const struct parametre *p =
	    find_parameter(series, sqlite3_column_int64(my.read, 5), &code);
	double v;

	if (series != HASH_NONE)
		my.seen[series] = true;
	if (!p) {
		if (code)
			report(r, code, code[2] == '3' ? G_REJET : G_ALERTE,
			    capteur, grandeur);
		return false;
	}
	if (!unite_is_convertible(unite, p->source)) {
		report(r, "M05", G_REJET, capteur, grandeur);
		return false;
	}
	v = unite_convert(sqlite3_column_double(my.read, 6), unite, p->source);
	v = p->gain * v;
	v = unite_convert(v + p->decalage, p->source, p->cible);
	if (v < p->min || v > p->max || isnan(v)) {
		report(r, "M06", G_REJET, capteur, grandeur);
		return false;
	}
	store(r, o, p, v);
	return true;
}

/* M07: sensors that the parameters expect on that day and that are silent. */
static void
find_silent(struct run *r)
{
	for (uint32_t i = 0; i < my.series.n; i++) {
		struct str key = hash_text(&my.series, i), capteur, grandeur;

		if (my.seen[i])
			continue;
		capteur = (struct str){ key.p, strlen(key.p) };
		grandeur = (struct str){ key.p + capteur.n + 1,
			key.n - capteur.n - 1 };
		for (uint32_t k = my.first[i]; k != HASH_NONE;
		     k = my.row[k].next) {
			const struct parametre *p = &my.row[k];

			if (p->actif && p->du < r->t.fin &&
			    (p->au == DAY_NULL || p->au > r->t.fin - DAY_MS))
				report(r, "M07", G_ALERTE, capteur, grandeur);
		}
	}
}

static bool
was_sans_objet(struct run *r, const char *ouvrage)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT statut = 'SANS_OBJET' FROM execution_ouvrage"
	    " WHERE id_execution = ?1 AND id_ouvrage = ?2");
	bool was;

	db_bind_int(r->d, s, 1, r->previous);
	db_bind_text(r->d, s, 2, str_of(ouvrage));
	was = db_step(r->d, s) && sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return was;
}

static void
match_ouvrage(struct run *r, const struct ouvrage *o, struct bilan *b)
{
	bool known;

	if (was_sans_objet(r, o->id)) {
		b->statut = OUVRAGE_SANS_OBJET;
		return;
	}
	known = read_parameters(r, o);
	if (!known) {
		report(r, "M08", G_BLOQUANT, STR_NULL, STR_NULL);
		b->statut = OUVRAGE_ECHEC;
		b->erreur = "M08";
	}
	db_bind_int(r->d, my.read, 1, r->previous);
	db_bind_text(r->d, my.read, 2, str_of(o->id));
	while (db_step(r->d, my.read)) {
		b->entrees++;
		b->sorties += known && consolidate(r, o);
	}
	bulk_flush(&my.insert);
	if (known)
		find_silent(r);
}

static void
end(struct run *r)
{
	(void)r;
	sqlite3_finalize(my.read);
	sqlite3_finalize(my.parameters);
	bulk_close(&my.insert);
	hash_free(&my.series);
	free(my.first);
	free(my.seen);
	free(my.row);
	buf_free(&my.key);
}

static const struct stage stage = {
	.etape = E_MATCHING,
	.what = "consolidate the validated measures of a night",
	.opts = opts,
	.begin = begin,
	.ouvrage = match_ouvrage,
	.end = end,
};

int
main(int argc, char **argv)
{
	return stage_main(argc, argv, &stage);
}
