#include <math.h>

#include "apprentissage/organismes/etablissement.h"
#include "base/day.h"
#include "json/schema.h"

/* The instants that stand for an unknown creation: 1900 and 1990, 1 January,
 * midnight UTC. */
#define CREATION_ETABLISSEMENT (-2208988800000)
#define CREATION_UNITE_LEGALE 631152000000

#define INSTANT_MAX 8.64e15 /* milliseconds, the end of ECMAScript's time */
#define SECONDS_MAX 1e11    /* larger numbers are milliseconds */

static void
put_text(struct buf *b, struct js v)
{
	struct str text = js_text(v, b); /* in b already if it was escaped */

	if (!v.escaped)
		buf_add(b, text.p, text.n);
}

/* Appends the strings that are not empty, joined by one space. */
static void
put_words(struct buf *b, const struct js *v, size_t n)
{
	size_t start = b->n, at, word, i;

	for (i = 0; i < n; i++) {
		at = b->n;
		if (at > start)
			buf_byte(b, ' ');
		word = b->n;
		put_text(b, v[i]);
		if (b->n == word)
			b->n = at;
	}
}

/* Returns the line of the street, built in b; NULL if there is no street. */
static struct str
read_label(struct js adresse, struct buf *b)
{
	static const char *const names[] = { "numero_voie",
		"indice_repetition_voie", "type_voie", "libelle_voie" };
	size_t start = b->n;
	struct js line[4];

	js_pick(adresse, names, 4, line);
	if (js_is_null(line[2]) && js_is_null(line[3]))
		return STR_NULL;
	put_words(b, line, 4);
	return (struct str){ b->p + start, b->n - start };
}

bool
adresse_question(
    struct js etablissement, struct buf *b, struct adresse_question *q)
{
	struct js adresse = js_get(etablissement, "adresse");

	/* Unescaped texts are never longer than the JSON: reserved room keeps b
	 * in place while they are read. */
	b->n = 0;
	buf_reserve(b, adresse.n + 8);
	q->code_insee = js_text(js_get(adresse, "code_commune"), b);
	q->code_postal = js_text(js_get(adresse, "code_postal"), b);
	q->label = read_label(adresse, b);
	return q->code_insee.p && q->code_postal.p && q->label.p;
}

static void
put_member(struct buf *out, const char *key, struct js v)
{
	js_put_key(out, key);
	if (js_is_null(v))
		buf_str(out, "null");
	else
		js_put_canon(out, v);
}

/* Members of a commune's parts, and their names in an Adresse. */
static const struct part {
	const char *name;
	const char *from[3], *to[3];
} parts[] = {
	{ "departement", { "nom", "codeInsee" }, { "nom", "code_insee" } },
	{ "region", { "codeInsee", "nom" }, { "code_insee", "nom" } },
	{ "academie", { "id", "code", "nom" }, { "id", "code", "nom" } },
};

static void
put_part(struct buf *out, const struct part *part, struct js from)
{
	struct js v[3];
	size_t n = part->from[2] ? 3 : 2;

	js_open(out, part->name);
	js_pick(from, part->from, n, v);
	for (size_t i = 0; i < n; i++)
		put_member(out, part->to[i], v[i]);
	js_close(out, 1);
}

void
commune_put(struct buf *out, struct js commune)
{
	static const char *const names[] = { "nom", "code", "departement",
		"region", "academie" };
	struct js v[5];

	js_pick(commune, names, 5, v);
	js_open(out, "commune");
	put_member(out, "nom", v[0]);
	put_member(out, "code_insee", js_get(v[1], "insee"));
	js_close(out, 1);
	for (size_t i = 0; i < 3; i++)
		put_part(out, &parts[i], v[i + 2]);
}

void
adresse_put(struct buf *out, struct str label, struct str code_postal,
    struct js commune)
{
	js_open(out, NULL);
	js_put_member(out, "label", label);
	js_put_member(out, "code_postal", code_postal);
	commune_put(out, commune);
	js_close(out, 1);
}

struct maker {
	struct buf *out, scratch;
	const struct organisme_answers *from;
	bool compat;
	struct err *e;
};

/* API Entreprise gives seconds; the reference takes them for milliseconds. If
 * there is no date, writes the given default instant. */
static int
put_instant(struct maker *m, const char *key, struct js v, msec none)
{
	double n = js_number(v);

	js_put_key(m->out, key);
	if (js_is_null(v)) {
		day_put_paris(m->out, none);
		return 0;
	}
	if (!m->compat && fabs(n) < SECONDS_MAX)
		n *= 1000;
	if (!(fabs(n) <= INSTANT_MAX))
		return err_set(m->e, "%s: a date is expected, not '%s'", key,
		    err_quote(v.p, v.n));
	day_put_paris(m->out, (msec)n);
	return 0;
}

static int
put_geopoint(struct maker *m)
{
	static const struct field field = S_REQ("", F_POINT);
	struct js point = m->from->point;

	if (js_is_null(point))
		point = js_at(m->from->commune, "localisation.centre");
	js_put_key(m->out, "geopoint");
	if (js_is_null(point))
		buf_str(m->out, "null");
	else if (schema_copy(&field, point, m->out, m->e))
		return err_set(m->e, "geopoint: a Point is expected, not '%s'",
		    err_quote(point.p, point.n));
	return 0;
}

static void
put_adresse(struct maker *m)
{
	struct adresse_question q;

	js_put_key(m->out, "adresse");
	if (js_is_null(m->from->commune)) {
		buf_str(m->out, "null");
		return;
	}
	adresse_question(m->from->etablissement, &m->scratch, &q);
	adresse_put(m->out, q.label, q.code_postal, m->from->commune);
}

static int
put_etablissement(struct maker *m, struct str siret)
{
	static const char *const names[] = { "etat_administratif", "enseigne",
		"date_creation", "date_fermeture" };
	struct js v[4];

	js_pick(m->from->etablissement, names, 4, v);
	js_open(m->out, "etablissement");
	js_put_member(m->out, "siret", siret);
	js_put_key(m->out, "ouvert");
	js_put_bool(m->out, js_is(v[0], "A"));
	if (js_is(v[1], ""))
		v[1].type = JS_NULL;
	put_member(m->out, "enseigne", v[1]);
	put_adresse(m);
	if (js_is_null(v[3])) /* it closed with its company */
		v[3] = js_get(m->from->unite_legale, "date_cessation");
	if (put_geopoint(m) ||
	    put_instant(m, "creation", v[2], CREATION_ETABLISSEMENT) ||
	    put_instant(m, "fermeture", v[3], DAY_NULL))
		return -1;
	js_close(m->out, 1);
	return 0;
}

/* Appends the given name and the name of a person to scratch. */
static void
read_name(struct maker *m, struct js unit)
{
	struct js person = js_get(unit, "personne_physique_attributs");
	struct js name[] = { js_get(person, "prenom_usuel"),
		js_get(person, "nom_usage") };

	if (js_is_null(name[1]))
		name[1] = js_get(person, "nom_naissance");
	put_words(&m->scratch, name, 2);
}

static void
put_raison_sociale(struct maker *m, struct js unit)
{
	struct js company =
	    js_at(unit, "personne_morale_attributs.raison_sociale");

	m->scratch.n = 0;
	if (js_is(js_get(unit, "type"), "personne_physique")) {
		company.type = JS_NULL;
		read_name(m, unit);
	}
	js_put_key(m->out, "raison_sociale");
	if (m->scratch.n)
		js_put_text(m->out, buf_view(&m->scratch));
	else if (js_is_null(company))
		buf_str(m->out, "\"[ND]\"");
	else
		js_put_canon(m->out, company);
}

static int
put_unite_legale(struct maker *m)
{
	static const char *const names[] = { "siren", "etat_administratif",
		"date_creation", "date_cessation" };
	struct js v[4];

	js_pick(m->from->unite_legale, names, 4, v);
	js_open(m->out, "unite_legale");
	put_member(m->out, "siren", v[0]);
	js_put_key(m->out, "actif");
	js_put_bool(m->out, js_is(v[1], "A"));
	put_raison_sociale(m, m->from->unite_legale);
	if (put_instant(m, "creation", v[2], CREATION_UNITE_LEGALE) ||
	    put_instant(m, "cessation", v[3], DAY_NULL))
		return -1;
	js_close(m->out, 1);
	return 0;
}

static void
put_rest(struct buf *out, const struct organisme *o)
{
	js_open(out, "renseignements_specifiques");
	js_put_key(out, "qualiopi");
	js_put_bool(out, o->qualiopi);
	js_put_member(out, "numero_activite", o->numero_activite);
	js_close(out, 1);
	js_open(out, "statut");
	js_put_member(out, "referentiel", str_of(o->statut));
	js_close(out, 1);
	js_put_key(out, "contacts");
	buf_add(out, o->contacts.p, o->contacts.n);
}

int
organisme_put(struct buf *out, const struct organisme *o,
    const struct organisme_answers *from, bool compat, struct err *e)
{
	struct maker m = { .out = out, .from = from, .compat = compat, .e = e };
	size_t start = out->n;
	int rc = -1;

	js_open(out, NULL);
	js_open(out, "identifiant");
	js_put_member(out, "uai", o->uai);
	js_put_member(out, "siret", o->siret);
	js_close(out, 1);
	if (!put_etablissement(&m, o->siret) && !put_unite_legale(&m)) {
		put_rest(out, o);
		js_close(out, 1);
		rc = 0;
	} else {
		out->n = start;
	}
	buf_free(&m.scratch);
	return rc;
}
