/*
 * What is left of people when they go: their rows in the archives, without
 * names, and offers without their addresses.
 */
#ifndef ANONYMISE_H
#define ANONYMISE_H

#include "offres/offres.h"

struct anonymise {
	bool close_offers;    /* cancel and detach their offers as well */
	bool with_recruiters; /* archive and delete their recruiters too */
	bool with_roles;      /* delete their roles too */
	/* what was done, in rows */
	int64_t archived, deleted, offers, roles, recruiters;
};

/* Anonymises the accounts whose ids the temporary table gone(id) holds. */
void anonymise_accounts(struct offres *o, struct anonymise *a);

/* Removes the addresses from the offers that the condition selects; it is SQL
 * that follows "managed_by". Returns the number of these offers. */
int64_t anonymise_offers(
    struct offres *o, const struct anonymise *a, const char *sql);

/* Moves rows from a table to its archive: copies the columns that both have,
 * and deletes the rows. condition is SQL that selects them, with id as ?2. A
 * row of the archive with the same key is replaced. Returns the number of rows.
 */
int64_t anonymise_move(struct offres *o, const struct table *from,
    const struct table *to, const char *condition, struct str id);

/* Begins the transaction, with the tables that anonymising changes. */
void anonymise_begin(struct offres *o);

#endif
