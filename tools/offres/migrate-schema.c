/*
 * migrate-schema: bring jobs_partners.db to phase 1 of the migration, or back
 * to phase 0.
 */
#include "offres/migration/migration.h"

enum { DOWN = 256, CLEAR, STATUS };

static const struct opt opts[] = {
	OFFRES_DIR,
	OPS_DRY_RUN,
	{ DOWN, "down", NULL, "back to phase 0" },
	{ CLEAR, "clear", NULL, "when going back: clear the columns" },
	{ STATUS, "status", NULL,
	    "list the objects; exit 1 if one is missing" },
	{ 0 },
};

static const char fill[] =
    "UPDATE jobs_partners SET recruiter_status = coalesce(recruiter_status,"
    " 'Actif'), job_prolongation_count = coalesce(job_prolongation_count, 0)"
    " WHERE" OFFRES_IS_LBA "AND (recruiter_status IS NULL"
    " OR job_prolongation_count IS NULL)";
static const char clear[] =
    "UPDATE jobs_partners SET offer_rome_appellation = NULL,"
    " managed_by = NULL, establishment_id = NULL, recruiter_status = NULL,"
    " relance_mail_expiration_J7 = NULL, relance_mail_expiration_J1 = NULL,"
    " job_last_prolongation_date = NULL, job_prolongation_count = NULL,"
    " mer_sent = NULL WHERE coalesce(offer_rome_appellation, managed_by,"
    " establishment_id, recruiter_status, relance_mail_expiration_J7,"
    " relance_mail_expiration_J1, job_last_prolongation_date,"
    " job_prolongation_count, mer_sent) IS NOT NULL";

static void
begin(struct offres *o)
{
	offres_begin(o);
	offres_change(o, &table_jobs_partners,
	    "offer_rome_appellation,managed_by,establishment_id,"
	    "recruiter_status,relance_mail_expiration_J7,"
	    "relance_mail_expiration_J1,job_last_prolongation_date,"
	    "job_prolongation_count,mer_sent");
}

static void
count(struct offres *o, int64_t rows, int phase)
{
	offres_counts(o, { "rows", rows }, { "phase", phase });
}

/* A database without a phase gets the one that it has been taken for. */
static void
up(struct offres *o)
{
	int64_t rows;
	int phase = o->phase ? o->phase : 1;

	begin(o);
	rows = offres_update(o, fill, STR(""));
	db_exec(o->d, offres_indexes_m);
	if (phase == 1)
		migration_add_triggers(o);
	if (!offres_count(o,
		"SELECT count(*) FROM migration_state WHERE key = 'phase'"
		" AND value <> '0'"))
		migration_set_phase(o, phase);
	count(o, rows, phase);
}

static void
down(struct offres *o, bool clearing)
{
	int64_t rows = 0;

	if (o->phase > 2)
		offres_refuse(o, "the migration is over, there is no way back");
	begin(o);
	migration_drop_triggers(o);
	migration_drop_indexes(o);
	if (clearing)
		rows = offres_update(o, clear, STR(""));
	if (o->phase)
		migration_set_phase(o, 0);
	count(o, rows, 0);
}

static void
list(struct offres *o, const char *const *names)
{
	for (; *names; names++) {
		bool present = db_has_table(o->d, *names);

		buf_fmt(&o->ops.out.buf, "{\"object\":\"%s\",\"present\":%s}\n",
		    *names, present ? "true" : "false");
		o->failed |= !present;
	}
}

static void
status(struct offres *o)
{
	offres_read(o);
	list(o, migration_indexes);
	if (o->phase == 1)
		list(o, migration_triggers);
}

int
main(int argc, char **argv)
{
	bool downwards = false, clearing = false, asked = false;
	struct offres o;
	int c;

	opt_init(argc, argv, "begin the migration, or undo it", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == DOWN)
			downwards = true;
		else if (c == CLEAR)
			clearing = true;
		else if (c == STATUS)
			asked = true;
		else
			offres_option(c);
	opt_count(0, 0);
	if (clearing && !downwards)
		opt_wrong("--clear goes with --down");
	if (asked && downwards)
		opt_wrong("--status or --down, not both");
	if (asked)
		offres_open_to_read(&o);
	else
		offres_open(&o);
	if (asked)
		status(&o);
	else if (downwards)
		down(&o, clearing);
	else
		up(&o);
	return offres_end(&o, NULL);
}
