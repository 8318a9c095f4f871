/*
 * Rows of lba_row.h written into jobs_partners: what differs, and no more.
 */
#ifndef LBA_WRITE_H
#define LBA_WRITE_H

#include "offres/migration/lba_row.h"

#define LBA_UPDATES 32

struct lba_writer {
	struct lba *l;
	sqlite3_stmt *insert;
	/* Statements that set some columns, kept for the next row whose same
	 * columns differ. */
	struct lba_update {
		bool set[JP_COLUMNS];
		sqlite3_stmt *s;
	} update[LBA_UPDATES];
	size_t n, next;
	bool tell;
	struct buf set;     /* columns of a change */
	struct buf indexes; /* SQL that makes those that were put aside */
	long long inserted, updated, unchanged;
};

/* tell: keep a line of each change (ops_keep). */
void lba_writer_open(struct lba_writer *w, struct lba *l, bool tell);

/* Drops the indexes that most of the jobs will change, whose rowids are the
 * column "job" of the table temp.chosen; lba_writer_close makes them again. */
void lba_put_aside_indexes(struct lba_writer *w);

/*
 * The rows come from a statement of the caller that yields LBA_ROW for each
 * job, as "p": one that is stepped from row to row costs half of one that looks
 * up each id. Its last column is NULL where there is no row yet.
 */
#define LBA_ROW "p.*, p.rowid"

/* Writes the cells of l into the row, new if need be. */
void lba_write(struct lba_writer *w, sqlite3_stmt *row);
/* Like lba_write where there is a row; false if there is none. */
bool lba_update(struct lba_writer *w, sqlite3_stmt *row);
void lba_writer_close(struct lba_writer *w);

#endif
