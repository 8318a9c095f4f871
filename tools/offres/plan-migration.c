/*
 * plan-migration: the calendar of the migration, and what of it is done
 * according to job_runs.
 */
#include "offres/offres.h"

static const struct opt opts[] = {
	OFFRES_DIR,
	{ 'w', "week", "WEEK", "of this week only" },
	{ 0 },
};

enum action { REWRITE, UPDATE, DEPRECATE, CREATE };
static const char *const actions[] = { "rewrite", "update", "deprecate",
	"create" };

static const struct item {
	const char *item;
	int week;
	const char *tool;
	enum action action;
} items[] = {
	{ "4.1", 8, "remind-offers", REWRITE },
	{ "4.2", 8, "cancel-offers", REWRITE },
	{ "4.15", 8, "sync-recruiter-status", CREATE },
	{ "4.3", 9, "fix-expirations", REWRITE },
	{ "4.4", 9, "fix-start-dates", REWRITE },
	{ "4.5", 9, "fix-offer-data", REWRITE },
	{ "4.6", 9, "apply-siret-infos", REWRITE },
	{ "4.7", 10, "invite-mer", REWRITE },
	{ "4.11", 10, "obfuscate-db", UPDATE },
	{ "4.12", 10, "anonymize-individual", UPDATE },
	{ "4.13", 10, "anonymize-accounts", UPDATE },
	{ "4.14", 10, "analyze-closed", UPDATE },
	{ "4.8", 14, "merge-recruiters", DEPRECATE },
	{ "4.9", 14, "sync-jobs-partners", DEPRECATE },
	{ "4.10", 16, "sync-jobs-partners --changes", DEPRECATE },
};

static const char done_run[] =
    "SELECT max(run_id) FROM job_runs WHERE item = ?2 AND exit_code = 0"
    " AND phase >= 1";
/* A deprecated tool at work in the phase that is to do without it. */
static const char late_run[] =
    "SELECT count(*) FROM job_runs WHERE tool = ?2 AND phase >= 2 AND at >="
    " coalesce((SELECT updated_at FROM migration_state WHERE key = 'phase'),"
    " '')";

static int64_t
ask(struct offres *o, const char *sql, const char *text)
{
	sqlite3_stmt *s = offres_prepare(o, sql);
	int64_t n;

	db_bind_text(o->d, s, 2, str_of(text));
	n = db_step(o->d, s) ? sqlite3_column_int64(s, 0) : 0;
	sqlite3_finalize(s);
	return n;
}

/* evidence: the run that shows it, 0 if none does. */
static const char *
state_of(struct offres *o, const struct item *i, int64_t *evidence)
{
	*evidence = 0;
	if (i->action != DEPRECATE) {
		*evidence = ask(o, done_run, i->item);
		return *evidence ? "done" : "todo";
	}
	if (!strcmp(i->item, "4.10"))
		return o->phase > 2 ? "done" : "todo";
	if (o->phase < 2)
		return "todo";
	return ask(o, late_run, i->tool) ? "blocked" : "done";
}

static void
print_item(struct offres *o, const struct item *i)
{
	struct buf *b = &o->ops.out.buf;
	int64_t evidence;
	const char *state = state_of(o, i, &evidence);

	buf_fmt(b,
	    "{\"item\":\"%s\",\"week\":%d,\"tool\":\"%s\",\"action\":\"%s\","
	    "\"state\":\"%s\",\"evidence\":",
	    i->item, i->week, i->tool, actions[i->action], state);
	if (evidence)
		js_put_int(b, evidence);
	else
		buf_str(b, "null");
	buf_str(b, "}\n");
	o->failed |= strcmp(state, "done") != 0;
}

int
main(int argc, char **argv)
{
	struct offres o;
	long week = 0;
	int c;

	opt_init(
	    argc, argv, "list what is to be done, and what is done", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'w')
			week = opt_number("-w", opt_arg, 1, 53);
		else
			offres_option(c);
	opt_count(0, 0);
	offres_open_to_read(&o);
	offres_read(&o);
	for (size_t i = 0; i < sizeof(items) / sizeof(*items); i++)
		if (!week || items[i].week == week)
			print_item(&o, &items[i]);
	return offres_end(&o, NULL);
}
