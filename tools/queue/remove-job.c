/*
 * remove-job: remove jobs that no worker has, by id or by pattern.
 */
#include "queue/job/id_list.h"
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

enum { WITH_CRONS = 256 };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 'g', "glob", "PATTERN", "jobs whose id matches: * ? [a-z]" },
	{ WITH_CRONS, "with-crons", NULL, "also the next runs of crons" },
	{ 0 },
};

static struct {
	struct queue *q;
	struct ops out;
	int64_t removed, locked;
	const char *glob;
	bool with_crons, failed;
} run;

static void
remove_job(struct str id)
{
	int rc = queue_must(run.q, run.q->ops->remove(run.q, id, -1));

	run.locked += rc == QUEUE_LOCKED;
	run.removed += rc == QUEUE_OK;
	if (rc == QUEUE_OK)
		line_deleted(&run.out, "job", id);
	if (rc == QUEUE_OK || run.glob)
		return;
	complain("%s: %s", err_quote(id.p, id.n),
	    rc == QUEUE_LOCKED ? "locked" : "no such job");
	run.failed = true;
}

static void
remember(void *list, struct str id)
{
	if (run.with_crons || id.n < 7 || memcmp(id.p, "repeat:", 7))
		id_list_add(list, id, 0);
}

static void
remove_matches(void)
{
	struct id_list l = { 0 };

	queue_must(run.q, run.q->ops->match(run.q, run.glob, remember, &l));
	for (size_t i = 0; i < l.n; i++)
		remove_job(id_list_get(&l, i));
	id_list_free(&l);
}

int
main(int argc, char **argv)
{
	const struct queue_place *place;
	bool dry = false;
	int c;

	opt_init(argc, argv, "remove jobs from a queue", "[ID...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'g')
			run.glob = opt_arg;
		else if (c == WITH_CRONS)
			run.with_crons = true;
		else if (c == 'n')
			dry = true;
		else
			queue_option(c);
	if (!run.glob == !*opt_operands)
		opt_wrong("the IDs of jobs or -g PATTERN are needed");
	place = queue_place();
	run.q = queue_open(place, QUEUE_CHANGE, dry);
	run.q->batch = true;
	ops_open(&run.out, dry);
	if (run.glob)
		remove_matches();
	for (char **p = opt_operands; *p; p++)
		remove_job(str_of(*p));
	run.q->ops->settle(run.q);
	ops_counts(
	    &run.out, { "removed", run.removed }, { "locked", run.locked });
	ops_close(&run.out);
	queue_close(run.q);
	return run.failed ? EXIT_FAILED : 0;
}
