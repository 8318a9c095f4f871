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

/* The offers of the managers that sql, a condition on managed_by, selects lose
 * their addresses; how many they are. */
int64_t anonymise_offers(
    struct offres *o, const struct anonymise *a, const char *sql);

/* Copies the rows of from that the condition selects, which has ?2, into the
 * archive to, whose first column is the key: the columns that both have. Then
 * deletes them. Returns their number. */
int64_t anonymise_move(struct offres *o, const struct table *from,
    const struct table *to, const char *condition, struct str id);

/* Makes the tables of archives and deletions, and has them watched. */
void anonymise_begin(struct offres *o);

#endif
