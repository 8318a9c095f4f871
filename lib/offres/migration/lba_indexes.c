#include "offres/migration/lba_write.h"

/*
 * An index is made faster of all its rows at once than change by change. Which
 * of them most rows will change is foreseen from a sample of the jobs; these
 * are dropped, in the transaction of the changes, and made again at its end.
 */
#define SAMPLE 500
#define FEW 1000 /* jobs, for which it does not matter */

/* To make a row's entry with all others costs a third of changing it. */
#define CHEAPER 3

struct foresight {
	struct lba l;
	sqlite3_stmt *row;
	int64_t jobs, read, rows; /* to be written; looked at; in the table */
	int64_t fresh;            /* looked at and new */
	int64_t changed[JP_COLUMNS]; /* looked at, by column */
};

static int64_t
count(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int64_t n = db_step(d, s) ? sqlite3_column_int64(s, 0) : 0;

	sqlite3_finalize(s);
	return n;
}

static void
compare_indexes(struct foresight *f)
{
	struct db *d = f->l.o->d;
	bool there;

	db_bind_text(d, f->row, 1, db_text(f->l.job, JOB_ID));
	there = db_step(d, f->row);
	lba_keep_marks(&f->l, there ? f->row : NULL);
	f->fresh += !there;
	for (int c = 0; there && c < JP_COLUMNS; c++)
		f->changed[c] += cell_differs(&f->l.cell[c], f->row, c);
	sqlite3_reset(f->row);
}

static void
look_at_jobs(struct foresight *f)
{
	struct db *d = f->l.o->d;
	struct err e;

	f->l.job = db_prepare(d,
	    "SELECT j.* FROM temp.chosen AS c CROSS JOIN recruiters_jobs AS j"
	    " ON j.rowid = c.job WHERE c.rowid % ?1 = 0");
	db_bind_int(d, f->l.job, 1, f->jobs / SAMPLE + 1);
	f->l.recruiter =
	    db_prepare(d, "SELECT * FROM recruiters WHERE _id = ?");
	f->row = db_prepare(d, "SELECT * FROM jobs_partners WHERE _id = ?");
	for (; db_step(d, f->l.job); f->read++) {
		db_bind_text(
		    d, f->l.recruiter, 1, db_text(f->l.job, JOB_RECRUITER_ID));
		if (db_step(d, f->l.recruiter)) {
			lba_take_recruiter(&f->l);
			if (!lba_compute(&f->l, &e))
				compare_indexes(f);
		}
		sqlite3_reset(f->l.recruiter);
	}
	sqlite3_finalize(f->l.job);
	sqlite3_finalize(f->l.recruiter);
	sqlite3_finalize(f->row);
}

/* How many of the rows looked at change a column of the index? */
static int64_t
changes_of(const struct foresight *f, struct str index)
{
	struct db *d = f->l.o->d;
	sqlite3_stmt *s = db_prepare(d, "SELECT cid FROM pragma_index_info(?)");
	int64_t most = 0;

	db_bind_text(d, s, 1, index);
	while (db_step(d, s)) {
		int64_t n = f->changed[sqlite3_column_int(s, 0)];

		if (n > most)
			most = n;
	}
	sqlite3_finalize(s);
	return most;
}

static bool
is_worth_it(const struct foresight *f, struct str index)
{
	int64_t entries = f->jobs * (changes_of(f, index) + f->fresh) / f->read;
	int64_t rows = f->rows + f->jobs * f->fresh / f->read;

	return CHEAPER * entries > rows;
}

/* The index of the key stays: rows are looked up by it. */
static void
drop_indexes(const struct foresight *f, struct buf *make)
{
	struct db *d = f->l.o->d;
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND"
	    " tbl_name = 'jobs_partners' AND name <> 'jobs_partners_key'"
	    " AND sql IS NOT NULL ORDER BY rowid");
	struct buf drop = { 0 };

	while (db_step(d, s))
		if (is_worth_it(f, db_text(s, 0))) {
			buf_fmt(
			    &drop, "DROP INDEX main.\"%s\";", db_text(s, 0).p);
			buf_fmt(make, "%s;", db_text(s, 1).p);
		}
	sqlite3_finalize(s);
	if (drop.n)
		db_exec(d, buf_view(&drop).p);
	buf_free(&drop);
}

void
lba_put_aside_indexes(struct lba_writer *w)
{
	struct foresight f = { .l = { .map_pending = w->l->map_pending } };
	struct db *d = w->l->o->d;

	f.jobs = count(d, "SELECT count(*) FROM temp.chosen");
	if (f.jobs < FEW)
		return;
	f.rows = count(d, "SELECT count(*) FROM main.jobs_partners");
	lba_open(&f.l, w->l->o);
	look_at_jobs(&f);
	lba_close(&f.l);
	drop_indexes(&f, &w->indexes);
}
