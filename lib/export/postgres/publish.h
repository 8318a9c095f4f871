/*
 * publish-postgres as a run: one transaction from the look at the schema to the
 * row of the table "publication" (publication(7)).
 */
#ifndef PUBLISH_H
#define PUBLISH_H

#include "export/postgres/merge.h"

struct publish {
	struct server s;
	const char *schema; /* an identifier: publish_is_schema */
	bool public, force;
};

/* [a-z_][a-z0-9_]*, of 63 bytes at most, more of which PostgreSQL cuts off. */
bool publish_is_schema(const char *name);

/* Connects, begins the transaction and takes the lock of the schema: EXIT_RETRY
 * if another run has it. */
void publish_begin(struct publish *p);
/* Makes the tables of the n merges, of which t and d are filled, as they should
 * be, or refuses; then merges each and notes what was done. */
void publish_tables(struct publish *p, struct merge *m, size_t n);
/* Tells those who listen: json is the payload. Then commits or, if it was only
 * a trial, rolls back. */
void publish_end(struct publish *p, const char *json, bool trial);

#endif
