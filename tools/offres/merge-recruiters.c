/*
 * merge-recruiters: merge recruiters of the same e-mail address and SIRET into
 * one, which takes the jobs that it has not yet.
 *
 * Deprecated with recruiters. The reference ran the merge twice and so lost a
 * group whose active row was not the first; this does it once.
 */
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	OFFRES_FORCE,
	{ 0 },
};

static const char take_groups[] =
    "CREATE TEMP TABLE groups AS SELECT email, establishment_siret AS siret"
    " FROM recruiters GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2";
/* Of each group the one to be kept, then the others. */
static const char members[] =
    "SELECT _id FROM recruiters WHERE email IS ?1 AND establishment_siret IS"
    " ?2 ORDER BY iif(rowid = (SELECT rowid FROM recruiters WHERE email IS ?1"
    " AND establishment_siret IS ?2 ORDER BY status NOT IN ('Actif', 'ACTIF'),"
    " rowid LIMIT 1), 0, 1), rowid";
static const char jobs_of[] =
    "SELECT rowid, rome_label, rome_appellation_label, job_level_label"
    " FROM recruiters_jobs WHERE recruiter_id = ? ORDER BY position, rowid";
static const char same_job[] =
    "SELECT 1 FROM recruiters_jobs WHERE recruiter_id = ?1"
    " AND rome_label IS ?2 AND rome_appellation_label IS ?3"
    " AND job_level_label IS ?4";
static const char move_job[] =
    "UPDATE recruiters_jobs SET recruiter_id = ?1, position = (SELECT"
    " coalesce(max(position) + 1, 0) FROM recruiters_jobs"
    " WHERE recruiter_id = ?1) WHERE rowid = ?2";

struct merge {
	struct offres *o;
	sqlite3_stmt *members, *jobs, *same, *move, *drop, *remove;
	struct buf keeper, other;
	long long groups, deleted, moved, dropped;
};

static void
copy_text(struct buf *b, struct str s)
{
	b->n = 0;
	buf_add(b, s.p, s.n);
}

/* The job that m->jobs stands on. */
static void
take_job(struct merge *m)
{
	struct offres *o = m->o;
	bool known;

	db_bind_text(o->d, m->same, 1, buf_view(&m->keeper));
	for (int i = 1; i < 4; i++)
		db_bind_text(o->d, m->same, i + 1, db_text(m->jobs, i));
	known = db_step(o->d, m->same);
	sqlite3_reset(m->same);
	if (known) {
		db_bind_int(o->d, m->drop, 1, sqlite3_column_int64(m->jobs, 0));
		m->dropped += offres_step(o, m->drop);
	} else {
		db_bind_text(o->d, m->move, 1, buf_view(&m->keeper));
		db_bind_int(o->d, m->move, 2, sqlite3_column_int64(m->jobs, 0));
		m->moved += offres_step(o, m->move);
	}
}

/* The jobs of a recruiter go to the keeper, and it goes itself. The sort of
 * the query has read all its rows before the first is given. */
static void
take_recruiter(struct merge *m, struct str id)
{
	struct offres *o = m->o;

	copy_text(&m->other, id);
	db_bind_text(o->d, m->jobs, 1, buf_view(&m->other));
	while (db_step(o->d, m->jobs))
		take_job(m);
	db_bind_text(o->d, m->remove, 1, buf_view(&m->other));
	m->deleted += offres_step(o, m->remove);
}

static void
merge_group(struct merge *m, struct str email, struct str siret)
{
	struct offres *o = m->o;

	db_bind_text(o->d, m->members, 1, email);
	db_bind_text(o->d, m->members, 2, siret);
	for (bool first = true; db_step(o->d, m->members); first = false)
		if (first)
			copy_text(&m->keeper, db_text(m->members, 0));
		else
			take_recruiter(m, db_text(m->members, 0));
	m->groups++;
}

static void
merge_all(struct merge *m)
{
	struct offres *o = m->o;
	sqlite3_stmt *s;

	db_exec(o->d, take_groups);
	s = db_prepare(o->d, "SELECT email, siret FROM groups ORDER BY rowid");
	m->members = db_prepare(o->d, members);
	m->jobs = db_prepare(o->d, jobs_of);
	m->same = db_prepare(o->d, same_job);
	m->move = db_prepare(o->d, move_job);
	m->drop =
	    db_prepare(o->d, "DELETE FROM recruiters_jobs WHERE rowid = ?");
	m->remove = db_prepare(o->d, "DELETE FROM recruiters WHERE _id = ?");
	while (db_step(o->d, s))
		merge_group(m, db_text(s, 0), db_text(s, 1));
	sqlite3_finalize(s);
	sqlite3_finalize(m->members);
	sqlite3_finalize(m->jobs);
	sqlite3_finalize(m->same);
	sqlite3_finalize(m->move);
	sqlite3_finalize(m->drop);
	sqlite3_finalize(m->remove);
	buf_free(&m->keeper);
	buf_free(&m->other);
}

int
main(int argc, char **argv)
{
	struct offres o;
	struct merge m = { .o = &o };
	int c;

	opt_init(
	    argc, argv, "merge recruiters of one address and SIRET", "", opts);
	while ((c = opt_next()) >= 0)
		offres_option(c);
	opt_count(0, 0);
	offres_open(&o);
	offres_need_recruiters(&o);
	offres_begin(&o);
	offres_change(&o, &table_recruiters, "");
	offres_change(&o, &table_recruiters_jobs, "recruiter_id,position");
	merge_all(&m);
	offres_counts(&o, { "groups", m.groups }, { "deleted", m.deleted },
	    { "moved", m.moved }, { "dropped", m.dropped });
	return offres_end(&o, "4.8");
}
