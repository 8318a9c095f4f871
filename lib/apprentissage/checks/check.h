/*
 * Quality checks of a set of databases: tables of SQL statements, and of
 * functions where a statement does not do. check-data runs them.
 *
 * A statement returns a row per finding, ordered. The columns are the key of
 * the record found, except two: detail, a sentence, and table, which replaces
 * the check's. A statement can use the databases of its group, attached by
 * their names, the group's views, the parameter :now (the clock, UTC) and the
 * functions
 *
 *	siret(x), uai(x)	the normal form, NULL if x is invalid (code.h)
 *	is_cfd(x), is_rncp(x)	is x a valid code?
 *	paris(s)		seconds since 1970 as a day of Paris; '...' for
 *				NULL and outside the years 1 to 9999
 *
 * To add a check, add an entry to a table. check-data -l then lists it, and the
 * tests require a line about it in check-data(1) and a case that it finds.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>

#include "base/out.h"
#include "findings/findings.h"
#include "store/db.h"

struct checker;

struct check {
	const char *name;
	enum check_severity severity;
	const char *needs[5]; /* databases, NULL-terminated */
	const char *table;    /* of the records found */
	const char *what;     /* what is found, one sentence */
	const char *sql;      /* the statement; NULL: find is called */
	void (*find)(struct checker *k);
};

/* Temporary tables and views that several checks of a group read, created once
 * if the databases exist. */
struct check_view {
	const char *needs[5];
	const char *sql;
};

/* The checks of a subject share the databases (ten at most). */
struct check_group {
	const struct check *checks;     /* ended by a zeroed entry */
	const struct check_view *views; /* likewise; NULL: none */
};

/* All groups, in the order of the findings; ended by NULL. */
extern const struct check_group *const check_groups[];

/* What the check called name finds, one sentence; NULL if it is unknown. */
const char *check_what(const char *name);

struct checker {
	const struct check_group *const *groups; /* as check_groups */
	const char *dir;                         /* the databases */
	const char *previous; /* those of the previous build, or NULL */
	struct out *out;      /* for the findings; NULL: only count them */
	struct db *d;         /* the databases of the group */
	const struct check *check;
	int64_t found; /* findings of this check so far */
	struct buf line;
};

/* Opens a database in memory that has the functions above. */
struct db *check_open(const char *dir);

/* Runs k->check, adding to k->found. */
void check_run(struct checker *k);

/* For the function of a check: begins a finding, and ends it. In between, the
 * caller appends the members of the key to the buffer. */
struct buf *check_begin(struct checker *k, const char *table);
void check_end(struct checker *k, const char *detail);

/* The groups, each in its file. */
extern const struct check_group check_set_group, check_bcn_group,
    check_certifications_group, check_organismes_group, check_communes_group,
    check_formation_group, check_acce_group, check_conventions_group,
    check_npec_group;

#endif
