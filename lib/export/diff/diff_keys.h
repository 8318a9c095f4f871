/*
 * The databases of a build with their tables, and the columns that tell the
 * records of each table apart (diff-table(1)).
 */
#ifndef DIFF_KEYS_H
#define DIFF_KEYS_H

struct diff_key {
	const char *database; /* without .db; NULL: not compared by builds */
	const char *table;
	const char *columns; /* "siret,uai" */
};

/* In the order in which builds are compared; ends with a zeroed one. */
extern const struct diff_key diff_keys[];

/* Returns the entry of a table, NULL if it has none. */
const struct diff_key *diff_key_find(const char *table);

#endif
