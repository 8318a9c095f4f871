/*
 * import-communes: the communes of France and of its overseas collectivities.
 *
 * Reads from RAWDIR the answers of API Géo (regions, departements, communes),
 * of INSEE (collectivities, municipal arrondissements, associated and
 * delegated communes) and of Enseignement supérieur (académies), and from
 * DBDIR which mission locale serves a code INSEE. Writes table commune, one
 * record per code INSEE, in the order of the answers. The previous state of
 * FILE gives created_at and updated_at.
 *
 * Memory holds the lists that every commune is joined with, and the communes
 * of one département at a time.
 */
#include <stdlib.h>

#include "apprentissage/records/published.h"
#include "apprentissage/records/tables.h"
#include "apprentissage/sources/territoire.h"
#include "base/day.h"
#include "base/hash.h"
#include "base/opt.h"
#include "format/code.h"
#include "store/db.h"
#include "suite/import.h"
#include "json/counts.h"
#include "json/document.h"

static const struct opt opts[] = {
	{ OPT_NEEDED | 'd', "databases", "DIR", "where mission_locale.db is" },
	{ OPT_NEEDED | 'o', "output", "FILE", "the database to write" },
	{ OPT_NEEDED | 'r', "raw", "DIR", "where the files of the source are" },
	{ 0 },
};

/* clang-format off */
#define CODE S_CODE("code", 0, code_territoire, "a code of two or three characters")

static const struct field string = S_REQ("", F_STRING);

static const struct field region_members[] = {
	S_REQ("nom", F_STRING), CODE, S_END };
static const struct field region = S_OBJECT("", 0, region_members);
static const struct field regions = S_ARRAY("", 0, &region);

static const struct field collectivite_members[] = {
	CODE, S_REQ("intitule", F_STRING), S_END };
static const struct field collectivite =
	S_OBJECT("", 0, collectivite_members);
static const struct field collectivites = S_ARRAY("", 0, &collectivite);

static const struct field departement_members[] = {
	CODE, S_REQ("codeRegion", F_STRING), S_REQ("nom", F_STRING), S_END };
static const struct field departement = S_OBJECT("", 0, departement_members);
static const struct field departements = S_ARRAY("", 0, &departement);

static const struct field geo_members[] = {
	S_REQ("nom", F_STRING), S_REQ("code", F_STRING),
	S_ARRAY("codesPostaux", 0, &string), S_REQ("codeDepartement", F_STRING),
	S_REQ("codeRegion", F_STRING), S_REQ("centre", F_POINT),
	S_REQ("bbox", F_POLYGON), S_END };
static const struct field geo = S_OBJECT("", 0, geo_members);
static const struct field geos = S_ARRAY("", 0, &geo);
/* clang-format on */

#define NONE ((struct js){ 0 })
#define RAW(v) (int)(v).n, (v).p /* for %.*s: JSON text holds no NUL */

enum change { SAME, CREATED, UPDATED };

struct communes {
	const char *dbdir, *rawdir, *path;
	struct territoire territoire;
	struct db *old; /* the previous state, or NULL */
	sqlite3_stmt *find_old;
	struct db *db;
	struct table_writer rows;
	char now[DAY_TEXT_MAX];
	struct hash seen; /* the codes that occurred: code i is in row i + 1 */
	unsigned char *changes; /* of each code: enum change */
	/* The place of the communes being read. */
	struct js region, departement, academie;
};

/* Returns the text of v, valid until the next call. */
static struct str
text_of(struct js v)
{
	static struct buf scratch;

	scratch.n = 0;
	return js_text(v, &scratch);
}

/* Returns RAWDIR/NAME.json, or RAWDIR/NAME-CODE.json; the caller frees it. */
static char *
raw_path(struct communes *c, const char *name, struct js code)
{
	struct str s = text_of(code);

	return xasprintf("%s/%s%s%.*s.json", c->rawdir, name, s.n ? "-" : "",
	    (int)s.n, s.n ? s.p : "");
}

static struct js
read_raw(struct communes *c, const char *name, struct js code,
    const struct field *f, struct document *d)
{
	char *file = raw_path(c, name, code);
	struct js v = document_read(file, f, d);

	free(file);
	return v;
}

static void
put(struct buf *b, const char *before, struct js v)
{
	buf_str(b, before);
	buf_add(b, v.p, v.n);
}

/* Appends the record of the commune that API Géo describes by g, unchecked. */
static void
put_record(struct buf *b, struct communes *c, struct js g)
{
	struct js code = js_get(g, "code");
	struct commune_parts p = territoire_parts(&c->territoire, code);

	put(b, "{\"nom\":", js_get(g, "nom"));
	put(b, ",\"code\":{\"insee\":", code);
	put(b, ",\"postaux\":", js_get(g, "codesPostaux"));
	put(b, "},\"anciennes\":", p.anciennes);
	put(b, ",\"arrondissements\":", p.arrondissements);
	put(b, ",\"departement\":{\"nom\":", js_get(c->departement, "nom"));
	put(b, ",\"codeInsee\":", js_get(c->departement, "code"));
	put(b, "},\"region\":{\"codeInsee\":", js_get(c->region, "code"));
	put(b, ",\"nom\":", js_get(c->region, "nom"));
	put(b, "},\"academie\":", c->academie);
	put(b, ",\"localisation\":{\"centre\":", js_get(g, "centre"));
	put(b, ",\"bbox\":", js_get(g, "bbox"));
	put(b, "},\"mission_locale\":", p.mission_locale);
	buf_byte(b, '}');
}

/* Returns the record of the commune that API Géo describes by g, valid until
 * the next call; JS_ABSENT and e if it is invalid. */
static struct js
make_record(struct communes *c, struct js g, struct err *e)
{
	static struct buf draft, record;
	static struct js_index places, members;
	struct js v, copy;

	draft.n = 0;
	put_record(&draft, c, g);
	if (js_index(&places, buf_view(&draft), &v, e) ||
	    schema_record(&commune_field, v, &record, &members, &copy, e))
		return NONE;
	return copy;
}

/* True if the record equals the previous one, in whatever order of keys. */
static bool
is_same(struct js record, struct str was)
{
	static struct buf b;
	struct str text = { record.p, record.n };

	if (str_eq(text, was))
		return true;
	b.n = 0;
	return !schema_copy(&commune_field, js_of(was), &b, NULL) &&
	       str_eq(text, buf_view(&b));
}

/* A code that occurs again: the row just written replaces the earlier one. */
static void
replace_row(struct communes *c, uint32_t row)
{
	sqlite3_stmt *s = db_prepare(c->db,
	    "UPDATE commune SET (nom, departement, region, mission_locale, doc,"
	    " created_at, updated_at) = (SELECT nom, departement, region,"
	    " mission_locale, doc, created_at, updated_at FROM commune WHERE"
	    " rowid = ?2) WHERE rowid = ?1");

	db_bind_int(c->db, s, 1, row);
	db_bind_int(c->db, s, 2, c->seen.n + 1);
	db_step(c->db, s);
	sqlite3_finalize(s);
	s = db_prepare(c->db, "DELETE FROM commune WHERE rowid = ?");
	db_bind_int(c->db, s, 1, c->seen.n + 1);
	db_step(c->db, s);
	sqlite3_finalize(s);
}

static void
write_record(struct communes *c, struct js record)
{
	struct str code = text_of(js_at(record, "code.insee"));
	struct str created = str_of(c->now), updated = created;
	uint32_t known = c->seen.n, i = hash_put(&c->seen, code);
	unsigned char change = CREATED;

	if (c->old)
		db_bind_text(c->old, c->find_old, 1, code);
	if (c->old && db_step(c->old, c->find_old)) {
		change =
		    is_same(record, db_text(c->find_old, 0)) ? SAME : UPDATED;
		created = db_text(c->find_old, 1);
		if (change == SAME)
			updated = db_text(c->find_old, 2);
	}
	table_add(&c->rows, record, created, updated, NULL);
	if (c->old)
		sqlite3_reset(c->find_old);
	if (i == known)
		c->changes =
		    xrealloc2(c->changes, c->seen.n, sizeof(*c->changes));
	else
		replace_row(c, i + 1);
	c->changes[i] = change;
}

static void
read_departement(struct communes *c, struct js d)
{
	char *file = raw_path(c, "communes", js_get(d, "code"));
	struct document geo_list = { 0 };
	struct js list = document_read(file, &geos, &geo_list), item;
	struct err e;

	c->departement = d;
	c->academie = territoire_academie(&c->territoire, js_get(d, "code"));
	if (js_is_null(c->academie))
		die("%s/academies.json: no dep_code %.*s", c->rawdir,
		    RAW(js_get(d, "code")));
	if (!js_count(list))
		die("%s: no commune", file);
	for (struct js_walk it = js_walk(list); js_item(&it, &item);) {
		struct js r = make_record(c, item, &e);

		if (js_is_null(r))
			die("%s: commune %.*s: %s", file,
			    RAW(js_get(item, "code")), e.msg);
		write_record(c, r);
	}
	document_free(&geo_list);
	free(file);
}

static void
read_region(struct communes *c, struct js r)
{
	struct document d = { 0 };
	struct js list =
	    read_raw(c, "departements", js_get(r, "code"), &departements, &d);
	struct js item;

	c->region = r;
	for (struct js_walk it = js_walk(list); js_item(&it, &item);)
		read_departement(c, item);
	document_free(&d);
}

/* Reads the regions, then the overseas collectivities as API Géo names them. */
static void
read_regions(struct communes *c)
{
	struct document d = { 0 }, one = { 0 };
	struct js list = read_raw(c, "regions", NONE, &regions, &d), item;

	for (struct js_walk it = js_walk(list); js_item(&it, &item);)
		read_region(c, item);
	list = read_raw(c, "collectivites", NONE, &collectivites, &d);
	for (struct js_walk it = js_walk(list); js_item(&it, &item);) {
		struct js code = js_get(item, "code");

		if (!js_is(code, "981")) /* Île des Faisans: in no territory */
			read_region(
			    c, read_raw(c, "region", code, &region, &one));
	}
	document_free(&one);
	document_free(&d);
}

static void
open_databases(struct communes *c)
{
	c->db = db_create_fine(c->path);
	c->old = db_open(c->path);
	if (c->old)
		c->find_old = db_prepare(c->old,
		    "SELECT doc, created_at, updated_at FROM commune"
		    " WHERE code_insee = ?");
	table_begin(&c->rows, c->db, &table_commune);
}

static int64_t
count_old(struct communes *c)
{
	sqlite3_stmt *s;
	int64_t n = 0;

	if (!c->old)
		return 0;
	s = db_prepare(c->old, "SELECT count(*) FROM commune");
	if (db_step(c->old, s))
		n = sqlite3_column_int64(s, 0);
	sqlite3_finalize(s);
	return n;
}

static void
close_databases(struct communes *c)
{
	int64_t n[3] = { 0 }, before = count_old(c);

	for (uint32_t i = 0; i < c->seen.n; i++)
		n[c->changes[i]]++;
	table_end(&c->rows);
	sqlite3_finalize(c->find_old);
	db_close(c->old);
	counts_print({ "rows", c->seen.n }, { "created", n[CREATED] },
	    { "updated", n[UPDATED] },
	    { "deleted", before - n[SAME] - n[UPDATED] });
	import_publish(c->db);
	hash_free(&c->seen);
	free(c->changes);
}

int
main(int argc, char **argv)
{
	struct communes c = { 0 };
	int o;

	opt_init(argc, argv, "import the communes and what is known of each",
	    "", opts);
	while ((o = opt_next()) >= 0)
		*(o == 'd'     ? &c.dbdir
		    : o == 'r' ? &c.rawdir
			       : &c.path) = opt_arg;
	opt_count(0, 0);
	day_print_utc(day_now(), c.now);
	open_databases(&c);
	territoire_open(&c.territoire, c.rawdir, c.dbdir);
	read_regions(&c);
	territoire_close(&c.territoire);
	close_databases(&c);
	return 0;
}
