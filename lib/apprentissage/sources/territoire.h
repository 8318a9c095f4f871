/*
 * The data that every commune is joined with: the académie of its département,
 * the communes and municipal arrondissements that it consists of, and the
 * mission locale that serves it (commune(5) [communes 3]).
 *
 * All lists are held in memory: some 110 académies and 2800 parts.
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
	struct territoire_lists {
		struct buf anciennes, arrondissements;
	} * parts;           /* JSON arrays, by commune */
	struct db *missions; /* NULL: no commune has a mission */
	sqlite3_stmt *find_mission;
};

/* The data of a commune, as JSON; valid until the next call. */
struct commune_parts {
	struct js anciennes, arrondissements, mission_locale;
};

/* Reads RAWDIR/academies.json, arrondissements.ndjson, associees.ndjson and
 * deleguees.ndjson, and opens DBDIR/mission_locale.db (if it is missing,
 * warns). Invalid data end the program with a message that names file and
 * field. */
void territoire_open(
    struct territoire *t, const char *rawdir, const char *dbdir);
void territoire_close(struct territoire *t);

/* Returns the académie {id, code, nom} of a département's code; JS_ABSENT if it
 * is unknown. */
struct js territoire_academie(struct territoire *t, struct js departement);

/* Returns the parts and the mission of a commune, by its code. */
struct commune_parts territoire_parts(struct territoire *t, struct js commune);

#endif
