/*
 * clean-jobs: remove the jobs of a state that are older than some time. A job
 * is as old as its end, else its last start, else its creation.
 */
#include "queue/job/id_list.h"
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

enum { OLDER = 256 };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 's', "state", "STATE", "of the jobs (completed)" },
	{ OLDER, "older", "MS", "remove those older than so many ms" },
	{ 'm', "max", "N", "at most N, the oldest first" },
	{ 0 },
};

static struct {
	int state;
	long older, max;
	bool dry;
} cl = { JOB_COMPLETED, -1, -1, false };

struct search {
	struct id_list list;
	msec limit;
};

static bool
remember(void *arg, const struct job *j)
{
	struct search *s = arg;
	msec when = j->finished_on != DAY_NULL    ? j->finished_on
		    : j->processed_on != DAY_NULL ? j->processed_on
						  : j->timestamp;

	if (when < s->limit)
		id_list_add(&s->list, j->id, when);
	return true;
}

static int64_t
clean(struct queue *q, struct ops *out)
{
	struct search s = { .limit = day_clock() - cl.older };
	int64_t removed = 0;

	queue_must(q, q->ops->each(q, (enum job_state)cl.state, remember, &s));
	id_list_sort(&s.list);
	for (size_t i = 0; i < s.list.n; i++) {
		struct str id = id_list_get(&s.list, i);

		if (cl.max >= 0 && removed >= cl.max)
			break;
		if (queue_must(q, q->ops->remove(q, id, cl.state)))
			continue;
		line_deleted(out, "job", id);
		removed++;
	}
	id_list_free(&s.list);
	return removed;
}

static void
take_option(int c)
{
	switch (c) {
	case 'n':
		cl.dry = true;
		break;
	case 's':
		cl.state = job_state_of(str_of(opt_arg));
		if (cl.state < 0)
			opt_wrong("-s: unknown state '%s': waiting, active, "
				  "delayed, completed or failed",
			    opt_arg);
		break;
	case OLDER:
		cl.older = opt_number("--older", opt_arg, 0, 9000000000000000);
		break;
	case 'm':
		cl.max = opt_number("-m", opt_arg, 0, 1000000000);
		break;
	default:
		queue_option(c);
	}
}

int
main(int argc, char **argv)
{
	struct queue *q;
	struct ops out;
	int64_t removed;
	int c;

	opt_init(argc, argv, "remove old jobs from a queue", "", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	opt_count(0, 0);
	if (cl.older < 0)
		opt_wrong("--older MS is needed");
	q = queue_open(queue_place(), QUEUE_CHANGE, cl.dry);
	q->batch = true;
	ops_open(&out, cl.dry);
	removed = clean(q, &out);
	q->ops->settle(q);
	ops_counts(&out, { "removed", removed });
	ops_close(&out);
	queue_close(q);
	return 0;
}
