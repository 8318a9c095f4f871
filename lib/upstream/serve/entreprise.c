/*
 * API Entreprise: gives the answers from which a client makes the records of
 * DIR/entreprise [organismes 5.1]. A client first asks for what is public
 * (diffusibles), then for the rest, which it strips. Several refusals become
 * null, and an unknown unit becomes one that was closed in 1990.
 */
#include <stdlib.h>
#include <zlib.h>

#include "base/err.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

#define CLOSED 631152000000.0 /* date of the unit that clients invent */

/* The answers from which a client makes a record. */
enum way {
	W_TOLD,    /* the first question is answered */
	W_PARTIAL, /* 404, then an answer, which the client strips */
	W_UNKNOWN, /* 404 twice */
	W_451,
	W_422,     /* to the first question */
	W_451_LATE /* 404, then 451 */
};

/* Returns the record of an identifier in file, which is mapped at a. */
static struct js
find_record(
    struct answer *a, const char *file, const char *id, const char *member)
{
	struct buf text = { 0 };
	struct str rest, line;
	struct js found = { 0 };

	if (!file_map(a, file))
		return found;
	js_put_text(&text, str_of(id));
	rest = a->body;
	while (line_with(&rest, buf_view(&text), &line))
		if (js_is(js_get(js_of(line), "identifiant"), id))
			found = js_get(js_of(line), member);
	buf_free(&text);
	return found;
}

static unsigned
pick(const char *id, unsigned n)
{
	return (unsigned)crc32(0, (const Bytef *)id, (uInt)strlen(id)) % n;
}

static bool
all_null(struct js object, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!js_is_null(js_get(object, names[i])))
			return false;
	return true;
}

static const char *const lignes[] = { "numero_voie", "indice_repetition_voie",
	"type_voie", "libelle_voie", "complement_adresse", "code_postal" };
static const char *const noms[] = { "prenom_usuel", "nom_usage",
	"nom_naissance" };

/* Is this unit as a client leaves it after stripping? */
static bool
is_stripped(struct js unite)
{
	return js_is_null(
		   js_at(unite, "personne_morale_attributs.raison_sociale")) &&
	       js_is_null(js_at(unite, "personne_morale_attributs.sigle")) &&
	       all_null(js_get(unite, "personne_physique_attributs"), noms, 3);
}

static enum way
way_of_etablissement(struct js e, const char *siret)
{
	static const enum way null[] = { W_UNKNOWN, W_451, W_422 };
	struct js adresse = js_get(e, "adresse");

	if (e.type != JS_OBJECT)
		return null[pick(siret, 3)];
	if (!js_is_null(js_get(adresse, "code_commune")) &&
	    all_null(adresse, lignes, 6) &&
	    is_stripped(js_get(e, "unite_legale")))
		return W_PARTIAL;
	return W_TOLD;
}

static enum way
way_of_unite(struct js u, const char *siren)
{
	static const enum way null[] = { W_451_LATE, W_451, W_422 };

	if (u.type != JS_OBJECT)
		return null[pick(siren, 3)];
	if (js_number(js_get(u, "date_cessation")) == CLOSED)
		return W_UNKNOWN;
	return is_stripped(u) ? W_PARTIAL : W_TOLD;
}

static void put_filled(struct buf *b, struct js object);

static void
put_member(struct buf *b, struct js key, struct js value)
{
	static const char *const filled[] = { "numero_voie", "type_voie",
		"libelle_voie", "code_postal", "nom_naissance",
		"prenom_usuel" };

	js_put_comma(b);
	js_put_raw(b, key);
	buf_byte(b, ':');
	if (value.type == JS_OBJECT) {
		put_filled(b, value);
		return;
	}
	for (size_t i = 0; value.type == JS_NULL && i < 6; i++)
		if (js_is(key, filled[i])) {
			buf_str(b, "\"À TAIRE\"");
			return;
		}
	js_put_raw(b, value);
}

/* Appends the record with invented values where the client strips. */
static void
put_filled(struct buf *b, struct js object)
{
	struct js key, value;

	buf_byte(b, '{');
	for (struct js_walk w = js_walk(object); js_member(&w, &key, &value);)
		put_member(b, key, value);
	buf_byte(b, '}');
}

static void
answer_record(struct answer *a, struct js record, enum way way)
{
	struct buf b = { 0 };

	buf_str(&b, "{\"data\":");
	if (way == W_PARTIAL)
		put_filled(&b, record);
	else
		js_put_raw(&b, record);
	buf_str(&b, ",\"links\":{},\"meta\":{}}");
	buf_free(&a->own);
	a->own = b;
	answer_own(a, type_of(".json"));
}

static void
answer_way(struct answer *a, struct js record, enum way way, bool first)
{
	if (way == W_451 || (way == W_451_LATE && !first))
		answer_json_error(a, 451, "not to be told");
	else if (way == W_422)
		answer_json_error(a, 422, "no identifier");
	else if (way == W_TOLD || (way == W_PARTIAL && !first))
		answer_record(a, record, way);
	else
		answer_json_error(a, 404, "unknown");
}

/* Removes prefix from *path; false if it is not there. */
static bool
cut(const char **path, const char *prefix)
{
	size_t n = strlen(prefix);

	if (strncmp(*path, prefix, n) != 0)
		return false;
	*path += n;
	return true;
}

void
serve_entreprise(const struct request *r, struct answer *a)
{
	const char *path = r->path;
	struct buf token = { 0 };
	bool known, etab, first;
	struct js record;

	known = query_field(r->query, "token", &token) &&
		str_is(buf_view(&token),
		    secret_of("API_ENTREPRISE_KEY", "entreprise-token"));
	buf_free(&token);
	if (!known) {
		answer_json_error(a, 401, "token");
		return;
	}
	etab = cut(&path, "/v3/insee/sirene/etablissements/");
	if (!etab && !cut(&path, "/v3/insee/sirene/unites_legales/"))
		return;
	first = cut(&path, "diffusibles/");
	record = etab ? find_record(a, "entreprise/etablissements.ndjson", path,
			    "etablissement")
		      : find_record(a, "entreprise/unites_legales.ndjson", path,
			    "unite_legale");
	if (record.type == JS_ABSENT)
		answer_json_error(a, 404, "unknown");
	else
		answer_way(a, record,
		    etab ? way_of_etablissement(record, path)
			 : way_of_unite(record, path),
		    first);
}
