/*
 * set-phase: go to another phase of the migration, if what went before allows
 * it.
 */
#include <stdlib.h>

#include "offres/calendar.h"
#include "offres/migration/migration.h"
#include "offres/migration/migration_check.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ 256, "drop-recruiters", NULL, "with 3: empty recruiters as well" },
	{ 0 },
};

#define WAIT (14 * CALENDAR_DAY) /* from phase 2 to phase 3 */
#define GOOD (7 * CALENDAR_DAY)  /* without a failure */

static const char old_runs[] =
    "SELECT count(*) FROM job_runs WHERE item IN ('4.9', '4.10', '4.15')"
    " AND at >= (SELECT updated_at FROM migration_state WHERE key = 'phase')";
static const char failed_runs[] =
    "SELECT count(*) FROM job_runs WHERE item IN ('4.1', '4.2', '4.6', '4.7')"
    " AND exit_code <> 0 AND at >= ?2";
static const char set_tokens[] =
    "INSERT INTO resumetokens SELECT s.value, (SELECT max(seq)"
    " FROM recruiters_changes), ?1 FROM json_each('[\"recruiters\","
    "\"anonymized_recruiters\"]') AS s"
    " WHERE EXISTS (SELECT 1 FROM recruiters_changes)";

/*
 * What must hold.
 */
static void
need_go(struct offres *o)
{
	static struct migration_report r;
	struct buf b = { 0 };

	migration_check(o, &r);
	if (r.go)
		return;
	for (int i = 0; i < MIGRATION_CHECKS; i++)
		if (r.check[i].blocking && !r.check[i].ok)
			buf_fmt(&b, "%s%s", b.n ? ", " : "", r.check[i].name);
	buf_str(&b, ": check-migration says no-go");
	offres_refuse(o, buf_view(&b).p);
}

static msec
phase_began(struct offres *o)
{
	sqlite3_stmt *s = db_prepare(
	    o->d, "SELECT updated_at FROM migration_state WHERE key = 'phase'");
	msec t = db_step(o->d, s) ? calendar_read(db_text(s, 0)) : DAY_BAD;

	sqlite3_finalize(s);
	return t;
}

static int64_t
failures(struct offres *o)
{
	sqlite3_stmt *s = offres_prepare(o, failed_runs);
	char since[DAY_TEXT_MAX];
	int64_t n;

	day_print_utc(day_now() - GOOD, since);
	db_bind_text(o->d, s, 2, str_of(since));
	n = db_step(o->d, s) ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

static void
need_rest(struct offres *o)
{
	msec began = phase_began(o);

	if (o->phase < 2)
		offres_refuse(o, "phase 2 comes before phase 3");
	if (began == DAY_BAD || day_now() - began < WAIT)
		offres_refuse(o, "it began less than fourteen days ago");
	if (offres_count(o, old_runs))
		offres_refuse(o,
		    "recruiters were synchronised since it began (items 4.9, "
		    "4.10, 4.15 of job_runs)");
	if (failures(o))
		offres_refuse(o,
		    "a run of items 4.1, 4.2, 4.6 or 4.7 has failed within "
		    "seven days (job_runs)");
}

/*
 * What is done.
 */
static void
begin(struct offres *o)
{
	offres_begin(o);
	offres_change(o, &table_recruiters, "");
	offres_change(o, &table_recruiters_jobs, "");
	offres_make(o, &table_recruiters_changes);
	offres_make(o, &table_resumetokens);
}

/* Back: what changed in the meantime was written into the offers directly. */
static void
follow_changes(struct offres *o)
{
	migration_add_triggers(o);
	db_exec(o->d, "DELETE FROM resumetokens");
	offres_update(o, set_tokens, STR(""));
}

static int64_t
remove_stream(struct offres *o, bool drop_recruiters)
{
	int64_t n = 0;

	migration_drop_triggers(o);
	db_exec(o->d, "DELETE FROM recruiters_changes;"
		      "DELETE FROM resumetokens");
	if (drop_recruiters) {
		n = offres_update(o, "DELETE FROM recruiters", STR(""));
		n += offres_update(o, "DELETE FROM recruiters_jobs", STR(""));
	}
	return n;
}

static int64_t
go(struct offres *o, int phase, bool drop_recruiters)
{
	int64_t deleted = 0;

	if (o->phase > 2)
		offres_refuse(o, "the migration is over, there is no way back");
	if (phase == 3)
		need_rest(o);
	begin(o);
	if (phase == 2)
		need_go(o);
	if (phase == 1)
		follow_changes(o);
	else if (phase == 2)
		migration_drop_triggers(o);
	else
		deleted = remove_stream(o, drop_recruiters);
	migration_set_phase(o, phase);
	return deleted;
}

int
main(int argc, char **argv)
{
	bool drop_recruiters = false;
	int64_t deleted = 0;
	struct offres o;
	int phase, c;

	opt_init(
	    argc, argv, "go to another phase of the migration", "1|2|3", opts);
	while ((c = opt_next()) >= 0)
		if (!offres_option(c))
			drop_recruiters = true;
	opt_count(1, 1);
	phase = (int)opt_number("PHASE", opt_operands[0], 1, 3);
	if (drop_recruiters && phase != 3)
		opt_wrong("--drop-recruiters goes with phase 3");
	offres_open(&o);
	offres_need_migration(&o);
	if (phase == o.phase)
		offres_begin(&o);
	else
		deleted = go(&o, phase, drop_recruiters);
	offres_counts(
	    &o, { "from", o.phase }, { "to", phase }, { "deleted", deleted });
	return offres_end(&o, NULL);
}
