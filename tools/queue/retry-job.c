/*
 * retry-job: put failed jobs back into the queue.
 */
#include "queue/job/id_list.h"
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

enum { ALL = 256 };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ ALL, "all", NULL, "all failed jobs" },
	{ 0 },
};

static struct {
	struct queue *q;
	struct ops out;
	int64_t retried;
	bool all, failed;
} run;

static void
refuse_job(struct str id, int rc)
{
	complain("%s: %s", err_quote(id.p, id.n),
	    rc == QUEUE_NONE     ? "no such job"
	    : rc == QUEUE_LOCKED ? "locked"
				 : "not failed");
	run.failed = true;
}

static void
retry(struct str id)
{
	msec now = day_clock();
	int rc = queue_must(run.q, run.q->ops->retry(run.q, id, now));
	struct buf b = { 0 };

	if (rc) {
		if (!run.all)
			refuse_job(id, rc);
		return;
	}
	buf_fmt(&b,
	    "{\"state\":\"waiting\",\"processedOn\":null,"
	    "\"finishedOn\":null,\"failedReason\":null,\"retriedOn\":%lld}",
	    (long long)now);
	line_set(&run.out, "update", "job", id, buf_view(&b));
	buf_free(&b);
	run.retried++;
}

static bool
remember(void *list, const struct job *j)
{
	id_list_add(list, j->id, j->finished_on);
	return true;
}

static void
retry_all(void)
{
	struct id_list l = { 0 };

	queue_must(run.q, run.q->ops->each(run.q, JOB_FAILED, remember, &l));
	for (size_t i = 0; i < l.n; i++)
		retry(id_list_get(&l, i));
	id_list_free(&l);
}

int
main(int argc, char **argv)
{
	const struct queue_place *place;
	bool dry = false;
	int c;

	opt_init(
	    argc, argv, "put failed jobs back into a queue", "[ID...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == ALL)
			run.all = true;
		else if (c == 'n')
			dry = true;
		else
			queue_option(c);
	if (run.all == (*opt_operands != NULL))
		opt_wrong("the IDs of jobs or --all are needed");
	place = queue_place();
	run.q = queue_open(place, QUEUE_CHANGE, dry);
	run.q->batch = true;
	ops_open(&run.out, dry);
	if (run.all)
		retry_all();
	for (char **p = opt_operands; *p; p++)
		retry(str_of(*p));
	run.q->ops->settle(run.q);
	ops_counts(&run.out, { "retried", run.retried });
	ops_close(&run.out);
	queue_close(run.q);
	return run.failed ? EXIT_FAILED : 0;
}
