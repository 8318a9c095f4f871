#include <stdio.h>
#include <stdlib.h>

#include "traitement/base/anomalie.h"

struct anomalie_row {
	char code[4];
	enum gravite gravite;
	int64_t id_brute, ligne, nombre;
	char *capteur; /* NULL: none */
};

static const char *const gravites[] = { "ALERTE", "REJET", "BLOQUANT" };

/* What the codes mean, for people. */
static const struct {
	const char *code, *message;
} messages[] = {
	{ "R01", "identifiants refusés par Sercel" },
	{ "R02", "ouvrage inconnu de Sercel" },
	{ "R03", "Sercel ne répond pas" },
	{ "R04", "réponse de Sercel inutilisable" },
	{ "R05", "lot corrigé par Sercel" },
	{ "V01", "lot illisible : codage, type ou en-tête" },
	{ "V02", "champ manquant ou vide" },
	{ "V03", "horodatage invalide ou hors du lot" },
	{ "V04", "valeur qui n'est pas un nombre" },
	{ "V05", "unité inconnue ou non convertible" },
	{ "V06", "valeur hors des limites de la grandeur" },
	{ "V07", "mesure répétée" },
	{ "V08", "mesures contradictoires au même instant" },
	{ "V09", "qualité douteuse, mauvaise ou inconnue" },
	{ "V10", "trop peu de mesures dans le lot" },
	{ "M01", "capteur sans paramétrage" },
	{ "M02", "aucun paramétrage à cette date" },
	{ "M03", "plusieurs paramétrages à cette date" },
	{ "M05", "unité non convertible" },
	{ "M06", "résultat hors des bornes physiques" },
	{ "M07", "capteur paramétré sans mesure" },
	{ "M08", "ouvrage sans paramétrage" },
};

static const char *
message_of(const char *code)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++)
		if (!strcmp(messages[i].code, code))
			return messages[i].message;
	return code;
}

static void
put_key(struct buf *key, const struct anomalie *a)
{
	key->n = 0;
	buf_fmt(key, "%lld %s %d ", (long long)a->id_brute, a->code,
	    (int)a->gravite);
	buf_byte(key, a->capteur.p ? '+' : '-');
	buf_add(key, a->capteur.p, a->capteur.n);
	buf_byte(key, '\0');
	buf_add(key, a->groupe.p, a->groupe.n);
}

void
anomalies_add(struct anomalies *a, const struct anomalie *one)
{
	struct anomalie_row *r;
	uint32_t known = a->keys.n, i;

	a->total++;
	a->grave |= one->gravite != G_ALERTE;
	put_key(&a->key, one);
	i = hash_put(&a->keys, buf_view(&a->key));
	if (i < known) {
		r = &a->row[i];
		r->nombre++;
		if (one->ligne < r->ligne)
			r->ligne = one->ligne;
		return;
	}
	a->row = xroom(a->row, a->n, &a->cap, sizeof(*a->row));
	r = &a->row[a->n++];
	*r = (struct anomalie_row){ .gravite = one->gravite,
		.id_brute = one->id_brute,
		.ligne = one->ligne,
		.nombre = 1 };
	memcpy(r->code, one->code, sizeof(r->code));
	if (one->capteur.p)
		r->capteur = xstrndup(one->capteur.p, one->capteur.n);
}

static int
by_place(const void *x, const void *y)
{
	const struct anomalie_row *a = x, *b = y;
	int c;

	if (!a->id_brute != !b->id_brute)
		return a->id_brute ? -1 : 1;
	if (a->id_brute != b->id_brute)
		return a->id_brute < b->id_brute ? -1 : 1;
	if (a->id_brute && a->ligne != b->ligne)
		return a->ligne < b->ligne ? -1 : 1;
	c = strcmp(a->code, b->code);
	return c ? c : str_cmp(str_of(a->capteur), str_of(b->capteur));
}

static void
bind_id(sqlite3_stmt *s, int at, int64_t id)
{
	if (id)
		sqlite3_bind_int64(s, at, id);
	else
		sqlite3_bind_null(s, at);
}

void
anomalies_store(
    struct anomalies *a, struct db *d, int64_t execution, const char *ouvrage)
{
	sqlite3_stmt *s;

	if (!a->n)
		return;
	s = db_prepare(d,
	    "INSERT INTO anomalie(id_execution, id_ouvrage, code, gravite,"
	    " id_brute, ligne, capteur, nombre, message)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
	qsort(a->row, a->n, sizeof(*a->row), by_place);
	for (size_t i = 0; i < a->n; i++) {
		const struct anomalie_row *r = &a->row[i];

		db_bind_int(d, s, 1, execution);
		db_bind_text(d, s, 2, str_of(ouvrage));
		db_bind_text(d, s, 3, str_of(r->code));
		db_bind_text(d, s, 4, str_of(gravites[r->gravite]));
		bind_id(s, 5, r->id_brute);
		bind_id(s, 6, r->ligne);
		db_bind_text(d, s, 7, str_of(r->capteur));
		db_bind_int(d, s, 8, r->nombre);
		db_bind_text(d, s, 9, str_of(message_of(r->code)));
		db_step(d, s);
	}
	sqlite3_finalize(s);
}

void
anomalies_clear(struct anomalies *a)
{
	for (size_t i = 0; i < a->n; i++)
		free(a->row[i].capteur);
	a->n = 0;
	a->total = 0;
	a->grave = false;
	hash_free(&a->keys);
}

void
anomalies_free(struct anomalies *a)
{
	anomalies_clear(a);
	free(a->row);
	buf_free(&a->key);
}
