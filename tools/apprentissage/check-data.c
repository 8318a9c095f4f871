/*
 * check-data: check the quality of a set of databases.
 *
 * Reads the databases of DBDIR and prints one finding per line: {"check",
 * "severity", "table", "key", "detail"}, in the order of the checks, then of
 * the records. The checks are in lib/apprentissage/checks/check_*.c. Ends with
 * 1 if there are more errors or warnings than allowed.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apprentissage/checks/check.h"
#include "base/err.h"
#include "base/opt.h"

enum { MAX_ERRORS = 256, MAX_WARNINGS };

static const struct opt opts[] = {
	{ 'c', "check", "NAME,...", "run these checks only" },
	{ 'd', "databases", "DIR", "where the databases are" },
	{ 'l', "list", NULL, "list the checks" },
	{ 'o', "output", "FILE", "write the findings to FILE" },
	{ 'p', "previous", "DIR", "the databases of the build before" },
	{ 's', "summary", NULL, "print a table instead of the findings" },
	{ MAX_ERRORS, "max-errors", "N", "how many are allowed (0)" },
	{ MAX_WARNINGS, "max-warnings", "N", "how many are allowed (all)" },
	{ 0 },
};

static struct {
	const char *only; /* NAME,... or NULL */
	const char *output;
	bool summary, list;
	long max[CHECK_SEVERITIES];
} cl = { .max = { 0, LONG_MAX, LONG_MAX } };

static struct {
	int64_t total[CHECK_SEVERITIES]; /* findings */
	int run;                         /* number of checks */
} my;

/* Takes the next name off a list NAME,...; false at its end. */
static bool
next_name(const char **list, struct str *name)
{
	if (!*list)
		return false;
	*name = (struct str){ *list, strcspn(*list, ",") };
	*list = (*list)[name->n] ? *list + name->n + 1 : NULL;
	return true;
}

static bool
is_named(const char *list, const char *name)
{
	struct str s;

	while (next_name(&list, &s))
		if (str_is(s, name))
			return true;
	return false;
}

static bool
is_check(struct str name)
{
	for (const struct check_group *const *g = check_groups; *g; g++)
		for (const struct check *c = (*g)->checks; c->name; c++)
			if (str_is(name, c->name))
				return true;
	return false;
}

static void
choose(const char *list)
{
	const char *rest = list;
	struct str name;

	while (next_name(&rest, &name))
		if (!is_check(name))
			opt_wrong("unknown check '%.*s' (-l lists the checks)",
			    (int)name.n, name.p);
	cl.only = cl.only ? xasprintf("%s,%s", cl.only, list) : list;
}

static bool
is_chosen(const struct check *c)
{
	return !cl.only || is_named(cl.only, c->name);
}

static bool
is_attached(struct db *d, const char *name)
{
	return sqlite3_db_filename(d->h, name) != NULL;
}

static bool
has_all(struct db *d, const char *const *needs)
{
	while (*needs && is_attached(d, *needs))
		needs++;
	return !*needs;
}

/* Attaches what a check needs. A missing database ends the run if the check was
 * named by -c. */
static void
attach_needs(struct checker *k, const struct check *c)
{
	for (const char *const *n = c->needs; *n; n++)
		if (!is_attached(k->d, *n) && !db_attach(k->d, k->dir, *n) &&
		    cl.only)
			db_need(k->dir, *n); /* says which file is missing */
}

static void
print_counts(struct buf *b, const struct check *c, int64_t n)
{
	buf_fmt(b, "%-32s %-8s %9lld  %s\n", c->name,
	    check_severity_name[c->severity], (long long)n, c->what);
}

static void
run_checks(struct checker *k, const struct check *checks, struct buf *table)
{
	for (const struct check *c = checks; c->name; c++) {
		if (!is_chosen(c) || !has_all(k->d, c->needs))
			continue;
		k->check = c;
		k->found = 0;
		check_run(k);
		my.total[c->severity] += k->found;
		my.run++;
		if (k->found)
			print_counts(table, c, k->found);
	}
}

static void
run_group(struct checker *k, const struct check_group *g, struct buf *table)
{
	k->d = check_open(k->dir);
	for (const struct check *c = g->checks; c->name; c++)
		if (is_chosen(c))
			attach_needs(k, c);
	for (const struct check_view *v = g->views; v && v->sql; v++)
		if (has_all(k->d, v->needs))
			db_exec(k->d, v->sql);
	run_checks(k, g->checks, table);
	db_close(k->d);
}

static void
print_list(void)
{
	struct out out;

	out_open(&out, cl.output);
	for (const struct check_group *const *g = check_groups; *g; g++)
		for (const struct check *c = (*g)->checks; c->name; c++)
			buf_fmt(&out.buf, "%-32s %-8s %s\n", c->name,
			    check_severity_name[c->severity], c->what);
	out_close(&out);
}

static void
print_summary(struct buf *table)
{
	bool people = isatty(STDERR_FILENO) && !opt_quiet;
	struct out out;

	buf_fmt(table, "%d checks; errors %lld, warnings %lld, infos %lld\n",
	    my.run, (long long)my.total[CHECK_ERROR],
	    (long long)my.total[CHECK_WARNING],
	    (long long)my.total[CHECK_INFO]);
	if (cl.summary) {
		out_open(&out, NULL);
		buf_add(&out.buf, table->p, table->n);
		out_close(&out);
	} else if (people || opt_verbose) {
		fwrite(table->p, 1, table->n, stderr);
	}
}

/* With -s and without -o the findings are only counted. */
static void
check_all(struct checker *k)
{
	struct buf table = { 0 };
	struct out out;

	if (!cl.summary || cl.output) {
		out_open(&out, cl.output);
		k->out = &out;
	}
	for (const struct check_group *const *g = k->groups; *g; g++)
		run_group(k, *g, &table);
	if (k->out)
		out_close(k->out);
	print_summary(&table);
	buf_free(&table);
	buf_free(&k->line);
}

static void
need_dir(const char *option, const char *dir)
{
	struct stat st;

	if (stat(dir, &st) < 0)
		die("%s %s:", option, dir);
	if (!S_ISDIR(st.st_mode))
		die("%s %s: not a directory", option, dir);
}

static void
take_option(struct checker *k, int c)
{
	switch (c) {
	case 'c':
		choose(opt_arg);
		break;
	case 'd':
		k->dir = opt_arg;
		break;
	case 'o':
		cl.output = opt_arg;
		break;
	case 'p':
		k->previous = opt_arg;
		break;
	case 'l':
		cl.list = true;
		break;
	case 's':
		cl.summary = true;
		break;
	default:
		cl.max[c == MAX_ERRORS ? CHECK_ERROR : CHECK_WARNING] =
		    opt_number(
			c == MAX_ERRORS ? "--max-errors" : "--max-warnings",
			opt_arg, 0, LONG_MAX);
	}
}

int
main(int argc, char **argv)
{
	struct checker k = { .groups = check_groups };
	int c;

	opt_init(
	    argc, argv, "check the quality of a set of databases", "", opts);
	while ((c = opt_next()) >= 0)
		take_option(&k, c);
	opt_count(0, 0);
	if (cl.list) {
		print_list();
		return 0;
	}
	if (!k.dir)
		opt_wrong("-d DIR is needed");
	need_dir("--databases", k.dir);
	if (k.previous)
		need_dir("--previous", k.previous);
	check_all(&k);
	for (int s = CHECK_ERROR; s <= CHECK_WARNING; s++)
		if (my.total[s] > cl.max[s])
			die("%ss: %lld, allowed: %ld", check_severity_name[s],
			    (long long)my.total[s], cl.max[s]);
	return 0;
}
