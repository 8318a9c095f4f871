/*
 * What a tool that changes a state database prints, in every system: one line
 * for each row that changed,
 *
 *	{"op":"insert|update|delete","table":T,"_id":KEY,"set":{...}}
 *
 * (a delete has no set), then the line {"counts":{...}}. With -q the last line
 * alone is printed. With -n the lines are the same and nothing is written.
 *
 * A tool either says each change itself (ops_line, ops_keep), or has its tables
 * watched and prints at the end what differs from before (ops_watch,
 * ops_changes).
 */
#ifndef OPS_H
#define OPS_H

#include "base/out.h"
#include "store/db.h"
#include "store/table.h"
#include "json/counts.h"

#define OPS_DRY_RUN                                                            \
	{                                                                      \
		'n', "dry-run", NULL,                                          \
		    "change nothing, print what would change"                  \
	}

#define OPS_TABLES_MAX 40

struct ops {
	struct out out;
	bool dry; /* -n: for the tool, which then rolls back */
	struct db *d;
	const struct table *watched[OPS_TABLES_MAX];
	size_t n;
	sqlite3_stmt *keep; /* of ops_keep */
	struct buf line;
	int64_t inserted, updated, deleted; /* rows that ops_changes found */
};

/* Makes o ready to print on standard output. */
void ops_open(struct ops *o, bool dry);

/* Prints a change. id is the key as JSON; set is the columns that changed, as a
 * JSON object, or NULL for a delete. */
void ops_line(struct ops *o, const char *op, const char *table, struct str id,
    struct str set);

/* Prints the last line: ops_counts(o, { "updated", n }, { "unknown", m }). */
#define ops_counts(o, ...) ops_count_list((o), COUNTS(__VA_ARGS__))
void ops_count_list(struct ops *o, const struct count *c);
/* Prints the last line; members are those of counts as JSON. */
void ops_put_counts(struct ops *o, struct str members);

/* Writes what is buffered, or dies. A tool that commits calls it before, so
 * that no change is made that could not be printed. */
void ops_flush(struct ops *o);

/* Ends the transaction of d: commits it once everything is written, or rolls it
 * back with -n. */
void ops_commit(struct ops *o, struct db *d);

/* Writes what is buffered, or dies, and frees what o holds. */
void ops_close(struct ops *o);

/*
 * Watching. The rows of a table are compared with what they were when
 * ops_watch was called. Their former values are kept in temporary tables, on
 * disk if there are many, within the caller's transaction: what a ROLLBACK to
 * a savepoint undoes is forgotten too.
 */

/* Watches t, a table of the main database whose key is its first column and
 * whose rows keep their rowid. columns: the names, between commas, of those
 * that the tool may change; NULL means all but the side columns. */
void ops_watch(
    struct ops *o, struct db *d, const struct table *t, const char *columns);

/* Makes o ready for ops_keep, before any statement of d begins to read. */
void ops_keep_open(struct ops *o, struct db *d);

/* Keeps a change for ops_changes, which prints the changes of one table by
 * ascending key. The arguments are those of ops_line, but the key is not JSON.
 * If most rows of a table change, this takes a tenth of the time of watching
 * the table. A row may be kept only once. */
void ops_keep(struct ops *o, const char *op, const char *table, struct str key,
    struct str set);

/* Prints the changes that were kept, then those of the watched tables, which it
 * also counts: tables in the order in which they were watched, rows by
 * ascending key, columns in the table's order. Call it once. */
void ops_changes(struct ops *o);

/* Prints the changes that were kept: the first part of ops_changes. */
void ops_print_kept(struct ops *o);

#endif
