/*
 * Offers of several partners that have one company in common, compared pair by
 * pair: which are the same offer, and which of two is kept.
 */
#ifndef DUPLICATE_H
#define DUPLICATE_H

#include "offres/duplicates/title.h"

struct duplicate_row {
	int64_t rowid;
	bool computed; /* of computed_jobs_partners, else of jobs_partners */
	bool lba, lost;
	int label; /* number of its label in the group, by first appearance */
	double rank;
	char *text; /* owns the bytes of: */
	struct str id, partner_label, partner_job_id, zipcode, created_at;
	struct str duplicates; /* as they were, JSON */
	struct title title;
	struct buf added;   /* to a computed row's duplicates: objects */
	struct buf lost_to; /* of a row of jobs_partners: objects, one a line */
};

struct duplicate_group {
	const char *field; /* what the rows have in common */
	struct duplicate_row *row;
	size_t n, cap;
	int labels;
	long long pairs, duplicates; /* of this group */
};

/* Adds a row; computed ones come first. text is in the order of the members
 * above, then the title; copied. */
void duplicate_add(struct duplicate_group *g, bool computed, int64_t rowid,
    const struct str text[7], double rank);

/* Compares the pairs of rows of different labels: rows know afterwards whether
 * they lost, and what is added to them. */
void duplicate_compare(struct duplicate_group *g);

/* Frees the rows; the group may be filled again. */
void duplicate_clear(struct duplicate_group *g);

#endif
