#include <math.h>
#include <stdint.h>

#include "export/geopackage.h"

#define WGS84 4326

/* The tables and columns that the standard prescribes (OGC 12-128r18, 1.1 and
 * 2.1), and the three systems that it wants in gpkg_spatial_ref_sys. */
static const char prescribed[] =
    "PRAGMA application_id=0x47504B47; PRAGMA user_version=10300;"
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL,"
    " srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,"
    " organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,"
    " description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES"
    " ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL),"
    " ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL),"
    " ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
    "SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],"
    "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
    "AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"
    "AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude and latitude in degrees');"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY,"
    " data_type TEXT NOT NULL, identifier TEXT UNIQUE,"
    " description TEXT DEFAULT '', last_change DATETIME NOT NULL"
    " DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),"
    " min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,"
    " CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id)"
    " REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL,"
    " column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,"
    " srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,"
    " CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT uk_gc_table_name UNIQUE (table_name),"
    " CONSTRAINT fk_gc_tn FOREIGN KEY (table_name)"
    " REFERENCES gpkg_contents(table_name),"
    " CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id)"
    " REFERENCES gpkg_spatial_ref_sys (srs_id))";

static const char *const sql_type[FLAT_TYPES] = {
	[FLAT_TEXT] = "TEXT",
	[FLAT_LIST] = "TEXT",
	[FLAT_BOOL] = "BOOLEAN",
	[FLAT_INT] = "INTEGER",
	[FLAT_NUM] = "DOUBLE",
	[FLAT_DATE] = "DATE",
	[FLAT_INSTANT] = "DATETIME",
};

/* A table that is being filled, and what gpkg_contents says of it. */
struct layer {
	struct db *g;
	struct flat_reader *r;
	bool has_place;
	size_t updated_at; /* index of that column, or r->n */
	msec last_change;
	double min[2], max[2]; /* longitude, latitude; none: NAN */
};

struct db *
geopackage_create(const char *path)
{
	struct db *g = db_create(path);

	db_exec(g, prescribed);
	return g;
}

/* geom takes the place of the two coordinates. */
static bool
is_kept(const struct layer *l, size_t i)
{
	return !l->has_place || !(l->r->col[i]->flags & (FLAT_LON | FLAT_LAT));
}

static void
create_table(const struct layer *l)
{
	struct buf sql = { 0 };

	buf_str(&sql, "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL");
	if (l->has_place)
		buf_str(&sql, ", geom POINT");
	for (size_t i = 0; i < l->r->n; i++)
		if (is_kept(l, i))
			buf_fmt(&sql, ", \"%s\" %s", l->r->col[i]->name,
			    sql_type[l->r->col[i]->type]);
	db_exec_fmt(
	    l->g, "CREATE TABLE \"%w\" (%s)", l->r->t->name, buf_view(&sql).p);
	buf_free(&sql);
}

/* fid is counted by SQLite. */
static sqlite3_stmt *
prepare_insert(const struct layer *l)
{
	struct buf marks = { 0 };
	sqlite3_stmt *s;

	buf_str(&marks, l->has_place ? "NULL, ?" : "NULL");
	for (size_t i = 0; i < l->r->n; i++)
		if (is_kept(l, i))
			buf_str(&marks, ", ?");
	s = db_prepare_fmt(l->g, "INSERT INTO \"%w\" VALUES (%s)",
	    l->r->t->name, buf_view(&marks).p);
	buf_free(&marks);
	return s;
}

static unsigned char *
put_le(unsigned char *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		*p++ = (unsigned char)(v >> (8 * i));
	return p;
}

static unsigned char *
put_double(unsigned char *p, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return put_le(p, bits, 8);
}

/* A header, then a point in well-known binary (OGC 12-128r18, 2.1.3), all of it
 * little-endian. */
#define GEOM_SIZE (8 + 5 + 16)
static void
make_geom(unsigned char geom[GEOM_SIZE], double lon, double lat)
{
	unsigned char *p = geom;

	memcpy(p, "GP\0\001", 4);
	p = put_le(p + 4, WGS84, 4);
	*p++ = 1; /* the order of bytes */
	p = put_le(p, 1, 4);
	p = put_double(p, lon);
	put_double(p, lat);
}

static void
bind_place(struct layer *l, sqlite3_stmt *s)
{
	unsigned char geom[GEOM_SIZE];
	double place[2];

	if (!flat_place(l->r, &place[0], &place[1])) {
		db_bind_text(l->g, s, 1, STR_NULL);
		return;
	}
	for (int i = 0; i < 2; i++) {
		l->min[i] = fmin(l->min[i], place[i]);
		l->max[i] = fmax(l->max[i], place[i]);
	}
	make_geom(geom, place[0], place[1]);
	if (sqlite3_bind_blob(s, 1, geom, GEOM_SIZE, SQLITE_TRANSIENT))
		db_die(l->g, "cannot bind");
}

/* An integer is bound as its digits, of which the type of the column makes a
 * number, however large. */
static void
bind_cell(const struct layer *l, sqlite3_stmt *s, int at, struct flat_cell cell,
    enum flat_type type)
{
	if (cell.null)
		db_bind_text(l->g, s, at, STR_NULL);
	else if (type == FLAT_BOOL)
		db_bind_int(l->g, s, at, cell.number != 0);
	else if (type != FLAT_NUM)
		db_bind_text(l->g, s, at, cell.text);
	else if (sqlite3_bind_double(s, at, cell.number))
		db_die(l->g, "cannot bind");
}

static void
insert_row(struct layer *l, sqlite3_stmt *s)
{
	int at = 1;

	if (l->has_place)
		bind_place(l, s), at++;
	for (size_t i = 0; i < l->r->n; i++) {
		struct flat_cell cell;

		if (!is_kept(l, i))
			continue;
		cell = flat_cell(l->r, i);
		bind_cell(l, s, at++, cell, l->r->col[i]->type);
		if (i == l->updated_at && !cell.null &&
		    cell.instant > l->last_change)
			l->last_change = cell.instant;
	}
	db_step(l->g, s);
}

/* min and max are bound as null while there is no point: SQLite takes NAN for
 * null. */
static void
describe(const struct layer *l)
{
	const double side[] = { l->min[0], l->min[1], l->max[0], l->max[1] };
	const struct flat_table *t = l->r->t;
	char last_change[DAY_TEXT_MAX];
	sqlite3_stmt *s = db_prepare(l->g,
	    "INSERT INTO gpkg_contents VALUES (?1, ?2, ?1, ?3, ?4, ?5, ?6, ?7,"
	    " ?8, CASE ?2 WHEN 'features' THEN 4326 END)");

	day_print_utc(l->last_change, last_change);
	db_bind_text(l->g, s, 1, str_of(t->name));
	db_bind_text(
	    l->g, s, 2, str_of(l->has_place ? "features" : "attributes"));
	db_bind_text(l->g, s, 3, str_of(t->title));
	db_bind_text(l->g, s, 4, str_of(last_change));
	for (int i = 0; i < 4; i++)
		if (sqlite3_bind_double(s, 5 + i, side[i]))
			db_die(l->g, "cannot bind");
	db_step(l->g, s);
	sqlite3_finalize(s);
}

static void
describe_place(const struct layer *l)
{
	sqlite3_stmt *s =
	    db_prepare(l->g, "INSERT INTO gpkg_geometry_columns"
			     " VALUES (?, 'geom', 'POINT', 4326, 0, 0)");

	db_bind_text(l->g, s, 1, str_of(l->r->t->name));
	db_step(l->g, s);
	sqlite3_finalize(s);
}

static size_t
column_of(const struct flat_reader *r, const char *name)
{
	size_t i = 0;

	while (i < r->n && strcmp(r->col[i]->name, name))
		i++;
	return i;
}

long long
geopackage_add(struct db *g, struct flat_reader *r)
{
	struct layer l = {
		.g = g,
		.r = r,
		.has_place = flat_has_place(r->t),
		.updated_at = column_of(r, "updated_at"),
		.min = { NAN, NAN },
		.max = { NAN, NAN },
	};
	sqlite3_stmt *s;
	long long n;

	create_table(&l);
	s = prepare_insert(&l);
	for (n = 0; flat_next(r); n++)
		insert_row(&l, s);
	sqlite3_finalize(s);
	describe(&l);
	if (l.has_place)
		describe_place(&l);
	return n;
}
