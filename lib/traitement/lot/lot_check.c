/* The checks of a lot's lines. */
#include <math.h>
#include <stdlib.h>

#include "traitement/lot/lot.h"

void
limites_read(struct limites *l, struct db *d)
{
	sqlite3_stmt *s =
	    db_prepare(d, "SELECT grandeur, unite, min, max FROM limite");

	*l = (struct limites){ 0 };
	while (db_step(d, s)) {
		uint32_t i = hash_put(&l->grandeurs, db_text(s, 0));

		l->limite = xroom(l->limite, i, &l->cap, sizeof(*l->limite));
		l->limite[i] = (struct limite){
			.unite = unite_find(db_text(s, 1)),
			.min = sqlite3_column_type(s, 2) == SQLITE_NULL
				   ? NAN
				   : sqlite3_column_double(s, 2),
			.max = sqlite3_column_type(s, 3) == SQLITE_NULL
				   ? NAN
				   : sqlite3_column_double(s, 3),
		};
	}
	sqlite3_finalize(s);
}

void
limites_free(struct limites *l)
{
	hash_free(&l->grandeurs);
	free(l->limite);
}

static const struct limite *
limite_of(const struct limites *l, struct str grandeur)
{
	uint32_t i = hash_find(&l->grandeurs, grandeur);

	return i == HASH_NONE ? NULL : &l->limite[i];
}

static void
refuse_line(struct lot_check *c, struct anomalies *a, const char *code,
    enum gravite g, int64_t ligne, struct str capteur)
{
	struct anomalie one = { .gravite = g,
		.id_brute = c->id_brute,
		.ligne = ligne,
		.capteur = capteur.n ? capteur : STR_NULL };

	memcpy(one.code, code, sizeof(one.code));
	anomalies_add(a, &one);
}

static bool
is_in_time(const struct lot_check *c, msec t)
{
	return t != DAY_BAD && (c->debut == DAY_NULL || t >= c->debut) &&
	       (c->fin == DAY_NULL || t < c->fin) && t <= c->latest;
}

/* The first fault of a line by itself, or NULL: then m has its measure. */
static const char *
check_line(struct lot_check *c, const struct lot_line *l, struct mesure *m)
{
	const struct limite *limite;
	double v;

	if (l->broken)
		return "V02";
	for (enum lot_field f = 0; f < L_QUALITE; f++)
		if (!l->field[f].n)
			return "V02";
	m->t = lot_instant(l->field[L_HORODATAGE]);
	if (!is_in_time(c, m->t))
		return "V03";
	m->valeur = lot_number(l->field[L_VALEUR]);
	if (isnan(m->valeur))
		return "V04";
	m->unite = unite_find(l->field[L_UNITE]);
	limite = limite_of(c->limites, l->field[L_GRANDEUR]);
	if (!m->unite ||
	    (limite && !unite_is_convertible(m->unite, limite->unite)))
		return "V05";
	if (!limite)
		return NULL;
	v = unite_convert(m->valeur, m->unite, limite->unite);
	return v < limite->min || v > limite->max ? "V06" : NULL;
}

static void
keep(struct lot_check *c, const struct lot_line *l, struct mesure *m)
{
	m->ligne = l->ligne;
	m->capteur = hash_put(&c->texts, l->field[L_CAPTEUR]);
	m->grandeur = hash_put(&c->texts, l->field[L_GRANDEUR]);
	m->unite_texte = hash_put(&c->texts, l->field[L_UNITE]);
	m->qualite = l->field[L_QUALITE].n
			 ? hash_put(&c->texts, l->field[L_QUALITE])
			 : HASH_NONE;
	m->next = HASH_NONE;
	m->rejected = false;
	c->mesure = xroom(c->mesure, c->n, &c->cap, sizeof(*c->mesure));
	c->mesure[c->n++] = *m;
}

static uint64_t
hash_key(const struct mesure *m)
{
	uint64_t h = (uint64_t)m->t * 0x9e3779b97f4a7c15u;

	h ^= ((uint64_t)m->capteur << 32 | m->grandeur) * 0xbf58476d1ce4e5b9u;
	return h ^ h >> 29;
}

static bool
is_same_key(const struct mesure *a, const struct mesure *b)
{
	return a->t == b->t && a->capteur == b->capteur &&
	       a->grandeur == b->grandeur;
}

/* The slot of m's sensor, grandeur and instant. */
static uint32_t *
slot_of(struct lot_check *c, const struct mesure *m)
{
	size_t i = hash_key(m) & (c->slots - 1);

	while (c->slot[i] && !is_same_key(&c->mesure[c->slot[i] - 1], m))
		i = (i + 1) & (c->slots - 1);
	return &c->slot[i];
}

static void
clear_slots(struct lot_check *c)
{
	size_t slots = 64;

	while (slots < 2 * c->n)
		slots *= 2;
	if (slots > c->slots) {
		free(c->slot);
		c->slot = xcalloc(slots, sizeof(*c->slot));
		c->slots = slots;
	} else {
		memset(c->slot, 0, c->slots * sizeof(*c->slot));
	}
}

static struct str
capteur_of(struct lot_check *c, const struct mesure *m)
{
	return hash_text(&c->texts, m->capteur);
}

/* V07: a line that repeats an earlier one. Those that contradict each other are
 * linked for V08. */
static void
find_repeated(struct lot_check *c, struct anomalies *a)
{
	for (size_t i = 0; i < c->n; i++) {
		struct mesure *m = &c->mesure[i];
		uint32_t *slot = slot_of(c, m), at = *slot ? *slot - 1 : 0,
			 last = HASH_NONE;

		if (!*slot) {
			*slot = (uint32_t)i + 1;
			continue;
		}
		while (at != HASH_NONE && !m->rejected) {
			struct mesure *other = &c->mesure[at];

			m->rejected = other->valeur == m->valeur &&
				      other->unite_texte == m->unite_texte;
			last = at;
			at = other->next;
		}
		if (m->rejected)
			refuse_line(
			    c, a, "V07", G_ALERTE, m->ligne, capteur_of(c, m));
		else
			c->mesure[last].next = (uint32_t)i;
	}
}

/* V08: lines of one sensor, grandeur and instant that differ, all of them. */
static void
find_contradictions(struct lot_check *c, struct anomalies *a)
{
	for (size_t i = 0; i < c->n; i++) {
		struct mesure *m = &c->mesure[i];

		if (m->rejected || m->next == HASH_NONE)
			continue;
		for (uint32_t at = (uint32_t)i; at != HASH_NONE;) {
			struct mesure *other = &c->mesure[at];

			refuse_line(c, a, "V08", G_REJET, other->ligne,
			    capteur_of(c, other));
			other->rejected = true;
			at = other->next;
			other->next = HASH_NONE;
		}
	}
}

static void
find_quality(struct lot_check *c, struct anomalies *a)
{
	for (size_t i = 0; i < c->n; i++) {
		struct mesure *m = &c->mesure[i];
		struct str q;

		if (m->rejected || m->qualite == HASH_NONE)
			continue;
		q = hash_text(&c->texts, m->qualite);
		if (str_is(q, "bon"))
			continue;
		m->rejected = !str_is(q, "douteux");
		refuse_line(c, a, "V09", m->rejected ? G_REJET : G_ALERTE,
		    m->ligne, capteur_of(c, m));
	}
}

size_t
lot_run(struct lot_check *c, struct lot_reader *r, struct anomalies *a)
{
	struct lot_line line;
	size_t passed = 0;

	c->n = 0;
	c->lines = 0;
	while (lot_next(r, &line)) {
		struct mesure m;
		const char *fault = check_line(c, &line, &m);

		c->lines++;
		if (fault)
			refuse_line(c, a, fault, G_REJET, line.ligne,
			    line.field[L_CAPTEUR]);
		else
			keep(c, &line, &m);
	}
	clear_slots(c);
	find_repeated(c, a);
	find_contradictions(c, a);
	find_quality(c, a);
	for (size_t i = 0; i < c->n; i++)
		passed += !c->mesure[i].rejected;
	return passed;
}

void
lot_check_free(struct lot_check *c)
{
	hash_free(&c->texts);
	free(c->mesure);
	free(c->slot);
}
