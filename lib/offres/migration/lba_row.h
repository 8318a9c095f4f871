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

	/* Of the present recruiter. */
	bool active, refused;
	struct err why; /* none of its jobs can be written */

	struct buf zipcode, city, url, desired, acquired, knowledge;
	sqlite3_stmt *engaged, *cfa, *user;
	struct romes romes;
};

void lba_open(struct lba *l, struct offres *o);
void lba_close(struct lba *l);

/* Does the status mean active, or waiting, in either spelling? */
bool lba_is_active(struct str status);
bool lba_is_waiting(struct str status);

/* Computes the cells that the jobs of a recruiter share from the row of
 * l->recruiter; to be called for each new row. They are valid as long as the
 * statement stands on it. */
void lba_take_recruiter(struct lba *l);

/* Computes the other cells from the row of l->job; the marks are those of the
 * job. Returns 0, or -1 with "field: what" in e. These cells are valid until
 * the next call. */
int lba_compute(struct lba *l, struct err *e);

/* Like lba_compute, for the columns of the migration only; the other cells are
 * CELL_UNSET. */
void lba_compute_migration(struct lba *l);

/* Replaces the marks in l->cell by those of the existing row where these are
 * later. row stands on all columns of jobs_partners; it is NULL if there is no
 * row yet. */
void lba_keep_marks(struct lba *l, sqlite3_stmt *row);

#endif
