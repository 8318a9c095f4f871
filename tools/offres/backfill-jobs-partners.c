/*
 * backfill-jobs-partners: fill the columns of the migration from the jobs of
 * recruiters, in the offers that there are.
 */
#include "offres/migration/lba_write.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	OFFRES_FORCE,
	{ 0 },
};

/* Jobs of recruiters that are known, by _id. */
#define KNOWN                                                                  \
	" FROM recruiters_jobs AS j JOIN recruiters AS r"                      \
	" ON r._id = j.recruiter_id "
static const char unmatched[] =
    "SELECT j._id, r._id, iif(coalesce(r.address, '') = '', 'no-address',"
    " 'missing')" KNOWN "WHERE NOT EXISTS (SELECT 1 FROM jobs_partners"
    " WHERE _id = j._id) ORDER BY 1";

struct backfill {
	struct offres *o;
	struct lba l;
	struct lba_writer w;
	sqlite3_stmt *row; /* of l.job */
	long long total, matched, unmatched, bad_manager;
};

static void
take_job(struct backfill *f)
{
	struct cell *manager = &f->l.cell[JP_MANAGED_BY];
	bool good;

	lba_compute_migration(&f->l);
	good = manager->type == CELL_TEXT && offres_is_id(manager->text);
	if (!good)
		manager->type = CELL_NULL;
	if (!lba_update(&f->w, f->row))
		return;
	f->matched++;
	f->bad_manager += !good;
}

static void
fill(struct backfill *f)
{
	struct offres *o = f->o;

	lba_open(&f->l, o);
	lba_writer_open(&f->w, &f->l, !opt_quiet);
	f->l.recruiter =
	    db_prepare(o->d, "SELECT * FROM recruiters WHERE _id = ?");
	f->l.job =
	    db_prepare(o->d, "SELECT * FROM recruiters_jobs ORDER BY _id");
	f->row = db_prepare(o->d,
	    "SELECT " LBA_ROW " FROM recruiters_jobs AS j LEFT JOIN"
	    " jobs_partners AS p ON p._id = j._id ORDER BY j._id");
	while (db_step(o->d, f->l.job) && db_step(o->d, f->row)) {
		db_bind_text(o->d, f->l.recruiter, 1,
		    db_text(f->l.job, JOB_RECRUITER_ID));
		if (db_step(o->d, f->l.recruiter)) {
			f->total++;
			take_job(f);
		}
		sqlite3_reset(f->l.recruiter);
	}
	sqlite3_finalize(f->l.recruiter);
	sqlite3_finalize(f->l.job);
	sqlite3_finalize(f->row);
	lba_writer_close(&f->w);
	lba_close(&f->l);
}

static void
list_unmatched(struct backfill *f)
{
	sqlite3_stmt *s = db_prepare(f->o->d, unmatched);
	struct buf *b = &f->o->ops.out.buf;

	for (; db_step(f->o->d, s); f->unmatched++) {
		if (opt_quiet)
			continue;
		buf_str(b, "{\"unmatched\":");
		js_put_text(b, db_text(s, 0));
		js_put_member(b, "recruiter", db_text(s, 1));
		js_put_member(b, "why", db_text(s, 2));
		buf_str(b, "}\n");
		out_record(&f->o->ops.out);
	}
	sqlite3_finalize(s);
}

int
main(int argc, char **argv)
{
	static struct backfill f;
	struct offres o;
	int c;

	opt_init(argc, argv, "fill the columns of the migration", "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_need_migration(&o);
	offres_need_recruiters(&o);
	f.o = &o;
	offres_begin(&o);
	offres_make(&o, &table_jobs_partners);
	fill(&f);
	ops_changes(&o.ops);
	list_unmatched(&f);
	offres_counts(&o, { "total", f.total }, { "matched", f.matched },
	    { "modified", f.w.updated }, { "unmatched", f.unmatched },
	    { "bad_manager", f.bad_manager });
	return offres_end(&o, NULL);
}
