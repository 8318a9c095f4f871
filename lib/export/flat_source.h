/*
 * Inside the reader of flat rows: where the value of a column is found. Not for
 * other rooms.
 */
#ifndef FLAT_SOURCE_H
#define FLAT_SOURCE_H

#include "export/flat.h"
#include "json/picks.h"

/* One alternative of a column's path (struct flat_column). */
struct flat_path {
	enum {
		IN_RECORD, /* of the document */
		IN_ITEM,   /* of the item that is the row */
		BESIDE,    /* a column of the database next to the document */
		RANK,      /* the item's rank */
	} where;
	enum { WHOLE, EACH, NTH } part; /* of the value: itself, its items */
	enum { VALUE, COUNT, MIN, MAX } of;
	size_t slot; /* in picks; BESIDE: the result's column */
	size_t nth;  /* part NTH: from 0 */
	char *rest;  /* path within an item, or NULL; owned */
};

#define FLAT_ALTERNATIVES 4

/* A column whose path is compiled. */
struct flat_made {
	const struct flat_column *c;
	struct flat_path path[FLAT_ALTERNATIVES];
	size_t n;
	struct buf text; /* of its value in the present row */
};

struct flat_ids;
struct flat_parts;

struct flat_source {
	struct db *d;
	sqlite3_stmt *rows;       /* document, then columns beside it */
	struct flat_parts *parts; /* rows have the document's head instead */
	struct picks record, item;
	size_t items;           /* the array of the items, in record */
	struct js_walk walk;    /* of the items of the present record */
	struct flat_made *made; /* of all the columns of the table */
	struct flat_made *lon, *lat;
	struct buf beside; /* names of the columns beside: ,"a","b" */
	size_t besides;
	struct buf id;
	struct flat_ids *seen; /* ids of earlier rows; key not unique */
};

/* Compiles the path of m->c, and adds what it needs to r->in. */
void flat_compile(struct flat_reader *r, struct flat_made *m);

/* The value of a column in the present row. */
struct flat_cell flat_made_cell(struct flat_reader *r, struct flat_made *m);

/* flat_each_item for a column of type FLAT_LIST; false if the list is null. */
bool flat_made_items(struct flat_reader *r, struct flat_made *m,
    void (*put)(void *arg, struct str item), void *arg);

/* Ends the program: the row's place, the column, what is wrong, the value. */
_Noreturn void flat_wrong(const struct flat_reader *r, const char *column,
    const char *what, struct js v);

/* Selects the rows of a table that is kept in parts; false if it is not. */
bool flat_parts_begin(struct flat_source *in, const char *table);
/* The document of the present row, without the members that no column needs. */
struct str flat_parts_doc(struct flat_source *in);
void flat_parts_free(struct flat_parts *p); /* may be NULL */

/* Says how often id came before, and counts it. */
uint32_t flat_ids_count(struct flat_ids **ids, struct str id);
void flat_ids_free(struct flat_ids *ids);

#endif
