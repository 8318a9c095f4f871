/*
 * Rows of a table that has a place as features of GeoJSON (RFC 7946):
 * export-geojson(1) says what a feature is made of.
 */
#ifndef GEOJSON_H
#define GEOJSON_H

#include "export/flat.h"

/* Appends degrees as a coordinate: at most seven decimals, which is a
 * centimetre, without zeros at the end. */
void geojson_put_coordinate(struct buf *b, double degrees);

/* Appends the present row of r as a feature, in one line without its end. Ends
 * the program if the bounding box of a commune is not made of numbers. */
void geojson_put_feature(struct buf *b, struct flat_reader *r);

#endif
