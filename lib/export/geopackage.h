/*
 * A GeoPackage 1.3: one SQLite file of tables that QGIS, GDAL, Datasette and
 * DuckDB open. export-geopackage(1) says what is in it. The file has no spatial
 * index and no date of its own: the same rows give the same bytes.
 */
#ifndef GEOPACKAGE_H
#define GEOPACKAGE_H

#include "export/flat.h"

/* Starts the file that db_publish makes path of: its tables are those that a
 * GeoPackage needs. */
struct db *geopackage_create(const char *path);

/* Adds the table of r with all its rows. Returns the number of rows. */
long long geopackage_add(struct db *g, struct flat_reader *r);

#endif
