/*
 * The migration from recruiters to jobs_partners: its phase, and the triggers
 * that note what changes in recruiters while both are written.
 */
#ifndef MIGRATION_H
#define MIGRATION_H

#include "offres/offres.h"

/* The names of the indexes and triggers; end with NULL. */
extern const char *const migration_indexes[], *const migration_triggers[];

/* Makes the triggers anew, and the tables that they are about; or drops them.
 */
void migration_add_triggers(struct offres *o);
void migration_drop_triggers(struct offres *o);
void migration_drop_indexes(struct offres *o);

/* Writes the phase, which began now, into migration_state. The rows that the
 * run adds to job_runs keep the former one. */
void migration_set_phase(struct offres *o, int phase);

#endif
