#include <stdlib.h>

#include "apprentissage/sources/territoire.h"
#include "base/err.h"
#include "json/document.h"
#include "json/ndjson.h"
#include "json/schema.h"

#define NONE ((struct js){ 0 })
#define RAW(v) (int)(v).n, (v).p /* for %.*s: JSON text holds no NUL */

/* clang-format off */
static const struct field academie_members[] = {
	S_REQ("dep_code", F_STRING), S_REQ("aca_nom", F_STRING),
	S_REQ("aca_id", F_STRING), S_REQ("aca_code", F_STRING), S_END };
static const struct field academie = S_OBJECT("", 0, academie_members);
static const struct field academies = S_ARRAY("", 0, &academie);

static const struct field parent_members[] = {
	S_REQ("code", F_STRING), S_END };
static const struct field parent = S_OBJECT("", 0, parent_members);
static const struct field part_members[] = {
	S_REQ("code", F_STRING), S_REQ("intitule", F_STRING),
	S_ARRAY("ascendants", 0, &parent), S_END };
static const struct field part = S_OBJECT("", 0, part_members);
/* clang-format on */

/* Returns the text of v, valid until the next call. */
static struct str
text_of(struct js v)
{
	static struct buf scratch;

	scratch.n = 0;
	return js_text(v, &scratch);
}

static void
add_academie(struct territoire *t, struct js dep, struct js from)
{
	uint32_t known = t->departements.n;
	uint32_t i = hash_put(&t->departements, text_of(dep));

	if (i == known) {
		t->academie = xrealloc2(
		    t->academie, t->departements.n, sizeof(*t->academie));
		t->academie[i] = (struct buf){ 0 };
	}
	t->academie[i].n = 0;
	buf_fmt(&t->academie[i], "{\"id\":%.*s,\"code\":%.*s,\"nom\":%.*s}",
	    RAW(js_get(from, "aca_id")), RAW(js_get(from, "aca_code")),
	    RAW(js_get(from, "aca_nom")));
}

/* If a département has several entries, the last one is used. Saint-Barthélemy
 * and Saint-Martin have the académie of Guadeloupe, whatever their own entries
 * say. */
static void
read_academies(struct territoire *t, const char *rawdir)
{
	char *file = xasprintf("%s/academies.json", rawdir);
	struct document d = { 0 };
	struct js list = document_read(file, &academies, &d);
	struct js item, guadeloupe = NONE;

	for (struct js_walk it = js_walk(list); js_item(&it, &item);)
		if (js_is_null(guadeloupe) &&
		    js_is(js_get(item, "dep_code"), "971"))
			guadeloupe = item;
	if (js_is_null(guadeloupe))
		die("%s: no dep_code 971", file);
	for (struct js_walk it = js_walk(list); js_item(&it, &item);) {
		struct js dep = js_get(item, "dep_code");

		add_academie(t, dep,
		    js_is(dep, "977") || js_is(dep, "978") ? guadeloupe : item);
	}
	document_free(&d);
	free(file);
}

/* Adds {code, nom} to the list of former communes, or of arrondissements, of
 * commune up. */
static void
add_part(struct territoire *t, struct js up, struct js item, bool former)
{
	uint32_t known = t->communes.n, i = hash_put(&t->communes, text_of(up));
	struct buf *list;

	if (i == known) {
		t->parts =
		    xrealloc2(t->parts, t->communes.n, sizeof(*t->parts));
		t->parts[i] = (struct territoire_lists){ 0 };
		buf_byte(&t->parts[i].anciennes, '[');
		buf_byte(&t->parts[i].arrondissements, '[');
	}
	list = former ? &t->parts[i].anciennes : &t->parts[i].arrondissements;
	js_put_comma(list);
	buf_fmt(list, "{\"%s\":%.*s,\"nom\":%.*s}",
	    former ? "codeInsee" : "code", RAW(js_get(item, "code")),
	    RAW(js_get(item, "intitule")));
}

static struct js
first(struct js array)
{
	struct js_walk it = js_walk(array);
	struct js item = NONE;

	js_item(&it, &item);
	return item;
}

static void
read_parts(
    struct territoire *t, const char *rawdir, const char *name, bool former)
{
	char *file = xasprintf("%s/%s.ndjson", rawdir, name);
	struct buf b = { 0 };
	struct js record;
	struct ndjson in;
	struct err e;

	ndjson_open(&in, file, false);
	while (ndjson_next(&in, &record)) {
		struct js item, up;

		b.n = 0;
		if (schema_copy(&part, record, &b, &e))
			die("%s: %s", ndjson_where(&in), e.msg);
		item = js_of(buf_view(&b));
		up = js_get(item, "ascendants");
		if (js_count(up) != 1)
			die("%s: ascendants: exactly one is expected, not %zu",
			    ndjson_where(&in), js_count(up));
		add_part(t, js_get(first(up), "code"), item, former);
	}
	ndjson_close(&in);
	buf_free(&b);
	free(file);
}

static void
open_missions(struct territoire *t, const char *dbdir)
{
	char *file = xasprintf("%s/mission_locale.db", dbdir);

	t->missions = db_open(file);
	if (t->missions)
		t->find_mission = db_prepare(t->missions,
		    "SELECT doc FROM insee_to_ml WHERE code_insee = ?");
	else
		warn("%s: no such database: communes get no mission", file);
	free(file);
}

void
territoire_open(struct territoire *t, const char *rawdir, const char *dbdir)
{
	*t = (struct territoire){ 0 };
	open_missions(t, dbdir);
	read_academies(t, rawdir);
	read_parts(t, rawdir, "arrondissements", false);
	/* in this order: associated communes come first in the lists */
	read_parts(t, rawdir, "associees", true);
	read_parts(t, rawdir, "deleguees", true);
	for (uint32_t i = 0; i < t->communes.n; i++) {
		buf_byte(&t->parts[i].anciennes, ']');
		buf_byte(&t->parts[i].arrondissements, ']');
	}
}

void
territoire_close(struct territoire *t)
{
	for (uint32_t i = 0; i < t->departements.n; i++)
		buf_free(&t->academie[i]);
	for (uint32_t i = 0; i < t->communes.n; i++) {
		buf_free(&t->parts[i].anciennes);
		buf_free(&t->parts[i].arrondissements);
	}
	free(t->academie);
	free(t->parts);
	hash_free(&t->departements);
	hash_free(&t->communes);
	sqlite3_finalize(t->find_mission);
	db_close(t->missions);
}

struct js
territoire_academie(struct territoire *t, struct js departement)
{
	uint32_t i = hash_find(&t->departements, text_of(departement));

	return i == HASH_NONE ? NONE : js_of(buf_view(&t->academie[i]));
}

/* Takes the mission of code, if code is smaller than *best. */
static void
try_code(struct territoire *t, struct js code, struct buf *best, struct buf *ml)
{
	struct str s = text_of(code);

	if (best->n && str_cmp(s, buf_view(best)) >= 0)
		return;
	db_bind_text(t->missions, t->find_mission, 1, s);
	if (!db_step(t->missions, t->find_mission))
		return;
	best->n = ml->n = 0;
	buf_add(best, s.p, s.n);
	js_put_raw(ml, js_get(js_doc(db_text(t->find_mission, 0)), "ml"));
	sqlite3_reset(t->find_mission);
}

static void
try_codes(struct territoire *t, struct js list, const char *name,
    struct buf *best, struct buf *ml)
{
	struct js item;

	for (struct js_walk it = js_walk(list); js_item(&it, &item);)
		try_code(t, js_get(item, name), best, ml);
}

/* The mission of a commune is that of the smallest code among its own and
 * those of its parts that has one: Paris is covered as 75101 to 75120. */
static struct js
mission_of(struct territoire *t, struct js code, const struct commune_parts *p)
{
	static struct buf best, ml;

	best.n = ml.n = 0;
	if (t->missions) {
		try_code(t, code, &best, &ml);
		try_codes(t, p->anciennes, "codeInsee", &best, &ml);
		try_codes(t, p->arrondissements, "code", &best, &ml);
	}
	return ml.n ? js_of(buf_view(&ml)) : js_of(STR("null"));
}

struct commune_parts
territoire_parts(struct territoire *t, struct js commune)
{
	uint32_t i = hash_find(&t->communes, text_of(commune));
	struct commune_parts p;

	p.anciennes = p.arrondissements = js_of(STR("[]"));
	if (i != HASH_NONE) {
		p.anciennes = js_of(buf_view(&t->parts[i].anciennes));
		p.arrondissements =
		    js_of(buf_view(&t->parts[i].arrondissements));
	}
	p.mission_locale = mission_of(t, commune, &p);
	return p;
}
