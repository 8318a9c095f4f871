#include <stdlib.h>

#include "offres/migration/migration.h"

const char *const migration_indexes[] = { "jobs_partners_managed_by",
	"jobs_partners_establishment_id", "jobs_partners_relance_J7",
	"jobs_partners_relance_J1", "jobs_partners_recruiter_status",
	"jobs_partners_offers_of", NULL };

static const struct trigger {
	const struct table *t;
	const char *event, *source, *doc_id;
} triggers[] = {
	{ &table_recruiters, "insert", "recruiters", "NEW._id" },
	{ &table_recruiters, "update", "recruiters", "NEW._id" },
	{ &table_recruiters_jobs, "insert", "recruiters", "NEW.recruiter_id" },
	{ &table_recruiters_jobs, "update", "recruiters", "NEW.recruiter_id" },
	{ &table_recruiters_jobs, "delete", "recruiters", "OLD.recruiter_id" },
	{ &table_anonymized_recruiters, "insert", "anonymized_recruiters",
	    "NEW._id" },
};
#define TRIGGERS (sizeof(triggers) / sizeof(*triggers))

/* Theirs, as TABLE_EVENT, in the same order. */
const char *const migration_triggers[] = { "recruiters_insert",
	"recruiters_update", "recruiters_jobs_insert", "recruiters_jobs_update",
	"recruiters_jobs_delete", "anonymized_recruiters_insert", NULL };

static void
drop(struct offres *o, const char *what, const char *const *names)
{
	struct buf b = { 0 };

	for (; *names; names++)
		buf_fmt(&b, "DROP %s IF EXISTS main.%s;", what, *names);
	db_exec(o->d, buf_view(&b).p);
	buf_free(&b);
}

void
migration_drop_triggers(struct offres *o)
{
	drop(o, "TRIGGER", migration_triggers);
}

void
migration_drop_indexes(struct offres *o)
{
	drop(o, "INDEX", migration_indexes);
}

void
migration_add_triggers(struct offres *o)
{
	struct buf b = { 0 };

	migration_drop_triggers(o);
	offres_make(o, &table_recruiters_changes);
	for (size_t i = 0; i < TRIGGERS; i++) {
		const struct trigger *t = &triggers[i];

		offres_make(o, t->t);
		buf_fmt(&b,
		    "CREATE TRIGGER main.%s AFTER %s ON %s BEGIN INSERT INTO"
		    " recruiters_changes SELECT coalesce(max(seq), 0) + 1,"
		    " '%s', %s, '%s' FROM recruiters_changes; END;",
		    migration_triggers[i], t->event, t->t->name, t->source,
		    t->doc_id, t->event);
	}
	db_exec(o->d, buf_view(&b).p);
	buf_free(&b);
}

void
migration_set_phase(struct offres *o, int phase)
{
	char value[] = { (char)('0' + phase), '\0' };

	offres_make(o, &table_migration_state);
	db_exec(o->d, "DELETE FROM migration_state WHERE key = 'phase'");
	offres_update(o, "INSERT INTO migration_state VALUES ('phase', ?2, ?1)",
	    str_of(value));
}
