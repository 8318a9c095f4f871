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
static struct columns coverage = { COVERAGE,
	{ "Code INSEE", "Nom Commune", "Code ML", "Nom Officiel ML",
	    "Commune présente sur plusieurs ML", "Adresse ML", "Code Postal ML",
	    "Ville ML" } };
static struct columns geopoints = { PLACES, { "nom", "lat", "lng", "siret" } };

static struct import im;
static const char *rawdir;
static const char *table_path; /* the CSV file being read */
static int column[COVERAGE];   /* index of each wanted column in its header,
				* or -1 */

/* The places of missions unknown to UNML, by name. */
static struct hash places;
static struct place {
	double lat, lng;
	struct buf siret;
} * place;

/* The missions that occurred, by code. ml: JSON. */
static struct hash codes;
static struct entry {
	char *ml;
	bool checked;
} * missions;
static size_t unknown_to_unml;

/* The coverage: missions[served[i]] serves the code INSEE number i. */
static struct hash communes;
static uint32_t *served;

static struct hash prefixes; /* of the answers that were read */
static struct buf doc, text; /* scratch */

static int
header(void *ctx, const struct str *name, size_t n, struct err *e)
{
	const struct columns *want = ctx;

	(void)e;
	dsv_columns(name, n, want->name, want->n, column);
	return 0;
}

/* Copies the cells of the wanted columns to out. A file without records may
 * lack columns. */
static int
pick(const struct columns *want, const struct str *cell, struct str *out,
    struct err *e)
{
	for (size_t i = 0; i < want->n; i++) {
		if (column[i] < 0)
			return err_set(
			    e, "column '%s' is missing", want->name[i]);
		out[i] = cell[column[i]];
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
	struct str v[PLACES];
	uint32_t i, known = places.n;

	(void)number;
	(void)n;
	if (pick(ctx, cell, v, e))
		return -1;
	for (int c = LAT; c <= LNG; c++)
		if (isnan(num_prefix(v[c])))
			return expected(e, geopoints.name[c], "a number", v[c]);
	i = hash_put(&places, v[NOM]);
	if (i == known) {
		place = xrealloc2(place, places.n, sizeof(*place));
		place[i] = (struct place){ 0 };
	}
	place[i].lat = num_prefix(v[LAT]);
	place[i].lng = num_prefix(v[LNG]);
	place[i].siret.n = 0;
	buf_add(&place[i].siret, v[SIRET].p, v[SIRET].n);
	return 0;
}

/* Adds a mission whose code is new; returns its number. */
static uint32_t
add_mission(const struct mission *m)
{
	uint32_t i = hash_put(&codes, m->code);

	doc.n = 0;
	mission_put(&doc, m);
	missions = xrealloc2(missions, codes.n, sizeof(*missions));
	missions[i].ml = xstrndup(doc.p, doc.n);
	missions[i].checked = false;
	return i;
}

/* Adds the mission that a row of the coverage file describes. */
static uint32_t
add_from_row(const struct str *v)
{
	uint32_t i = hash_find(&places, v[NOM_ML]);
	struct mission m = { .id = mission_id(v[CODE_ML]),
		.code = v[CODE_ML],
		.nom = v[NOM_ML],
		.siret = STR(""),
		.adresse = v[ADRESSE],
		.cp = v[CODE_POSTAL],
		.ville = v[VILLE] };

	if (i != HASH_NONE) {
		m.located = true;
		m.lng = place[i].lng;
		m.lat = place[i].lat;
		m.siret = buf_view(&place[i].siret);
	}
	unknown_to_unml++;
	note("UNML does not know mission %s (%s)%s",
	    err_quote(m.code.p, m.code.n), err_quote(m.cp.p, m.cp.n),
	    m.located ? "" : ", nor does geopoints.csv");
	return add_mission(&m);
}

/* UNML repeats a mission for each commune it serves: the first one is used. */
static void
read_answer(const char *prefix)
{
	char *name = xasprintf("%s/unml/%s.json", rawdir, prefix);
	struct buf b = { 0 };
	struct js d = document_read(name, &unml_answer, &b), item;

	if (js_get(d, "success").type != JS_TRUE)
		die("%s: success: true is expected, not 'false'", name);
	for (struct js_walk w = js_walk(js_get(d, "results"));
	     js_item(&w, &item);) {
		struct mission m =
		    mission_of_unml(js_get(item, "structure"), &text);

		if (hash_find(&codes, m.code) == HASH_NONE)
			add_mission(&m);
	}
	buf_free(&b);
	free(name);
}

/* Reads the answer of UNML for the first two characters of the postal code. */
static int
ask_unml(struct str postal, struct err *e)
{
	char prefix[3] = "";
	uint32_t known = prefixes.n;

	memcpy(prefix, postal.p, 2);
	if (!isalnum((unsigned char)prefix[0]) ||
	    !isalnum((unsigned char)prefix[1]))
		return expected(
		    e, coverage.name[CODE_POSTAL], "a postal code", postal);
	if (hash_put(&prefixes, str_of(prefix)) == known)
		read_answer(prefix);
	return 0;
}

static int
find_mission(const struct str *v, uint32_t *at, struct err *e)
{
	*at = hash_find(&codes, v[CODE_ML]);
	if (*at == HASH_NONE && ask_unml(v[CODE_POSTAL], e))
		return -1;
	*at = hash_find(&codes, v[CODE_ML]);
	if (*at == HASH_NONE)
		*at = add_from_row(v);
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
import_row(const struct str *v, struct err *e)
{
	uint32_t at, i, known = communes.n;

	if (check_row(v, e) || find_mission(v, &at, e) ||
	    check_mission(&missions[at], e))
		return -1;
	i = hash_put(&communes, v[CODE_INSEE]);
	if (i == known)
		served = xrealloc2(served, communes.n, sizeof(*served));
	served[i] = at;
	return 0;
}

static void
refuse_row(size_t number, const struct str *v, const struct err *e)
{
	char *where = xasprintf("%s:%zu", table_path, number);

	doc.n = 0;
	buf_byte(&doc, '{');
	for (size_t i = 0; i < COVERAGE; i++) {
		js_put_key(&doc, coverage.name[i]);
		js_put_text(&doc, v[i]);
	}
	buf_byte(&doc, '}');
	import_refuse(&im, where, doc.p, doc.n, e);
	free(where);
}

static int
coverage_record(
    void *ctx, size_t number, const struct str *cell, size_t n, struct err *e)
{
	struct str v[COVERAGE];
	struct err why;

	(void)n;
	if (pick(ctx, cell, v, e))
		return -1;
	if (import_row(v, &why))
		refuse_row(number, v, &why);
	return 0;
}

static void
read_table(const char *name, const struct dsv_handler *h)
{
	const struct dsv_options o = {
		.delimiter = ';', .quoted = true, .trim = true
	};
	char *path = xasprintf("%s/%s", rawdir, name);
	struct err e;

	table_path = path;
	if (dsv_read_file(path, &o, h, &e))
		die("%s", e.msg);
	free(path);
}

static void
write_records(struct db *d)
{
	struct table_writer w;

	table_begin(&w, d, &table_insee_to_ml);
	for (uint32_t i = 0; i < communes.n; i++) {
		doc.n = 0;
		buf_str(&doc, "{\"code_insee\":");
		js_put_text(&doc, hash_text(&communes, i));
		buf_fmt(&doc, ",\"ml\":%s}", missions[served[i]].ml);
		table_add(&w, js_of(buf_view(&doc)), STR_NULL, STR_NULL, NULL);
	}
	table_end(&w);
}

int
main(int argc, char **argv)
{
	const struct dsv_handler on_place = { header, place_record,
		&geopoints };
	const struct dsv_handler on_row = { header, coverage_record,
		&coverage };
	struct db *d;

	rawdir = import_folder(
	    &im, argc, argv, "import which mission locale serves a commune");
	d = db_create(im.path);
	read_table("geopoints.csv", &on_place);
	read_table("couverture.csv", &on_row);
	if (!communes.n && !im.refused)
		die("%s/couverture.csv: no record", rawdir);
	write_records(d);
	import_end(&im);
	out_line("{\"rows\":%u,\"unknown_to_unml\":%zu}", communes.n,
	    unknown_to_unml);
	import_publish(d);
	return 0;
}
