/*
 * The checks of the migration: whether jobs_partners holds what recruiters and
 * the rewritten jobs explain, so that recruiters can be let go. See
 * check-migration(1).
 */
#ifndef MIGRATION_CHECK_H
#define MIGRATION_CHECK_H

#include "offres/offres.h"

#define MIGRATION_CHECKS 12

struct migration_check {
	const char *name;
	bool blocking, ok;
	long long count;
	long long active; /* of these, offers that are Active */
	struct buf lines; /* the first findings, a line each */
};

struct migration_report {
	long long max;       /* findings to be kept, of each check */
	long long tolerance; /* of the check "count" */
	struct migration_check check[MIGRATION_CHECKS];
	long long jobs, active_jobs, expected_active, lba, lba_active;
	bool go;
};

/* Runs the checks on what o reads; max and tolerance are set. */
void migration_check(struct offres *o, struct migration_report *r);
void migration_report_free(struct migration_report *r);

/* Adds a finding to a check; expected and actual are JSON. */
void migration_find(struct migration_report *r, struct migration_check *c,
    struct str id, const char *field, struct str expected, struct str actual,
    bool active);

/* The check "fields": each offer's columns as the synchronisation would write
 * them, less what the rewritten jobs explain. */
void migration_check_fields(
    struct offres *o, struct migration_report *r, struct migration_check *c);

#endif
