/*
 * work-queue: take the jobs of a queue, one by one or several at a time, and
 * run a process for each.
 */
#include <limits.h>
#include <stdlib.h>

#include "queue/tools/queue_options.h"
#include "queue/worker/worker.h"

enum { DRAIN = 256, LOCK, STALLED, MAX_STALLED, GRACE, SUIVI, AFTER, LOG };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	{ 'c', "concurrency", "N", "up to N jobs at a time (1)" },
	{ '1', "one", NULL, "end after one job" },
	{ DRAIN, "drain", NULL, "end when nothing is left to take" },
	{ 'H', "handlers", "DIR", "run DIR/TYPE for a job of that type" },
	{ 'T', "timeout", "MS", "stop jobs after so many ms" },
	{ LOCK, "lock", "MS", "how long a job stays ours unrenewed (30000)" },
	{ STALLED, "stalled", "MS", "look for stalled jobs so often (30000)" },
	{ MAX_STALLED, "max-stalled", "N", "how often a job may stall (1)" },
	{ GRACE, "grace", "S", "let jobs end for so long at SIGTERM (30)" },
	{ SUIVI, "suivi", NULL, "keep reports in DIR/passemploi.db" },
	{ AFTER, "after", "CMD", "give each report to sh -c CMD" },
	{ LOG, "log", "FILE", "append a log to FILE" },
	{ 0 },
};

static struct worker_options o = { .concurrency = 1,
	.lock = 30000,
	.stalled = 30000,
	.max_stalled = 1,
	.grace = 30000 };
static bool suivi;

/* Takes an option that has a number; false if c is another one's letter. */
static bool
take_number(int c)
{
	switch (c) {
	case 'c':
		o.concurrency = (size_t)opt_number("-c", opt_arg, 1, 1000);
		return true;
	case 'T':
		o.timeout = opt_number("-T", opt_arg, 1, INT_MAX);
		return true;
	case LOCK:
		o.lock = opt_number("--lock", opt_arg, 10, INT_MAX);
		return true;
	case STALLED:
		o.stalled = opt_number("--stalled", opt_arg, 10, INT_MAX);
		return true;
	case MAX_STALLED:
		o.max_stalled =
		    opt_number("--max-stalled", opt_arg, 0, INT_MAX);
		return true;
	case GRACE:
		o.grace = 1000 * opt_number("--grace", opt_arg, 0, 1000000);
		return true;
	default:
		return false;
	}
}

static void
take_option(int c)
{
	if (take_number(c) || queue_option(c))
		return;
	if (c == '1')
		o.one = true;
	else if (c == DRAIN)
		o.drain = true;
	else if (c == 'H')
		o.handlers = opt_arg;
	else if (c == SUIVI)
		suivi = true;
	else if (c == AFTER)
		o.after = opt_arg;
	else
		o.log = opt_arg;
}

static void
check_options(const struct queue_place *place)
{
	if (!o.handlers == !*opt_operands)
		opt_wrong(
		    "-H DIR or a command after -- is needed, one of both");
	if (o.one && o.drain)
		opt_wrong("-1 and --drain exclude each other");
	if (suivi && !place->dir)
		opt_wrong("--suivi needs -d DIR");
	if (*opt_operands)
		o.command = opt_operands;
	o.url = place->url;
	if (place->dir) {
		o.dir = realpath(place->dir, NULL);
		if (!o.dir)
			die("%s:", place->dir);
	}
	if (suivi)
		o.suivi = o.dir;
}

int
main(int argc, char **argv)
{
	struct worker_counts n = { 0 };
	const struct queue_place *place;
	struct queue *q;
	struct ops out;
	int c, rc;

	opt_init(
	    argc, argv, "run the jobs of a queue", "[-- CMD [ARG...]]", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	place = queue_place();
	check_options(place);
	worker_prepare(&o);
	q = queue_open(place, QUEUE_BEGIN, false);
	ops_open(&out, false);
	rc = worker_run(q, &o, &out, &n);
	ops_counts(&out, { "completed", n.completed }, { "failed", n.failed },
	    { "retried", n.retried }, { "stalled", n.stalled },
	    { "lost", n.lost }, { "returned", n.returned });
	ops_close(&out);
	queue_close(q);
	return rc;
}
