/*
 * sync-jobs-partners: make the offers of La Bonne Alternance again from the
 * jobs of recruiters: those of active recruiters, all, some, or what changed.
 *
 * The fallback as long as recruiters are written: it overwrites what others
 * wrote into the offers, but for the marks of reminders.
 */
#include <stdlib.h>

#include "offres/migration/lba_write.h"

enum { FULL = 256, MAP_PENDING };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ FULL, "full", NULL, "all recruiters" },
	{ 'c', "changes", NULL, "those that the triggers of phase 1 noted" },
	{ 'i', "id", "ID", "this recruiter (repeatable)" },
	{ MAP_PENDING, "map-pending", NULL, "jobs that wait become Pending" },
	OFFRES_FORCE,
	{ 0 },
};

/* Which recruiters r. */
static const char active[] = "r.status IN ('Actif', 'ACTIF') AND EXISTS (SELECT"
			     " 1 FROM recruiters_jobs WHERE recruiter_id ="
			     " r._id AND job_status = 'Active')";
static const char full[] = "true";
static const char some[] = "r._id IN (SELECT value FROM json_each(?2))";
static const char changed[] = "r._id IN (SELECT doc_id FROM temp.changes"
			      " WHERE source = 'recruiters')";

struct sync {
	struct offres *o;
	struct lba l;
	struct lba_writer w;
	sqlite3_stmt *row; /* of l.job */
	bool more;         /* l.job and row stand on one */
	bool tell;         /* each row is written once: tell of it at once */
	long long recruiters, jobs, skipped, errors, anonymized;
};

/*
 * Recruiters. Three statements go forward together: the recruiters, their jobs,
 * and the rows of these.
 */
static void
take_job(struct sync *s)
{
	struct err e;

	s->jobs++;
	if (!lba_compute(&s->l, &e)) {
		lba_write(&s->w, s->row);
		return;
	}
	offres_fail(s->o, "%s: recruiter %s: %s", db_text(s->l.job, JOB_ID).p,
	    db_text(s->l.recruiter, RC_ID).p, e.msg);
	s->errors++;
}

static bool
next_job(struct sync *s)
{
	s->more = db_step(s->o->d, s->l.job) && db_step(s->o->d, s->row);
	return s->more;
}

static bool
is_of(struct sync *s, struct str recruiter)
{
	return s->more && recruiter.p &&
	       str_eq(db_text(s->l.job, JOB_RECRUITER_ID), recruiter);
}

/* One without a job or an address is passed over. */
static void
take_recruiter(struct sync *s)
{
	struct str id = db_text(s->l.recruiter, RC_ID);
	bool there = db_text(s->l.recruiter, RC_ADDRESS).n;

	if (!there || !is_of(s, id)) {
		s->skipped++;
		while (is_of(s, id))
			next_job(s);
		return;
	}
	s->recruiters++;
	lba_take_recruiter(&s->l);
	for (; is_of(s, id); next_job(s))
		take_job(s);
}

/* The jobs of those recruiters, in the order in which they are taken. */
static void
choose(struct sync *s, const char *which, struct str ids)
{
	char *sql = xasprintf("CREATE TEMP TABLE chosen AS SELECT j.rowid AS "
			      "job, j._id AS id FROM"
			      " recruiters AS r JOIN recruiters_jobs AS j ON "
			      "j.recruiter_id = r._id"
			      " WHERE %s ORDER BY r._id, j.position, j.rowid",
	    which);

	offres_update(s->o, sql, ids);
	free(sql);
}

static void
open_walks(struct sync *s, const char *which, struct str ids)
{
	struct offres *o = s->o;
	char *sql = xasprintf(
	    "SELECT r.* FROM recruiters AS r WHERE %s ORDER BY r._id", which);

	s->l.recruiter = offres_prepare(o, sql);
	if (ids.p)
		db_bind_text(o->d, s->l.recruiter, 2, ids);
	free(sql);
	s->l.job = db_prepare(o->d,
	    "SELECT j.* FROM temp.chosen AS c CROSS JOIN recruiters_jobs AS j"
	    " ON j.rowid = c.job ORDER BY c.rowid");
	s->row = db_prepare(o->d,
	    "SELECT " LBA_ROW " FROM temp.chosen AS c LEFT JOIN jobs_partners"
	    " AS p ON p._id = c.id ORDER BY c.rowid");
}

static void
take_recruiters(struct sync *s, const char *which, struct str ids)
{
	struct offres *o = s->o;

	lba_open(&s->l, o);
	lba_writer_open(&s->w, &s->l, s->tell);
	choose(s, which, ids);
	lba_put_aside_indexes(&s->w);
	open_walks(s, which, ids);
	next_job(s);
	while (db_step(o->d, s->l.recruiter))
		take_recruiter(s);
	sqlite3_finalize(s->l.recruiter);
	sqlite3_finalize(s->l.job);
	sqlite3_finalize(s->row);
	lba_writer_close(&s->w);
	lba_close(&s->l);
}

/*
 * Changes.
 */
static const char take_changes[] =
    "CREATE TEMP TABLE changes AS SELECT source, doc_id, max(seq) AS seq"
    " FROM recruiters_changes AS c WHERE seq > coalesce((SELECT"
    " resumeTokenData FROM resumetokens WHERE collection = c.source), 0)"
    " GROUP BY 1, 2";
static const char drop_tokens[] = "DELETE FROM resumetokens WHERE collection IN"
				  " (SELECT source FROM temp.changes)";
static const char keep_tokens[] =
    "INSERT INTO resumetokens SELECT source, max(seq), ?1 FROM temp.changes"
    " GROUP BY 1";
static const char mask[] =
    "UPDATE jobs_partners SET apply_email = NULL, apply_phone = NULL,"
    " apply_url = NULL, workplace_description = NULL, offer_description = '',"
    " offer_status = 'Cancelled', updated_at = ?1, offer_status_history ="
    " json_array(json_object('status', 'Cancelled', 'reason', 'recruiter has"
    " been anonymized', 'date', ?1, 'granted_by', 'lba')) WHERE" OFFRES_IS_LBA
    "AND partner_job_id IN (SELECT j.value ->> '$._id' FROM temp.changes AS c"
    " JOIN anonymized_recruiters AS a ON a._id = c.doc_id, json_each(iif("
    "json_valid(a.jobs), a.jobs, '[]')) AS j"
    " WHERE c.source = 'anonymized_recruiters' AND j.type = 'object')";

static void
take_what_changed(struct sync *s)
{
	struct offres *o = s->o;

	offres_make(o, &table_resumetokens);
	offres_update(o, take_changes, STR(""));
	take_recruiters(s, changed, STR_NULL);
	s->anonymized = offres_update(o, mask, STR(""));
	offres_update(o, drop_tokens, STR(""));
	offres_update(o, keep_tokens, STR(""));
}

/*
 * The command line.
 */
static bool all, changes;
static struct buf ids; /* a JSON array, less its bracket */
static bool map_pending;

static void
read_options(void)
{
	int c;

	while ((c = opt_next()) >= 0)
		if (c == FULL) {
			all = true;
		} else if (c == 'c') {
			changes = true;
		} else if (c == MAP_PENDING) {
			map_pending = true;
		} else if (c == 'i') {
			buf_byte(&ids, ids.n ? ',' : '[');
			js_put_text(&ids, str_of(opt_arg));
		} else {
			offres_option(c);
		}
	opt_count(0, 0);
	if (all + changes + (ids.n > 0) > 1)
		opt_wrong("one of --full, --changes and --id");
	if (ids.n)
		buf_byte(&ids, ']');
}

static void
guard(const struct offres *o)
{
	offres_need_migration(o);
	if (changes && o->phase > 1)
		offres_refuse(o, "there are no changes to follow any more");
	offres_need_recruiters(o);
}

static void
print_counts(struct offres *o, const struct sync *s)
{
	offres_counts(o, { "recruiters", s->recruiters }, { "jobs", s->jobs },
	    { "inserted", s->w.inserted }, { "updated", s->w.updated },
	    { "unchanged", s->w.unchanged }, { "skipped", s->skipped },
	    { "errors", s->errors }, { "anonymized", s->anonymized });
}

int
main(int argc, char **argv)
{
	struct offres o;
	static struct sync s;

	opt_init(
	    argc, argv, "make offers from the jobs of recruiters", "", opts);
	read_options();
	offres_open(&o);
	guard(&o);
	s.o = &o;
	s.l.map_pending = map_pending;
	offres_begin(&o);
	if (changes)
		offres_change(&o, &table_jobs_partners, NULL);
	else
		offres_make(&o, &table_jobs_partners);
	s.tell = !changes && !opt_quiet;
	if (changes)
		take_what_changed(&s);
	else if (ids.n)
		take_recruiters(&s, some, buf_view(&ids));
	else
		take_recruiters(&s, all ? full : active, STR_NULL);
	print_counts(&o, &s);
	if (changes)
		offres_add_run(&o, "4.9");
	buf_free(&ids);
	return offres_end(&o, changes ? "4.10" : "4.9");
}
