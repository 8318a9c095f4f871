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

	/* Derived from the present recruiter by lba_take_recruiter. */
	struct buf zipcode, city, url, desired, acquired, knowledge;
	struct str city_text; /* NULL: the address says so */
	bool has_zipcode, eligible, delegated, cfa_known, user_known;
	sqlite3_stmt *engaged, *cfa, *user;
	struct romes romes;
};

void lba_open(struct lba *l, struct offres *o);
void lba_close(struct lba *l);

/* Does the status mean active, or waiting, in either spelling? */
bool lba_is_active(struct str status);
bool lba_is_waiting(struct str status);

/* Reads the row of l->recruiter; to be called for each new row. */
void lba_take_recruiter(struct lba *l);

/* Computes l->cell from the rows of l->recruiter and l->job; the marks are
 * those of the job. Returns 0, or -1 with "field: what" in e. The cells are
 * valid until the next call. */
int lba_compute(struct lba *l, struct err *e);

/* Like lba_compute, for the columns of the migration only; the other cells are
 * CELL_UNSET. */
void lba_compute_migration(struct lba *l);

/* Replaces the marks in l->cell by those of the existing row where these are
 * later. row stands on all columns of jobs_partners; it is NULL if there is no
 * row yet. */
void lba_keep_marks(struct lba *l, sqlite3_stmt *row);

#endif
