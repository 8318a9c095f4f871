/*
 * Rows of lba_row.h written into jobs_partners: what differs, and no more.
 */
#ifndef LBA_WRITE_H
#define LBA_WRITE_H

#include "offres/migration/lba_row.h"

#define LBA_UPDATES 32

struct lba_writer {
	struct lba *l;
	sqlite3_stmt *find, *insert;
	/* Statements that set some columns, kept for the next row whose same
	 * columns differ. */
	struct lba_update {
		bool set[JP_COLUMNS];
		sqlite3_stmt *s;
	} update[LBA_UPDATES];
	size_t n, next;
	struct buf indexes; /* SQL that makes those that were put aside */
	long long inserted, updated, unchanged;
};

void lba_writer_open(struct lba_writer *w, struct lba *l);
/* Writes the cells of l into the row of that _id, new if need be. */
void lba_write(struct lba_writer *w, struct str id);
/* The same where there is a row; false if there is none. */
bool lba_update(struct lba_writer *w, struct str id);
void lba_writer_close(struct lba_writer *w);

#endif
