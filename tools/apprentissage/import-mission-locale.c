/*
 * import-mission-locale: which mission locale serves a commune.
 *
 * Reads from RAWDIR the coverage file (couverture.csv, one row per commune),
 * the places of the missions unknown to UNML (geopoints.csv) and the answers
 * of UNML by the first two characters of a postal code (unml/XX.json). Writes
 * table insee_to_ml, one record per code INSEE, in the order of the coverage
 * file. If several rows have the same code, the last one is used.
 */
#include <math.h>
#include <stdlib.h>

#include "apprentissage/records/tables.h"
#include "apprentissage/sources/missions.h"
#include "base/hash.h"
#include "base/num.h"
#include "format/dsv.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"

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
	const char *table_path;     /* the CSV file being read */
	const struct columns *want; /* the columns wanted of that file */
	int column[COVERAGE];       /* index of each wanted column, or -1 */

	struct missions missions;

	/* The coverage: mission served[i] serves the code INSEE number i. */
	struct hash communes;
	uint32_t *served;

	struct buf doc; /* scratch */
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

	(void)number;
	(void)n;
	if (pick(r, cell, v, e))
		return -1;
	for (int c = LAT; c <= LNG; c++)
		if (isnan(num_prefix(v[c])))
			return expected(e, geopoints.name[c], "a number", v[c]);
	missions_add_place(&r->missions, v[NOM],
	    &(struct place){
		num_prefix(v[LAT]), num_prefix(v[LNG]), v[SIRET] });
	return 0;
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
	const struct mission m = { .id = mission_id(v[CODE_ML]),
		.code = v[CODE_ML],
		.nom = v[NOM_ML],
		.siret = STR(""),
		.adresse = v[ADRESSE],
		.cp = v[CODE_POSTAL],
		.ville = v[VILLE] };
	uint32_t at, i, known = r->communes.n;

	if (check_row(v, e) || missions_find(&r->missions, &m, &at, e))
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
		js_put_member(&r->doc, coverage.name[i], v[i]);
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
	char *path = xasprintf("%s/%s", r->missions.rawdir, name);
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
		buf_str(&r->doc, ",\"ml\":");
		buf_str(&r->doc, missions_json(&r->missions, r->served[i]));
		buf_byte(&r->doc, '}');
		table_add(
		    &w, js_doc(buf_view(&r->doc)), STR_NULL, STR_NULL, NULL);
	}
	table_end(&w);
}

static void
run_free(struct run *r)
{
	missions_free(&r->missions);
	free(r->served);
	hash_free(&r->communes);
	buf_free(&r->doc);
}

int
main(int argc, char **argv)
{
	struct run r = { 0 };
	struct db *d;

	r.missions.rawdir = import_folder(
	    &r.im, argc, argv, "import which mission locale serves a commune");
	d = db_create(r.im.path);
	read_table(&r, "geopoints.csv", &geopoints, place_record);
	read_table(&r, "couverture.csv", &coverage, coverage_record);
	if (!r.communes.n && !r.im.refused)
		die("%s/couverture.csv: no record", r.missions.rawdir);
	write_records(&r, d);
	import_end(&r.im);
	counts_print({ "rows", r.communes.n },
	    { "unknown_to_unml", (int64_t)r.missions.unknown_to_unml });
	import_publish(d);
	run_free(&r);
	return 0;
}
