/*
 * The collections of the reference's database, and how their documents and our
 * tables correspond: import-offres, export-offres. See jobs_partners(5).
 */
#ifndef COLLECTION_H
#define COLLECTION_H

#include "base/err.h"
#include "offres/offres_tables.h"
#include "store/db.h"
#include "json/js.h"

enum collection_flags {
	COLLECTION_TEXT_KEY = 1, /* the key is any text, not 24 digits */
	COLLECTION_NULLS = 2,    /* NULL is exported as null */
	COLLECTION_EXPORTED = 4,
	COLLECTION_JOBS = 8, /* documents hold rows of recruiters_jobs */
};

struct collection {
	const char *name; /* of its file, and of the collection */
	const struct table *t;
	const char *dates;    /* columns, between commas */
	const char *required; /* the same: those that must not be null */
	const char *oids;     /* the same: identifiers, besides the key */
	unsigned flags;
};

/* In the order of the tables; ends with a zeroed entry. */
extern const struct collection collections[];
/* The jobs inside recruiters. */
extern const struct collection collection_jobs;

/* Is name in a list between commas? */
bool collection_lists(const char *list, const char *name);

/* A document taken apart into a row. */
#define COLLECTION_COLUMNS 80

struct collection_row {
	const struct collection *c;
	struct collection_value {
		int type;     /* SQLITE_NULL, _TEXT, _INTEGER, _FLOAT */
		size_t at, n; /* text: in text */
		int64_t i;
		double r;
	} value[COLLECTION_COLUMNS];
	struct buf text;
	struct buf autres; /* members without a column, an object */
	struct js jobs;    /* of a recruiter, else absent */
};

/* Reads an object into r, which is zeroed or was read before. 0, or -1 with
 * "field: what 'value'" in e. */
int collection_read(struct collection_row *r, const struct collection *c,
    struct js document, struct err *e);
/* Binds the row to an INSERT of all columns of the table, in order. */
void collection_bind(
    const struct collection_row *r, struct db *d, sqlite3_stmt *insert);
struct str collection_key(const struct collection_row *r);
void collection_free(struct collection_row *r);

/* Appends the members, without braces, of the document of the row that s, a
 * SELECT * of the table, holds. managed_by_oid writes managed_by of
 * jobs_partners as an identifier. nested, if not empty, is inserted before the
 * members that have no column. */
void collection_put(struct buf *b, const struct collection *c, sqlite3_stmt *s,
    bool managed_by_oid, struct str nested);

#endif
