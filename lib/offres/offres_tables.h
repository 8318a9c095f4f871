/*
 * The tables of jobs_partners.db, see jobs_partners(5). The first column of
 * each is its key.
 */
#ifndef OFFRES_TABLES_H
#define OFFRES_TABLES_H

#include "store/table.h"

extern const struct table table_jobs_partners, table_recruiters,
    table_recruiters_jobs;

extern const struct table table_userswithaccounts, table_cfas,
    table_rolemanagements, table_applications, table_applicants,
    table_appointment_users, table_appointments;

extern const struct table table_anonymized_userswithaccounts,
    table_anonymized_applicants, table_anonymized_applications,
    table_anonymized_users, table_anonymized_appointments,
    table_anonymized_recruiters;

extern const struct table table_referentielromes,
    table_referentiel_engagement_entreprise, table_unsubscribedofs,
    table_formationcatalogues, table_catalogue_etablissements,
    table_computed_jobs_partners;

extern const struct table table_job_runs, table_recruiters_changes,
    table_resumetokens, table_migration_state;

/* All of them in the order in which changes are printed; ends with NULL. */
extern const struct table *const offres_tables[];

/* SQL: the indexes of the migration, made by migrate-schema. */
extern const char offres_indexes_m[];

/* The table of that name, NULL if there is none. */
const struct table *offres_table(const char *name);

#endif
