/*
 * near-cfas: add to each offer of list-mer the nearest training centre (CFA)
 * that teaches its trade, within 100 km.
 *
 * Which centre teaches what is taken from the catalogue once, into temporary
 * tables that are indexed by the codes of the ROME.
 */
#include <math.h>

#include "base/num.h"
#include "offres/offres.h"
#include "json/ndjson.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 0 },
};

#define FARTHEST 100    /* km */
#define EARTH 6371.0088 /* its mean radius, km */

static const char take_taught[] =
    "CREATE TEMP TABLE taught(code, folded, formateur);"
    "INSERT INTO taught SELECT r.value, lower(r.value),"
    " etablissement_formateur_id FROM formationcatalogues AS f,"
    " json_each(iif(json_valid(f.rome_codes), f.rome_codes, '[]')) AS r"
    " WHERE catalogue_published AND r.type = 'text'"
    " AND (etablissement_formateur_courriel <> ''"
    " OR etablissement_gestionnaire_courriel <> '');"
    "CREATE INDEX temp.taught_code ON taught(code, formateur);"
    "CREATE INDEX temp.taught_folded ON taught(folded, formateur);"
    "CREATE TEMP TABLE centres(n INTEGER PRIMARY KEY, id, siret, name, lat,"
    " lon)";
static const char centres[] =
    "SELECT rowid, _id, siret, entreprise_raison_sociale, geo_coordonnees"
    " FROM catalogue_etablissements WHERE certifie_qualite AND _id NOT IN"
    " (SELECT catalogue_id FROM unsubscribedofs WHERE catalogue_id NOT NULL)";
static const char any_taught[] =
    "SELECT 1 FROM taught WHERE code IN (SELECT value FROM json_each(?1))";
#define TEACHERS                                                               \
	"SELECT id, siret, name, lat, lon FROM centres WHERE id IN"            \
	" (SELECT formateur FROM taught WHERE "
static const char by_code[] =
    TEACHERS "code IN (SELECT value FROM json_each(?1))) ORDER BY n";
static const char by_prefix[] =
    TEACHERS "folded >= ?1 AND folded < ?1 || char(0x10ffff)) ORDER BY n";

struct near {
	struct offres *o;
	sqlite3_stmt *any, *by_code, *by_prefix;
	long long offers, found;
};

/* "lat,lon", two numbers. */
static bool
read_point(struct str s, double *lat, double *lon)
{
	const char *comma = s.p ? memchr(s.p, ',', s.n) : NULL;
	struct str a, b;

	if (!comma)
		return false;
	a = (struct str){ s.p, (size_t)(comma - s.p) };
	b = (struct str){ comma + 1, s.n - a.n - 1 };
	*lat = num_parse(a);
	*lon = num_parse(b);
	return a.n && b.n && isfinite(*lat) && isfinite(*lon);
}

static void
take_centres(struct offres *o)
{
	sqlite3_stmt *s, *add;
	double lat, lon;

	db_exec(o->d, take_taught);
	s = db_prepare(o->d, centres);
	add = db_prepare(o->d, "INSERT INTO centres VALUES (?, ?, ?, ?, ?, ?)");
	while (db_step(o->d, s)) {
		if (!read_point(db_text(s, 4), &lat, &lon))
			continue;
		db_bind_int(o->d, add, 1, sqlite3_column_int64(s, 0));
		for (int i = 1; i < 4; i++)
			db_bind_text(o->d, add, i + 1, db_text(s, i));
		sqlite3_bind_double(add, 5, lat);
		sqlite3_bind_double(add, 6, lon);
		db_step(o->d, add);
	}
	sqlite3_finalize(s);
	sqlite3_finalize(add);
	db_exec(o->d, "CREATE INDEX temp.centres_id ON centres(id)");
}

/* In whole kilometres, rounded up. */
static double
distance(double lat1, double lon1, double lat2, double lon2)
{
	double rad = acos(-1) / 180, h;
	double dlat = (lat2 - lat1) * rad, dlon = (lon2 - lon1) * rad;

	h = pow(sin(dlat / 2), 2) +
	    pow(sin(dlon / 2), 2) * cos(lat1 * rad) * cos(lat2 * rad);
	return ceil(EARTH * 2 * atan2(sqrt(h), sqrt(1 - h)));
}

/* Appends the nearest of the centres that s gives. */
static bool
put_nearest(
    struct near *n, struct buf *b, sqlite3_stmt *s, double lat, double lon)
{
	double least = FARTHEST + 1;
	struct buf best = { 0 };

	while (db_step(n->o->d, s)) {
		double d = distance(lat, lon, sqlite3_column_double(s, 3),
		    sqlite3_column_double(s, 4));

		if (d >= least)
			continue;
		least = d;
		best.n = 0;
		buf_str(&best, "{\"_id\":");
		js_put_text(&best, db_text(s, 0));
		js_put_member(&best, "siret", db_text(s, 1));
		js_put_member(
		    &best, "entreprise_raison_sociale", db_text(s, 2));
		js_put_key(&best, "distance_en_km");
		js_put_number(&best, d);
		buf_byte(&best, '}');
	}
	buf_fmt(b, "[%s]", best.n ? buf_view(&best).p : "");
	buf_free(&best);
	return least <= FARTHEST;
}

/* The first text of codes, NULL if there is none. */
static struct str
first_code(struct js codes, struct buf *scratch)
{
	struct js_walk w = js_walk(codes);
	struct js code;

	while (codes.type == JS_ARRAY && js_item(&w, &code))
		if (code.type == JS_STRING)
			return js_text(code, scratch);
	return STR_NULL;
}

/* The statement that gives the centres for these codes: those that teach one of
 * them, or else one that begins as the first does. */
static sqlite3_stmt *
teachers(struct near *n, struct js codes, struct str first, struct buf *folded)
{
	struct str list = { codes.p, codes.n };
	bool any;

	db_bind_text(n->o->d, n->any, 1, list);
	any = db_step(n->o->d, n->any);
	sqlite3_reset(n->any);
	if (any) {
		db_bind_text(n->o->d, n->by_code, 1, list);
		return n->by_code;
	}
	for (size_t i = 0; i < first.n && i < 3; i++)
		buf_byte(folded, first.p[i] >= 'A' && first.p[i] <= 'Z'
				     ? (char)(first.p[i] | 0x20)
				     : first.p[i]);
	db_bind_text(n->o->d, n->by_prefix, 1, buf_view(folded));
	return n->by_prefix;
}

static void
put_cfas(struct near *n, struct buf *b, struct js offer)
{
	struct js codes = js_get(offer, "offer_rome_codes"),
		  lat = js_get(offer, "latitude"),
		  lon = js_get(offer, "longitude");
	struct buf scratch = { 0 }, folded = { 0 };
	struct str first = first_code(codes, &scratch);

	if (!first.p || lat.type != JS_NUMBER || lon.type != JS_NUMBER)
		buf_str(b, "null");
	else
		n->found +=
		    put_nearest(n, b, teachers(n, codes, first, &folded),
			js_number(lat), js_number(lon));
	buf_free(&scratch);
	buf_free(&folded);
}

/* The offer as it was, cfas in the end. */
static void
print_offer(struct near *n, struct js offer)
{
	struct buf *b = &n->o->ops.out.buf;
	struct js_walk w = js_walk(offer);
	struct js key, value;

	buf_byte(b, '{');
	while (js_member(&w, &key, &value)) {
		if (js_is(key, "cfas"))
			continue;
		js_put_comma(b);
		js_put_raw(b, key);
		buf_byte(b, ':');
		js_put_raw(b, value);
	}
	js_put_key(b, "cfas");
	put_cfas(n, b, offer);
	buf_str(b, "}\n");
	out_record(&n->o->ops.out);
	n->offers++;
}

static void
add_cfas(struct near *n)
{
	struct ndjson in;
	struct js offer, id;

	n->any = db_prepare(n->o->d, any_taught);
	n->by_code = db_prepare(n->o->d, by_code);
	n->by_prefix = db_prepare(n->o->d, by_prefix);
	ndjson_open(&in, NULL, false);
	while (ndjson_next(&in, &offer)) {
		id = js_get(offer, "_id");
		if (id.type != JS_STRING)
			die("%s: _id: a text is expected, not '%s'",
			    ndjson_where(&in), err_quote(id.p, id.n));
		print_offer(n, offer);
	}
	ndjson_close(&in);
	sqlite3_finalize(n->any);
	sqlite3_finalize(n->by_code);
	sqlite3_finalize(n->by_prefix);
}

int
main(int argc, char **argv)
{
	struct offres o;
	struct near n = { .o = &o };
	int c;

	opt_init(
	    argc, argv, "add the nearest training centre to offers", "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_read(&o);
	take_centres(&o);
	add_cfas(&n);
	offres_counts(&o, { "offers", n.offers }, { "found", n.found });
	return offres_end(&o, NULL);
}
