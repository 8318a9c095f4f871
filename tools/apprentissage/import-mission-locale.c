/*
 * import-mission-locale: which mission locale serves a commune.
 *
 * Reads from RAWDIR the coverage file (couverture.csv, one row per commune),
 * the places of the missions unknown to UNML (geopoints.csv) and the answers
 * of UNML by the first two characters of a postal code (unml/XX.json). Writes
 * table insee_to_ml, one record per code INSEE, in the order of the coverage
 * file. If several rows have the same code, the last one is used.
 *
 * A mission is described by UNML if UNML knows its code, else by the first row
 * of the coverage file that names it.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "apprentissage/records/published.h"
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/mission_locale.h"
#include "base/hash.h"
#include "base/num.h"
#include "format/dsv.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/document.h"

/* The columns that are read of each file. */
enum {
	CODE_INSEE,
	NOM_COMMUNE,
	CODE_ML,
	NOM_ML,
	PLUSIEURS,
	ADRESSE,
	CODE_POSTAL,
	VILLE,
	COVERAGE
};
enum { NOM, LAT, LNG, SIRET, PLACES };

struct columns {
	size_t n;
	const char *name[COVERAGE];
};
static const struct columns coverage = { COVERAGE,
	{ "Code INSEE", "Nom Commune", "Code ML", "Nom Officiel ML",
	    "Commune présente sur plusieurs ML", "Adresse ML", "Code Postal ML",
	    "Ville ML" } };
static const struct columns geopoints = { PLACES,
	{ "nom", "lat", "lng", "siret" } };

struct run {
	struct import im;
	const char *rawdir;
	const char *table_path;     /* the CSV file being read */
	const struct columns *want; /* the columns wanted of that file */
	int column[COVERAGE];       /* index of each wanted column, or -1 */

	/* The places of missions unknown to UNML, by name. */
	struct hash places;
	struct place {
		double lat, lng;
		struct buf siret;
	} * place;

	/* The missions that occurred, by code. */
	struct hash codes;
	struct entry {
		char *ml; /* JSON */
		bool checked;
	} * missions;
	size_t unknown_to_unml;

	/* The coverage: missions[served[i]] serves the code INSEE number i. */
	struct hash communes;
	uint32_t *served;

	struct hash prefixes; /* of the answers that were read */
	struct buf doc, text; /* scratch */
};

static int
header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	struct run *r = ctx;

	(void)e;
	dsv_columns(name, n, r->want->name, r->want->n, r->column);
	return 0;
}

/* Copies the cells of the wanted columns to out. A file without records may
 * lack columns. */
static int
pick(
    const struct run *r, const struct str *cell, struct str *out, struct err *e)
{
	const struct columns *want = r->want;

	for (size_t i = 0; i < want->n; i++) {
		if (r->column[i] < 0)
			return err_set(
			    e, "column '%s' is missing", want->name[i]);
		out[i] = cell[r->column[i]];
	}
	return 0;
}

static int
expected(struct err *e, const char *name, const char *what, struct str s)
{
	return err_set(
	    e, "%s: %s is expected, not '%s'", name, what, err_quote(s.p, s.n));
}

static int
place_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	struct run *r = ctx;
	struct str v[PLACES];
	uint32_t i, known = r->places.n;

	(void)number;
	(void)n;
	if (pick(r, cell, v, e))
		return -1;
	for (int c = LAT; c <= LNG; c++)
		if (isnan(num_prefix(v[c])))
			return expected(e, geopoints.name[c], "a number", v[c]);
	i = hash_put(&r->places, v[NOM]);
	if (i == known) {
		r->place = xrealloc2(r->place, r->places.n, sizeof(*r->place));
		r->place[i] = (struct place){ 0 };
	}
	r->place[i].lat = num_prefix(v[LAT]);
	r->place[i].lng = num_prefix(v[LNG]);
	r->place[i].siret.n = 0;
	buf_add(&r->place[i].siret, v[SIRET].p, v[SIRET].n);
	return 0;
}

/* Adds a mission whose code is new; returns its number. */
static uint32_t
add_mission(struct run *r, const struct mission *m)
{
	uint32_t i = hash_put(&r->codes, m->code);

	r->doc.n = 0;
	mission_put(&r->doc, m);
	r->missions = xrealloc2(r->missions, r->codes.n, sizeof(*r->missions));
	r->missions[i].ml = xstrndup(r->doc.p, r->doc.n);
	r->missions[i].checked = false;
	return i;
}

/* Adds the mission that a row of the coverage file describes. */
static uint32_t
add_from_row(struct run *r, const struct str *v)
{
	uint32_t i = hash_find(&r->places, v[NOM_ML]);
	struct mission m = { .id = mission_id(v[CODE_ML]),
		.code = v[CODE_ML],
		.nom = v[NOM_ML],
		.siret = STR(""),
		.adresse = v[ADRESSE],
		.cp = v[CODE_POSTAL],
		.ville = v[VILLE] };

	if (i != HASH_NONE) {
		m.located = true;
		m.lng = r->place[i].lng;
		m.lat = r->place[i].lat;
		m.siret = buf_view(&r->place[i].siret);
	}
	r->unknown_to_unml++;
	note("UNML does not know mission %s (%s)%s",
	    err_quote(m.code.p, m.code.n), err_quote(m.cp.p, m.cp.n),
	    m.located ? "" : ", nor does geopoints.csv");
	return add_mission(r, &m);
}

/* UNML repeats a mission for each commune it serves: the first one is used. */
static void
read_answer(struct run *r, const char *prefix)
{
	char *name = xasprintf("%s/unml/%s.json", r->rawdir, prefix);
	struct buf b = { 0 };
	struct js d = document_read(name, &unml_answer, &b), item;

	if (js_get(d, "success").type != JS_TRUE)
		die("%s: success: true is expected, not 'false'", name);
	for (struct js_walk w = js_walk(js_get(d, "results"));
	     js_item(&w, &item);) {
		struct mission m =
		    mission_of_unml(js_get(item, "structure"), &r->text);

		if (hash_find(&r->codes, m.code) == HASH_NONE)
			add_mission(r, &m);
	}
	buf_free(&b);
	free(name);
}

/* Reads the answer of UNML for the first two characters of the postal code. */
static int
ask_unml(struct run *r, struct str postal, struct err *e)
{
	char prefix[3] = "";
	uint32_t known = r->prefixes.n;

	memcpy(prefix, postal.p, 2);
	if (!isalnum((unsigned char)prefix[0]) ||
	    !isalnum((unsigned char)prefix[1]))
		return expected(
		    e, coverage.name[CODE_POSTAL], "a postal code", postal);
	if (hash_put(&r->prefixes, str_of(prefix)) == known)
		read_answer(r, prefix);
	return 0;
}

static int
find_mission(struct run *r, const struct str *v, uint32_t *at, struct err *e)
{
	*at = hash_find(&r->codes, v[CODE_ML]);
	if (*at == HASH_NONE && ask_unml(r, v[CODE_POSTAL], e))
		return -1;
	*at = hash_find(&r->codes, v[CODE_ML]);
	if (*at == HASH_NONE)
		*at = add_from_row(r, v);
	return 0;
}

/* Only missions that serve a commune are checked: others may be invalid. */
static int
check_mission(struct entry *m, struct err *e)
{
	struct buf record = { 0 }, copy = { 0 };
	int rc;

	if (m->checked)
		return 0;
	buf_fmt(&record, "{\"code_insee\":\"\",\"ml\":%s}", m->ml);
	rc =
	    schema_copy(&insee_to_ml_field, js_of(buf_view(&record)), &copy, e);
	m->checked = !rc;
	buf_free(&record);
	buf_free(&copy);
	return rc;
}

/* True if a part of s has the given shape: 0 stands for a digit, A for a
 * digit, A or B. */
static bool
holds(struct str s, const char *shape)
{
	size_t n = strlen(shape), k;

	for (size_t i = 0; i + n <= s.n; i++) {
		for (k = 0; k < n; k++) {
			char c = s.p[i + k];

			if (!(c >= '0' && c <= '9') &&
			    !(shape[k] == 'A' && (c == 'A' || c == 'B')))
				break;
		}
		if (k == n)
			return true;
	}
	return false;
}

static const struct {
	int column;
	const char *shape, *what;
} checks[] = {
	{ CODE_INSEE, "0A000", "a code INSEE" },
	{ CODE_ML, "0A000", "a mission's code" },
	{ CODE_POSTAL, "00000", "a postal code" },
};

static int
check_row(const struct str *v, struct err *e)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		int c = checks[i].column;

		if (!holds(v[c], checks[i].shape))
			return expected(
			    e, coverage.name[c], checks[i].what, v[c]);
	}
	if (!str_is(v[PLUSIEURS], "Non"))
		return expected(
		    e, coverage.name[PLUSIEURS], "Non", v[PLUSIEURS]);
	return 0;
}

static int
import_row(struct run *r, const struct str *v, struct err *e)
{
	uint32_t at, i, known = r->communes.n;

	if (check_row(v, e) || find_mission(r, v, &at, e) ||
	    check_mission(&r->missions[at], e))
		return -1;
	i = hash_put(&r->communes, v[CODE_INSEE]);
	if (i == known)
		r->served =
		    xrealloc2(r->served, r->communes.n, sizeof(*r->served));
	r->served[i] = at;
	return 0;
}

static void
refuse_row(
    struct run *r, size_t number, const struct str *v, const struct err *e)
{
	char *where = xasprintf("%s:%zu", r->table_path, number);

	r->doc.n = 0;
	buf_byte(&r->doc, '{');
	for (size_t i = 0; i < COVERAGE; i++) {
		js_put_key(&r->doc, coverage.name[i]);
		js_put_text(&r->doc, v[i]);
	}
	buf_byte(&r->doc, '}');
	import_refuse(&r->im, where, r->doc.p, r->doc.n, e);
	free(where);
}

static int
coverage_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	struct run *r = ctx;
	struct str v[COVERAGE];
	struct err why;

	(void)n;
	if (pick(r, cell, v, e))
		return -1;
	if (import_row(r, v, &why))
		refuse_row(r, number, v, &why);
	return 0;
}

static void
read_table(struct run *r, const char *name, const struct columns *want,
    int (*record)(void *, size_t, const struct str *, size_t, struct err *))
{
	const struct dsv_handler h = { header, record, r };
	const struct dsv_options o = {
		.delimiter = ';', .quoted = true, .trim = true
	};
	char *path = xasprintf("%s/%s", r->rawdir, name);
	struct err e;

	r->table_path = path;
	r->want = want;
	if (dsv_read_file(path, &o, &h, &e))
		die("%s", e.msg);
	free(path);
}

static void
write_records(struct run *r, struct db *d)
{
	struct table_writer w;

	table_begin(&w, d, &table_insee_to_ml);
	for (uint32_t i = 0; i < r->communes.n; i++) {
		r->doc.n = 0;
		buf_str(&r->doc, "{\"code_insee\":");
		js_put_text(&r->doc, hash_text(&r->communes, i));
		buf_fmt(&r->doc, ",\"ml\":%s}", r->missions[r->served[i]].ml);
		table_add(
		    &w, js_of(buf_view(&r->doc)), STR_NULL, STR_NULL, NULL);
	}
	table_end(&w);
}

static void
run_free(struct run *r)
{
	for (uint32_t i = 0; i < r->places.n; i++)
		buf_free(&r->place[i].siret);
	for (uint32_t i = 0; i < r->codes.n; i++)
		free(r->missions[i].ml);
	free(r->place);
	free(r->missions);
	free(r->served);
	hash_free(&r->places);
	hash_free(&r->codes);
	hash_free(&r->communes);
	hash_free(&r->prefixes);
	buf_free(&r->doc);
	buf_free(&r->text);
}

int
main(int argc, char **argv)
{
	struct run r = { 0 };
	struct db *d;

	r.rawdir = import_folder(
	    &r.im, argc, argv, "import which mission locale serves a commune");
	d = db_create(r.im.path);
	read_table(&r, "geopoints.csv", &geopoints, place_record);
	read_table(&r, "couverture.csv", &coverage, coverage_record);
	if (!r.communes.n && !r.im.refused)
		die("%s/couverture.csv: no record", r.rawdir);
	write_records(&r, d);
	import_end(&r.im);
	out_line("{\"rows\":%u,\"unknown_to_unml\":%zu}", r.communes.n,
	    r.unknown_to_unml);
	import_publish(d);
	run_free(&r);
	return 0;
}
