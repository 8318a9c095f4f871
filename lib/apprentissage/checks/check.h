/*
 * Quality checks of a set of databases: tables of SQL statements, and of
 * functions where a statement does not do. check-data runs them.
 *
 * A statement gives a row for each finding, in an order of its own. The
 * columns are the key of the record found, but for two: detail, a sentence,
 * and table, which stands in place of the check's. It sees the databases of
 * its group attached by their names, the group's views, the parameter :now (the
 * clock, UTC) and the functions
 *
 *	siret(x), uai(x)	the normal form, NULL if x is none (code.h)
 *	is_cfd(x), is_rncp(x)	is x such a code?
 *	paris(s)		seconds since 1970 as a day of Paris; '...' for
 *				NULL and for what no year of four digits holds
 *
 * A new check is an entry in a table: its name is then in check-data -l, and
 * tests ask for its line in the page and for a case that it finds.
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>

#include "base/out.h"
#include "store/db.h"

enum check_severity {
	CHECK_ERROR,   /* must not be: the set is broken or out of step */
	CHECK_WARNING, /* somebody should look at it */
	CHECK_INFO,    /* true, and good to know */
	CHECK_SEVERITIES
};

struct checker;

struct check {
	const char *name;
	enum check_severity severity;
	const char *needs[5]; /* databases, NULL-terminated */
	const char *table;    /* where the records found are */
	const char *what;     /* what is found, a line for people */
	const char *sql;      /* the statement; NULL: find instead */
	void (*find)(struct checker *k);
};

/* What several checks of a group read: temporary tables and views, made once if
 * the databases are there. */
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

struct checker {
	const struct check_group *const *groups; /* as check_groups */
	const char *dir;                         /* the databases */
	const char *previous; /* those of the build before, or NULL */
	struct out *out;      /* for the findings; NULL: they are counted */
	struct db *d;         /* the databases of the group */
	const struct check *check;
	int64_t found; /* by this check, so far */
	struct buf line;
};

extern const char *const check_severity_name[CHECK_SEVERITIES];

/* A database in memory that has the functions above. */
struct db *check_open(const char *dir);

/* Runs k->check, adding to k->found. */
void check_run(struct checker *k);

/* For a check's function: begins a finding, whose key is then put into the
 * buffer as members of an object, and ends it. */
struct buf *check_begin(struct checker *k, const char *table);
void check_end(struct checker *k, const char *detail);

/* The groups, each in its file. */
extern const struct check_group check_set_group, check_bcn_group,
    check_certifications_group, check_organismes_group, check_communes_group,
    check_formation_group, check_acce_group, check_conventions_group,
    check_npec_group;

#endif
