/*
 * status: every database by name: its rows, the age of what it holds, its last
 * run, and whether make would build it again, and why.
 *
 * Reads the ledger (DATADIR/state/ledger.db) and compares files as make does:
 * the stamp of a database, state/NAME.stamp, lists what it was last built from.
 * Without NAME: the databases of $SUITE_DATABASES, or every database that
 * exists or that a run tried to build.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "suite/metrics.h"
#include "suite/status.h"

static const struct opt opts[] = {
	{ 'd', "data", "DIR", "where raw, db and state live (data)" },
	{ 'f', "findings", "FILE", "with -m: count what check-data found" },
	{ 'j', "json", NULL, "a JSON object a line" },
	{ 'm', "metrics", NULL, "metrics for Prometheus" },
	{ 'o', "output", "FILE", "write FILE instead of standard output" },
	{ 0 },
};

static struct {
	const char *datadir, *findings, *output;
	bool json, metrics;
} cl = { .datadir = "data" };

static char *
age(const struct base_status *b)
{
	double seconds = status_age(b);
	long long t;

	if (isnan(seconds))
		return xstrdup("-");
	t = (long long)seconds;
	if (t < 120)
		return xasprintf("%lld s", t);
	if (t < 120 * 60)
		return xasprintf("%lld min", t / 60);
	if (t < 48 * 3600)
		return xasprintf("%lld h", t / 3600);
	return xasprintf("%lld d", t / 86400);
}

static void
print_row(struct buf *o, const struct base_status *b)
{
	char *old = age(b);

	buf_fmt(o, "%-18s ", b->name);
	if (b->rows >= 0)
		buf_fmt(o, "%10lld", (long long)b->rows);
	else
		buf_fmt(o, "%10s", "-");
	buf_fmt(o, " %8s  %-24s ", old, b->last_import ? b->last_import : "-");
	if (b->duration >= 0)
		buf_fmt(o, "%7.1f s", b->duration);
	else
		buf_fmt(o, "%9s", "-");
	buf_fmt(o, "  %s%s%s%s\n", b->why ? "stale: " : "fresh",
	    b->why ? b->why : "", b->fetch_error ? "; not fetched: " : "",
	    b->fetch_error ? b->fetch_error : "");
	free(old);
}

static void
print_json(struct buf *o, const struct base_status *b)
{
	status_put_json(o, b);
	buf_byte(o, '\n');
}

static void
print_all(struct buf *b, char **names)
{
	if (cl.metrics) {
		metrics_put(b, names, cl.findings);
		return;
	}
	if (!cl.json)
		buf_fmt(b, "%-18s %10s %8s  %-24s %9s  %s\n", "database",
		    "rows", "age", "last run", "took", "state");
	for (size_t i = 0; names[i]; i++)
		(cl.json ? print_json : print_row)(b, status_of(names[i]));
}

static char **
find_names(void)
{
	for (char **p = opt_operands; *p; p++)
		if (!status_is_known(*p))
			die("unknown database '%s': neither db, raw nor the"
			    " ledger of %s has it",
			    *p, cl.datadir);
	return *opt_operands ? opt_operands : status_names();
}

static void
take_option(int c)
{
	switch (c) {
	case 'd':
		cl.datadir = opt_arg;
		break;
	case 'f':
		cl.findings = opt_arg;
		break;
	case 'j':
		cl.json = true;
		break;
	case 'm':
		cl.metrics = true;
		break;
	default:
		cl.output = opt_arg;
	}
}

int
main(int argc, char **argv)
{
	struct out out;
	int c;

	opt_init(argc, argv,
	    "every database: rows, age, last run, stale or not, why",
	    "[NAME...]", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	opt_count(0, STATUS_MAX);
	if (cl.metrics && cl.json)
		opt_wrong("-m and -j exclude each other");
	if (cl.findings && !cl.metrics)
		opt_wrong("-f FILE needs -m");
	status_open(cl.datadir);
	out_open(&out, cl.output);
	print_all(&out.buf, find_names());
	out_close(&out);
	status_close();
}
