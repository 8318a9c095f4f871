/*
 * What every commune is joined with: the academy of its departement, the
 * communes and municipal arrondissements that it is made of, and the mission
 * locale that serves it (communes.md 3).
 *
 * All lists are held in memory: some 110 academies and 2800 parts.
 */
#ifndef TERRITOIRE_H
#define TERRITOIRE_H

#include "base/hash.h"
#include "store/db.h"
#include "json/js.h"

struct territoire {
	struct hash departements;
	struct buf *academie; /* as JSON, by departement */
	struct hash communes;
	struct parts {
		struct buf anciennes, arrondissements;
	} * parts;           /* JSON arrays, by commune */
	struct db *missions; /* NULL: no commune has a mission */
	sqlite3_stmt *find_mission;
};

/* What is known of a commune, as JSON; it holds until the next call. */
struct commune_parts {
	struct js anciennes, arrondissements, mission_locale;
};

/* Reads RAWDIR/academies.json, arrondissements.ndjson, associees.ndjson and
 * deleguees.ndjson, and opens DBDIR/mission_locale.db (a warning if there is
 * none). Dies naming the file and the field. */
void territoire_open(
    struct territoire *t, const char *rawdir, const char *dbdir);
void territoire_close(struct territoire *t);

/* The academy {id, code, nom} of a departement's code; JS_ABSENT if there is
 * none. */
struct js territoire_academie(struct territoire *t, struct js departement);

struct commune_parts territoire_parts(struct territoire *t, struct js commune);

#endif
