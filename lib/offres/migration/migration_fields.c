#include "offres/migration/lba_row.h"
#include "offres/migration/migration_check.h"
#include "offres/repair.h"

static const char jobs[] =
    "SELECT * FROM recruiters_jobs AS j WHERE EXISTS (SELECT 1"
    " FROM recruiters WHERE _id = j.recruiter_id"
    " AND coalesce(address, '') <> '') ORDER BY _id";

struct fields {
	struct lba l;
	sqlite3_stmt *row; /* the offer */
};

static bool
is_passed_over(int c)
{
	switch (c) {
	case JP_UPDATED_AT:
	case JP_CREATED_AT:
	case JP_OFFER_STATUS_HISTORY:
	case JP_LBA_URL:
	case JP_STATS_DETAIL_VIEW:
	case JP_STATS_SEARCH_VIEW:
	case JP_STATS_POSTULER:
	case JP_RECRUITER_STATUS:
		return true;
	default:
		return false;
	}
}

/* The recruiter waits, and apply-siret-infos has made the offer's active. */
static bool
is_validated(const struct fields *f)
{
	return lba_is_waiting(db_text(f->l.recruiter, RC_STATUS)) &&
	       lba_is_active(db_text(f->row, JP_RECRUITER_STATUS));
}

static bool
is_later(struct str row, struct str job)
{
	return !job.p || str_cmp(row, job) > 0;
}

static bool
status_explained(const struct fields *f)
{
	struct str status = db_text(f->row, JP_OFFER_STATUS),
		   expiration = db_text(f->row, JP_OFFER_EXPIRATION);

	if (str_is(status, "Cancelled") && expiration.p &&
	    str_cmp(expiration, f->l.o->now) < 0)
		return true;
	if (str_is(status, "Pending") &&
	    str_is(db_text(f->l.job, JOB_JOB_STATUS), "En attente") &&
	    lba_is_active(db_text(f->l.recruiter, RC_STATUS)))
		return true;
	return is_validated(f);
}

/* Do the rewritten jobs explain what the row has in column c? */
static bool
is_explained(const struct fields *f, int c)
{
	struct str row = db_text(f->row, c);
	sqlite3_stmt *job = f->l.job;
	const char *rythm;

	switch (c) {
	case JP_RELANCE_MAIL_EXPIRATION_J7:
		return is_later(
		    row, db_text(job, JOB_RELANCE_MAIL_EXPIRATION_J7));
	case JP_RELANCE_MAIL_EXPIRATION_J1:
		return is_later(
		    row, db_text(job, JOB_RELANCE_MAIL_EXPIRATION_J1));
	case JP_MER_SENT:
		return is_later(row, db_text(job, JOB_MER_SENT));
	case JP_OFFER_STATUS:
		return status_explained(f);
	case JP_OFFER_EXPIRATION:
		return row.p &&
		       str_cmp(row, db_text(job, JOB_JOB_EXPIRATION_DATE)) < 0;
	case JP_CONTRACT_START:
		return !db_text(job, JOB_JOB_START_DATE).p;
	case JP_CONTRACT_RYTHM:
		rythm = repair_rythm(db_text(job, JOB_JOB_RYTHM));
		return rythm && str_is(row, rythm);
	case JP_WORKPLACE_LEGAL_NAME:
	case JP_WORKPLACE_ADDRESS_LABEL:
		return is_validated(f);
	default:
		return false;
	}
}

static void
compare_row(
    struct fields *f, struct migration_report *r, struct migration_check *check)
{
	struct buf expected = { 0 }, actual = { 0 };
	bool active = str_is(db_text(f->row, JP_OFFER_STATUS), "Active");

	for (int c = 0; c < JP_COLUMNS; c++) {
		const struct column *column = &table_jobs_partners.col[c];

		if (is_passed_over(c) ||
		    !cell_differs(&f->l.cell[c], f->row, c) ||
		    is_explained(f, c))
			continue;
		expected.n = actual.n = 0;
		cell_put(&expected, &f->l.cell[c], column->kind);
		table_put_value(&actual, column->kind, f->row, c);
		migration_find(r, check, db_text(f->l.job, JOB_ID),
		    column->name, buf_view(&expected), buf_view(&actual),
		    active);
	}
	buf_free(&expected);
	buf_free(&actual);
}

/* A job that the synchronisation cannot write is left out. */
static void
take_job(
    struct fields *f, struct migration_report *r, struct migration_check *check)
{
	struct db *d = f->l.o->d;
	struct err e;

	db_bind_text(d, f->l.recruiter, 1, db_text(f->l.job, JOB_RECRUITER_ID));
	db_bind_text(d, f->row, 1, db_text(f->l.job, JOB_ID));
	if (db_step(d, f->row) && db_step(d, f->l.recruiter)) {
		lba_take_recruiter(&f->l);
		if (!lba_compute(&f->l, &e)) {
			lba_keep_marks(&f->l, f->row);
			compare_row(f, r, check);
		}
	}
	sqlite3_reset(f->l.recruiter);
	sqlite3_reset(f->row);
}

void
migration_check_fields(
    struct offres *o, struct migration_report *r, struct migration_check *c)
{
	struct fields f = { .l = { .o = o } };

	lba_open(&f.l, o);
	f.l.recruiter =
	    db_prepare(o->d, "SELECT * FROM recruiters WHERE _id = ?");
	f.row = db_prepare(o->d, "SELECT * FROM jobs_partners WHERE _id = ?");
	f.l.job = db_prepare(o->d, jobs);
	while (db_step(o->d, f.l.job))
		take_job(&f, r, c);
	sqlite3_finalize(f.l.recruiter);
	sqlite3_finalize(f.l.job);
	sqlite3_finalize(f.row);
	lba_close(&f.l);
}
