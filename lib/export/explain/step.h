/*
 * One line of an explanation: a step (a look-up in one table), the last run of
 * a database, or a verdict.
 */
#ifndef STEP_H
#define STEP_H

#include "export/explain/explain.h"
#include "store/table.h"

struct step {
	struct explain *x;
	const char *name, *db;
	const char *table;  /* NULL: none of several has the key */
	struct db *d;       /* NULL: no such database */
	sqlite3_stmt *look; /* the look-up; NULL: nothing to look into */
	struct str value[2];
	int values;                  /* of the key, in value */
	struct buf rows, key, facts; /* JSON, not closed yet */
	int64_t n;                   /* rows found */
};

/* Starts a step. The names are borrowed until step_end. */
void step_begin(struct step *s, struct explain *x, const char *name,
    const char *db, const char *table);

/* Adds a member to the key: two at most. value is borrowed until step_end, and
 * may be NULL. */
void step_key(struct step *s, const char *name, struct str value);

/* Prepares a look-up in s->table, whose first column is the rowid. Its
 * parameters are the values of the key, in order. A missing table has no
 * rows. */
void step_look(struct step *s, const char *sql);

/* The next row of the look-up, which is added to the step's rows; false at the
 * end. Its columns are valid until the next call. */
bool step_row(struct step *s);

/* Adds a column of the present row to the facts. */
void step_fact(
    struct step *s, const char *name, enum column_kind kind, int column);

/* Adds the step to the explanation and frees it. True if it found a row. */
bool step_end(struct step *s);

/* The database of that name; NULL if there is none. explain_close closes it. */
struct db *explain_db(struct explain *x, const char *name);

/* Returns a copy of text that is valid until explain_close; NULL for NULL and
 * for the empty text, which is no code. */
struct str explain_keep(struct explain *x, struct str text);

/* Appends the member found: null unless the database or ledger is there. */
void explain_put_found(struct buf *b, bool there, bool found);

/* Adds the last run of each database that was looked into. */
void explain_runs(struct explain *x);

/* Adds {"verdict":verdict,"path":path,"code":code,"because":because}. path may
 * be NULL, and because, which is JSON: then the line has no such member. */
void explain_verdict(struct explain *x, const char *verdict, const char *path,
    const char *code, const char *because);

#endif
