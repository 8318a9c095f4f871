/*
 * Descriptions of the published tables, made from flat_tables: one function per
 * format, each appends canonical JSON or SQL for the tables t[0..n), lines
 * ended by LF. Columns that are FLAT_PRIVATE are left out unless contacts is
 * true.
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "export/flat.h"

struct description {
	const struct flat_table **t;
	size_t n;
	bool contacts;
	const char *exports; /* directory of the CSV files: describe_package */
};

/* A line per column. */
void describe_columns(struct buf *b, const struct description *d);
/* A line per table: its Table Schema, of Frictionless Data version 1. */
void describe_schema(struct buf *b, const struct description *d);
/* A tabular data package of the CSV files that exports holds, in the order of
 * flat_tables, with their sizes and SHA-256 sums. Ends the program if there is
 * no such file. */
void describe_package(struct buf *b, const struct description *d);
/* metadata.json of Datasette, for alternance.gpkg. */
void describe_datasette(struct buf *b, const struct description *d);
/* A line per table: SQL for DuckDB, a view of its CSV file. */
void describe_duckdb(struct buf *b, const struct description *d);

/*
 * Shared by the formats.
 */

/* True if column c is described. */
static inline bool
describe_has(const struct description *d, const struct flat_column *c)
{
	return d->contacts || !(c->flags & FLAT_PRIVATE);
}

#define DESCRIBE_TITLE "Données de référence de l'apprentissage"
#define DESCRIBE_TEXT                                                          \
	"Certifications, organismes, formations et communes, réunis par la "  \
	"suite alternance."
#define DESCRIBE_LICENCE "Licence Ouverte 2.0"
#define DESCRIBE_LICENCE_URL                                                   \
	"https://www.etalab.gouv.fr/licence-ouverte-open-licence/"

/* Appends ,"name":"text". */
static inline void
describe_put(struct buf *b, const char *name, const char *text)
{
	js_put_key(b, name);
	js_put_text(b, str_of(text));
}

#endif
