/*
 * The row of jobs_partners that a job of a recruiter gives: the rules of the
 * synchronisation, for sync-jobs-partners, which writes it, and for
 * check-migration, which compares it. See sync-jobs-partners(1).
 */
#ifndef LBA_ROW_H
#define LBA_ROW_H

#include "base/err.h"
#include "offres/migration/cell.h"
#include "offres/migration/offer_columns.h"
#include "offres/offres.h"
#include "offres/rome.h"

struct lba {
	struct offres *o;
	bool map_pending; /* jobs that wait become Pending, not Cancelled */
	bool copy_marks;  /* marks as the job has them: migration_state */
	sqlite3_stmt *recruiter, *job; /* rows of the tables, all columns */
	struct cell cell[JP_COLUMNS];

	/* What is ours of the present recruiter. */
	struct buf zipcode, city, url, desired, acquired, knowledge;
	struct str city_text; /* NULL: the address says so */
	bool has_zipcode, eligible, delegated, cfa_known, user_known;
	sqlite3_stmt *engaged, *cfa, *user;
	struct romes romes;
};

void lba_open(struct lba *l, struct offres *o);
void lba_close(struct lba *l);

/* Is the recruiter's status that of an active one? Or of one that waits? */
bool lba_is_active(struct str status);
bool lba_is_waiting(struct str status);

/* To be called when l->recruiter stands on another row. */
void lba_take_recruiter(struct lba *l);

/* Computes l->cell from the rows that l->recruiter and l->job stand on, marks
 * as the job has them. 0, or -1 with "field: what" in e. The cells hold until
 * the next call. */
int lba_compute(struct lba *l, struct err *e);

/* The same for the columns of the migration alone; the others are not ours. */
void lba_compute_migration(struct lba *l);

/* Marks: what the rewritten jobs wrote into the row wins where it is later. row
 * stands on all columns of jobs_partners, from column first on; NULL if there
 * is no row yet. */
void lba_keep_marks(struct lba *l, sqlite3_stmt *row, int first);

#endif
