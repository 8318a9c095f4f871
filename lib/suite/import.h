/*
 * What the importers share: where the database goes, and what becomes of a
 * record that is refused.
 *
 * Without -k the first refused record ends the program. With -k --rejects
 * FILE it is written to FILE as it came, a record a line, so that FILE can be
 * mended and imported in its turn; the reason goes to stderr.
 *
 *	static const struct opt opts[] = { IMPORT_OPTIONS, { 0 } };
 *	...
 *	while ((c = opt_next()) >= 0)
 *		import_option(&im, c);
 *	import_begin(&im);
 *	... import_refuse(&im, ndjson_where(&r), record.p, record.n, &e); ...
 *	import_end(&im);
 *	... print the statistics ...
 *	import_publish(d);
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "store/db.h"

#define IMPORT_REJECTS 512 /* the letter of --rejects */

/* clang-format off */
#define IMPORT_OPTIONS \
	{ OPT_NEEDED | 'o', "output", "FILE", "the database to write" }, \
	{ 'k', "keep-going", NULL, "leave out the records refused" }, \
	{ IMPORT_REJECTS, "rejects", "FILE", "where -k puts them" }
/* clang-format on */

struct import {
	const char *path;    /* -o: the database */
	bool keep;           /* -k */
	const char *rejects; /* --rejects */
	int64_t refused;     /* so far */
	struct out out;      /* the rejects, if keep */
};

/* Handles an option of IMPORT_OPTIONS; false if c is not one of them. */
bool import_option(struct import *im, int c);

/* Ends with EXIT_USE unless -k and --rejects come together; opens the file of
 * rejects. */
void import_begin(struct import *im);

/* The whole command line of an importer that reads a folder of raw files,
 * import-X [-k --rejects FILE] -r DIR -o FILE, from opt_init to import_begin,
 * or EXIT_USE. what: one line for -h. The folder, borrowed for the life of the
 * process. */
const char *import_folder(
    struct import *im, int argc, char **argv, const char *what);

/* Ends the program if there is no file path: "path: No such file or directory
 * (WRITER writes it)". */
void import_need(const char *path, const char *writer);

/* A record that is refused for the reason e ("field: what 'value'"): ends the
 * program with "tool: where: reason", or puts the record's text p[0..n) among
 * the rejects and returns. The text must be a line of NDJSON without its LF. */
void import_refuse(struct import *im, const char *where, const char *p,
    size_t n, const struct err *e);

/* Completes the file of rejects. */
void import_end(struct import *im);

/* Publishes the database of a source, as db_publish does, unless a table has
 * lost too much since the published one: all its rows, or more than half of
 * them, and the latter without FORCE=1 in the environment. Then the program
 * ends with a message and the published database stays. */
void import_publish(struct db *d);

#endif
