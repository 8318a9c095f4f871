/*
 * Tables of answers: what API Entreprise and API Adresse once said, one row for
 * each question [models 8.2, 8.3]. Memory holds the questions, not the answers.
 */
#ifndef IMPORT_ANSWERS_H
#define IMPORT_ANSWERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"
#include "store/table.h"
#include "suite/import.h"
#include "json/schema.h"

/* How a file of answers is imported. */
struct import_answers {
	const char *file;   /* its name in the raw directory */
	const char *writer; /* the tool that writes it, for messages */
	const struct table *table;
	const struct field *record;
	const char *question; /* all columns but ttl, in order */
	/* Appends what a valid record becomes; false if it stays as it is, and
	 * nothing is appended. The columns stay the same. NULL: all stay. */
	bool (*settle)(struct str record, struct buf *out);
};

/* Imports dir/c->file, NDJSON, into a table of d, ordered by the question: the
 * same answers give the same bytes, in whatever order they came. If a question
 * occurs twice, the last answer is kept. Returns the number of rows. */
int64_t import_answers_table(struct import *im, struct db *d, const char *dir,
    const struct import_answers *c);

/* True if the question bound to s has an answer that is still valid. s must
 * select the ttl of a row of d. */
bool import_answers_hold(struct db *d, sqlite3_stmt *s);

#endif
