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
#include "json/ndjson.h"

enum column_kind {
	C_TEXT,  /* string */
	C_INT,   /* integer number */
	C_ID,    /* integer number: the primary key */
	C_REAL,  /* number */
	C_BOOL,  /* true 1, false 0 */
	C_BYTES, /* a BLOB: text if it is UTF-8 without NUL, otherwise
		  * {"base64":...} */
	C_JSON,  /* array or object, kept as JSON text */
	C_SIDE,  /* C_JSON, not part of the record: -a only */
};

struct column {
	const char *name; /* column, and member of the record if path is NULL */
	enum column_kind kind;
	const char *path; /* "identifiant.cfd"; NULL: same as name; "": not
			   * from the record, bound by the caller */
};

enum table_flags {
	TABLE_DOC = 1, /* a doc column after the listed ones */
	/* created_at and updated_at (UTC ISO) after doc; they are not part of
	 * the record. In other tables, columns of these names are ordinary
	 * columns. */
	TABLE_DATED = 2,
	/* of a state database (design of the suite): load-table changes it in
	 * place, and a value that its column cannot hold is refused */
	TABLE_STATE = 4,
};

struct table {
	const char *name;
	unsigned flags;           /* of enum table_flags */
	const char *index;        /* SQL to run after the rows, or NULL */
	const struct column *col; /* COLUMNS(...) */
	/* Makes the tables, columns, indexes and views that database d of the
	 * table's system lacks, within the caller's transaction. NULL: the
	 * table is made from col, STRICT, and the others are not its matter. */
	void (*make)(struct db *d);
	/* Appends a value as C_JSON columns keep it; NULL: as it came. */
	void (*put_json)(struct buf *out, struct js value);
};

/* The kind of a column of t. C_TEXT, which shows a value as it is, if t is NULL
 * or lists no such column. */
enum column_kind table_kind(const struct table *t, const char *column);

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
	bool indexed;       /* the table has its indexes already */
	struct buf json;    /* a value as put_json gives it */
	int64_t rows;
	struct ndjson *source; /* names the record of a row that the table
				* refuses; NULL: the file alone is named */
};

/* Creates t in d and makes w ready. */
void table_begin(struct table_writer *w, struct db *d, const struct table *t);

/* Empties t, and makes w ready. A table, column or index that d lacks is made;
 * the others stay. Triggers of t are dropped. Within a transaction. */
void table_begin_again(
    struct table_writer *w, struct db *d, const struct table *t);

/* Inserts one record: columns from their paths, doc = the record's text,
 * unchanged. created and updated are used if the table is TABLE_DATED.
 * extra[i], if extra is not NULL, gives the i-th column that has the path
 * "". */
void table_add(struct table_writer *w, struct js record, struct str created,
    struct str updated, const struct str *extra);

/* Inserts a row for a writer that knows its columns: column[i] is the text of
 * the i-th, which num_parse reads if it is a number, or the bytes of a
 * C_BYTES; .p NULL is null. The record, doc, is not looked into. */
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
 * may be NULL (an unknown table: columns as they are). all adds the columns
 * that are not part of the record: created_at and updated_at of TABLE_DATED,
 * C_SIDE. Free with table_read_end. */
void table_read(
    struct table_reader *r, const struct table *t, sqlite3_stmt *s, bool all);
/* Appends the current row of s. */
void table_put(struct buf *b, const struct table_reader *r);
void table_read_end(struct table_reader *r);

/* Appends column i of the current row of s as a value of that kind. */
void table_put_value(
    struct buf *b, enum column_kind kind, sqlite3_stmt *s, int i);

#endif
