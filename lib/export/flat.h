/*
 * The published tables as flat rows: one table in C says for each which columns
 * it has, where each is found in the record, its type, unit and description.
 * All that leaves the suite is made from it (publication(7)).
 *
 * A row is a record, or an item of an array of the record (formation_session).
 * Rows come in the order of the table, items in that of their array.
 */
#ifndef FLAT_H
#define FLAT_H

#include "base/day.h"
#include "store/db.h"
#include "json/js.h"

enum flat_type {
	FLAT_TEXT,    /* string; any other value as its compact JSON text */
	FLAT_LIST,    /* array of such, null items left out */
	FLAT_BOOL,    /* boolean */
	FLAT_INT,     /* number without fraction */
	FLAT_NUM,     /* number */
	FLAT_DATE,    /* instant with offset: its day in Europe/Paris */
	FLAT_INSTANT, /* instant with offset: in UTC, to the millisecond */
	FLAT_TYPES
};

enum flat_flags {
	FLAT_KEY = 1,     /* of the table's key */
	FLAT_PRIVATE = 2, /* a person's address or number: --contacts */
	FLAT_LON = 4,     /* with FLAT_LAT: the row has a place */
	FLAT_LAT = 8,
};

/* A path is member names with dots, from the record. "x[0]" is an item,
 * "a | b" the first that is not null, "a[].b" the list of the b of each item,
 * "count(a[])" a number of items, "min(a[].b)" and "max(a[].b)" of the items
 * that are not null. "@c" is a column beside the record, "#" the item's rank
 * from 1, "^p" a path from the parent record of an item. */
struct flat_column {
	const char *name;
	enum flat_type type;
	unsigned flags; /* of enum flat_flags */
	const char *path;
	const char *unit; /* "EUR"; NULL if it has none */
	const char *description;
};

struct flat_table {
	const char *name;     /* of what leaves: formation_session */
	const char *database; /* without .db */
	const char *table;    /* in the database: formation */
	const char *items;    /* member whose items are the rows, or NULL */
	bool key_unique;
	const char *title, *description; /* in French */
	const struct flat_column *col;   /* ends with a zeroed one */
};

/* In the order in which they are published; ends with a zeroed one. */
extern const struct flat_table flat_tables[];

/* The published table of that name, or NULL if there is none. */
const struct flat_table *flat_find(const char *name);
/* The table of database d that a tool means: the one called name, or, if name
 * is NULL, the one called like the file of d, or the only one there with a flat
 * form. A source table whose columns are flat already (bcn, acce ...) has a
 * flat form too: all its columns, no key. Ends the program if d has no table
 * called name or that table has no flat form (EXIT_FAILED), or if name is NULL
 * and d has no table or several with a flat form (EXIT_USE). The table is valid
 * until the program ends. */
const struct flat_table *flat_choose(struct db *d, const char *name);
bool flat_has_place(const struct flat_table *t);
/* "text", "list", ...: the types' names. */
const char *flat_type_name(enum flat_type type);

/* A value of a row. */
struct flat_cell {
	bool null;
	struct str text; /* as CSV has it, without quotes; a list's items are
			  * joined by '|'. Holds until the next row */
	double number;   /* FLAT_NUM, FLAT_INT; FLAT_BOOL: 0 or 1 */
	msec instant;    /* FLAT_DATE: midnight UTC of the day; FLAT_INSTANT */
};

/* Reads the rows. Errors end the program naming database, row, column and
 * value. */
struct flat_reader {
	const struct flat_table *t;
	const struct flat_column **col; /* those that are asked for */
	size_t n;
	struct js record;       /* of the present row: an item's parent */
	int64_t row;            /* of the record, from 1 */
	int64_t item;           /* of the item, from 1; 0 if t has none */
	bool contacts;          /* FLAT_PRIVATE columns may be read */
	struct flat_source *in; /* how values are found: flat_source.h */
};

/* Begins with t's rows in d. The columns are all, without those that are
 * FLAT_PRIVATE unless contacts is true. */
void flat_open(struct flat_reader *r, struct db *d, const struct flat_table *t,
    bool contacts);
/* Keeps the columns of a list of names, option -c, in the order of the list:
 * "cfd,rncp". EXIT_USE for a column that the table lacks, or that is
 * FLAT_PRIVATE if contacts is false. To be called before the first row. */
void flat_keep(struct flat_reader *r, const char *columns);
bool flat_next(struct flat_reader *r);
/* The i-th column's value; taken from the record when it is asked for. */
struct flat_cell flat_cell(struct flat_reader *r, size_t i);
/* Appends the i-th column's value as JSON: a list is an array of strings, a
 * date or an instant a string. An item of a list may hold '|' here, but not in
 * the text of flat_cell. */
void flat_put_json(struct buf *b, struct flat_reader *r, size_t i);
/* Calls put for each item of a list, in order; the item holds during the call,
 * and may hold '|'. False if the list is null. */
bool flat_each_item(struct flat_reader *r, size_t i,
    void (*put)(void *arg, struct str item), void *arg);
/* The id of the row: the texts of the key's columns with '|' between; "|#2"
 * and on where that id came before. Holds until the next row. To be asked for
 * every row or for none. */
struct str flat_id(struct flat_reader *r);
/* The place of the row: false if it has none (null, out of range, or 0,0). */
bool flat_place(struct flat_reader *r, double *lon, double *lat);
void flat_close(struct flat_reader *r);

/* Ends the program with a message of the reader's form: database, present row,
 * column, what is wrong, the value. */
_Noreturn void flat_refuse(const struct flat_reader *r, const char *column,
    const char *what, struct str text);

#endif
