/*
 * The tables of every database by their contract names: columns, where each
 * column's value is found in the record, indexes. One place serves importers,
 * aggregations, cat-table and load-table.
 *
 * A table is either flat (one column per field of the record, in order) or a
 * document table (key and filter columns, then doc = the whole record).
 */
#ifndef TABLE_H
#define TABLE_H

#include "store/db.h"
#include "json/js.h"

enum column_kind {
	C_TEXT, /* string */
	C_INT,  /* integer number */
	C_REAL, /* number */
	C_BOOL, /* true 1, false 0 */
	C_JSON, /* array or object, kept as JSON text */
	C_SIDE, /* the same, beside the record: shown on demand only */
};

struct column {
	const char *name; /* column, and member of the record if path is NULL */
	enum column_kind kind;
	const char *path; /* "identifiant.cfd"; NULL: same as name; "": not
			   * from the record, bound by the caller */
};

enum table_flags {
	TABLE_DOC = 1,   /* a doc column after the listed ones */
	TABLE_DATED = 2, /* created_at and updated_at after doc (UTC ISO) */
};

struct table {
	const char *name;
	unsigned flags;           /* of enum table_flags */
	const char *index;        /* SQL to run after the rows, or NULL */
	const struct column *col; /* COLUMNS(...) */
};

/* The columns of a table, as .col takes them: any number. */
#define COLUMNS(...)                                                           \
	(const struct column[])                                                \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}

/* The number of columns that t lists: without doc, created_at, updated_at. */
size_t table_columns(const struct table *t);

/* A prepared INSERT into a table just created. Free with table_end. */
struct table_writer {
	const struct table *t;
	struct db *d;
	sqlite3_stmt *insert;
	struct buf scratch;
	size_t n;           /* columns that t lists */
	const char **names; /* of columns that are not paths, "" for paths */
	struct js *value;   /* what a record has for each */
	bool named;         /* some column is not a path */
	int64_t rows;
};

/* Creates t in d and makes w ready. */
void table_begin(struct table_writer *w, struct db *d, const struct table *t);

/* Inserts one record: columns from their paths, doc = record's text as it
 * stands. created and updated are used if t->dated. extra[i], if extra is not
 * NULL, gives the i-th column that has the path "". */
void table_add(struct table_writer *w, struct js record, struct str created,
    struct str updated, const struct str *extra);

/* Inserts a row for a writer that knows its columns: column[i] is the text of
 * the i-th, which num_parse reads if it is a number; .p NULL is null. The
 * record, doc, is not looked into. */
void table_add_known(struct table_writer *w, const struct str *column,
    struct str doc, struct str created, struct str updated);

/* Builds the indexes and frees; the number of rows added. */
int64_t table_end(struct table_writer *w);

/* Prints rows as the records they were made from. */
struct table_reader {
	sqlite3_stmt *s;
	struct shown *column;
	int n;
	struct buf keys;
};

/* Makes r ready for the rows of s, SELECT * of t, which stays the caller's. t
 * may be NULL (an unknown table: columns as they are). all adds what stands
 * beside the record: created_at, updated_at, C_SIDE. Free with table_read_end.
 */
void table_read(
    struct table_reader *r, const struct table *t, sqlite3_stmt *s, bool all);
/* Appends the row that s stands on. */
void table_put(struct buf *b, const struct table_reader *r);
void table_read_end(struct table_reader *r);

/* Appends column i of the row that s stands on as a value of that kind. */
void table_put_value(
    struct buf *b, enum column_kind kind, sqlite3_stmt *s, int i);

#endif
