/*
 * traitement-validation: the second stage of the nightly processing. Reads the
 * raw lots that recuperation stored and keeps the lines that are coherent.
 */
#include "base/err.h"
#include "store/bulk.h"
#include "traitement/lot/lot.h"
#include "traitement/stage/stage.h"

static const struct opt opts[] = { STAGE_OPTIONS, { 0 } };

static struct {
	struct limites limites;
	struct lot_check check;
	struct bulk insert;
	int64_t n; /* of the ouvrage's measures */
} my;

static void
begin(struct run *r)
{
	limites_read(&my.limites, r->d);
	my.check.limites = &my.limites;
	bulk_open(&my.insert, r->d, "mesure_validee", 11);
}

static void
store(struct run *r, const struct ouvrage *o, const struct mesure *m)
{
	const struct hash *texts = &my.check.texts;

	bulk_int(&my.insert, r->execution);
	bulk_text(&my.insert, str_of(o->id));
	bulk_int(&my.insert, ++my.n);
	bulk_int(&my.insert, my.check.id_brute);
	bulk_int(&my.insert, m->ligne);
	bulk_text(&my.insert, hash_text(texts, m->capteur));
	bulk_text(&my.insert, hash_text(texts, m->grandeur));
	bulk_int(&my.insert, m->t);
	bulk_real(&my.insert, m->valeur);
	bulk_text(&my.insert, hash_text(texts, m->unite_texte));
	bulk_text(&my.insert,
	    m->qualite == HASH_NONE ? STR_NULL : hash_text(texts, m->qualite));
}

static void
report(struct run *r, const char *code, enum gravite g)
{
	struct anomalie a = { .gravite = g, .id_brute = my.check.id_brute };

	memcpy(a.code, code, sizeof(a.code));
	anomalies_add(&r->a, &a);
}

static void
check_rate(struct run *r, const struct ouvrage *o, size_t accepted)
{
	double expected = ouvrage_number(o, "nb_attendu", 0),
	       least = ouvrage_number(o, "taux_min", 0.5);

	if (expected > 0 && (double)accepted < least * expected)
		report(r, "V10", G_ALERTE);
}

/* One lot: row s of donnee_brute. True if it can be read. */
static bool
validate(
    struct run *r, const struct ouvrage *o, sqlite3_stmt *s, struct bilan *b)
{
	struct lot_check *c = &my.check;
	struct str content = { sqlite3_column_blob(s, 5),
		(size_t)sqlite3_column_bytes(s, 5) };
	struct buf scratch = { 0 };
	struct lot_reader reader;
	bool readable;

	c->id_brute = sqlite3_column_int64(s, 0);
	c->debut = day_parse(db_text(s, 1));
	c->fin = day_parse(db_text(s, 2));
	c->latest = day_parse(db_text(s, 3)) + 5 * 60000;
	readable = lot_open(&reader, content,
	    js_text(js_get(o->params, "format"), &scratch), db_text(s, 4));
	if (!readable) {
		report(r, "V01", G_BLOQUANT);
	} else {
		size_t accepted = lot_run(c, &reader, &r->a);

		for (size_t i = 0; i < c->n; i++)
			if (!c->mesure[i].rejected)
				store(r, o, &c->mesure[i]);
		bulk_flush(&my.insert);
		check_rate(r, o, accepted);
		b->entrees += c->lines;
		b->sorties += (int64_t)accepted;
	}
	lot_close(&reader);
	buf_free(&scratch);
	return readable;
}

static void
validate_ouvrage(struct run *r, const struct ouvrage *o, struct bilan *b)
{
	sqlite3_stmt *s = db_prepare(r->d,
	    "SELECT b.id, debut, b.fin, recu_le, type_contenu, contenu"
	    " FROM donnee_brute b WHERE id IN (SELECT max(b.id)"
	    " FROM donnee_brute b JOIN execution e ON e.id = b.id_execution"
	    " WHERE b.id_ouvrage = ?1 AND e.id_traitement = ?2"
	    " AND e.etape = 'recuperation' GROUP BY id_lot) ORDER BY id");
	int lots = 0, readable = 0;

	my.n = 0;
	db_bind_text(r->d, s, 1, str_of(o->id));
	db_bind_text(r->d, s, 2, str_of(r->t.id));
	while (db_step(r->d, s)) {
		lots++;
		readable += validate(r, o, s, b);
	}
	sqlite3_finalize(s);
	if (!lots)
		b->statut = OUVRAGE_SANS_OBJET;
	else if (!readable) {
		b->statut = OUVRAGE_ECHEC;
		b->erreur = "V01";
	}
}

static void
end(struct run *r)
{
	(void)r;
	bulk_close(&my.insert);
	lot_check_free(&my.check);
	limites_free(&my.limites);
}

static const struct stage stage = {
	.etape = E_VALIDATION,
	.what = "check the raw data of a night",
	.opts = opts,
	.begin = begin,
	.ouvrage = validate_ouvrage,
	.end = end,
};

int
main(int argc, char **argv)
{
	return stage_main(argc, argv, &stage);
}
