/*
 * list-jobs: the jobs of a queue, a line of JSON each.
 */
#include "base/out.h"
#include "queue/tools/queue_options.h"

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	{ 's', "state", "STATE,...", "only those states, in that order" },
	{ 't', "type", "TYPE", "only jobs of that type" },
	{ 'i', "id", "ID", "only that job" },
	{ 'o', "offset", "N", "leave out the first N" },
	{ 'm', "max", "N", "at most N" },
	{ 'c', "count", NULL, "print the number of jobs alone" },
	{ 0 },
};

static struct {
	enum job_state state[JOB_STATES];
	size_t n;
	const char *type, *id;
	long offset, max;
	bool count;
} cl = { .state = { JOB_WAITING, JOB_ACTIVE, JOB_DELAYED, JOB_COMPLETED,
	     JOB_FAILED },
	.n = JOB_STATES,
	.max = -1 };

static struct {
	struct out out;
	struct str queue;
	long seen, shown;
} run;

static void
take_states(const char *list)
{
	cl.n = 0;
	for (const char *p = list; p;) {
		const char *comma = strchr(p, ',');
		struct str name = { p,
			comma ? (size_t)(comma - p) : strlen(p) };
		int state = job_state_of(name);

		if (state < 0)
			opt_wrong("-s: unknown state '%s': waiting, active, "
				  "delayed, completed or failed",
			    err_quote(name.p, name.n));
		if (cl.n == JOB_STATES)
			opt_wrong("-s: a state is named twice");
		cl.state[cl.n++] = (enum job_state)state;
		p = comma ? comma + 1 : NULL;
	}
}

static void
take_option(int c)
{
	switch (c) {
	case 's':
		take_states(opt_arg);
		break;
	case 't':
		cl.type = opt_arg;
		break;
	case 'i':
		cl.id = opt_arg;
		break;
	case 'o':
		cl.offset = opt_number("-o", opt_arg, 0, 1000000000);
		break;
	case 'm':
		cl.max = opt_number("-m", opt_arg, 0, 1000000000);
		break;
	case 'c':
		cl.count = true;
		break;
	default:
		queue_option(c);
	}
}

static bool
is_asked_for(const struct job *j)
{
	static struct buf scratch;

	scratch.n = 0;
	return !cl.type ||
	       str_is(job_type(j->name, j->data, &scratch), cl.type);
}

static bool
show(void *arg, const struct job *j)
{
	(void)arg;
	if (cl.max >= 0 && run.shown >= cl.max)
		return false;
	if (!is_asked_for(j) || run.seen++ < cl.offset)
		return true;
	run.shown++;
	if (!cl.count) {
		job_put(&run.out.buf, j, run.queue);
		buf_byte(&run.out.buf, '\n');
		out_record(&run.out);
	}
	return true;
}

static int
show_one(struct queue *q)
{
	struct job j;

	if (queue_must(q, q->ops->get(q, str_of(cl.id), &j)) == QUEUE_NONE) {
		complain("%s: no such job", cl.id);
		return EXIT_FAILED;
	}
	show(NULL, &j);
	return 0;
}

int
main(int argc, char **argv)
{
	struct queue *q;
	int c, rc = 0;

	opt_init(argc, argv, "list the jobs of a queue", "", opts);
	while ((c = opt_next()) >= 0)
		take_option(c);
	opt_count(0, 0);
	q = queue_open(queue_place(), QUEUE_READ, false);
	run.queue = str_of(q->name);
	out_open(&run.out, NULL);
	if (cl.id)
		rc = show_one(q);
	for (size_t i = 0; !cl.id && i < cl.n; i++)
		queue_must(q, q->ops->each(q, cl.state[i], show, NULL));
	if (cl.count && !rc)
		buf_fmt(&run.out.buf, "%ld\n", run.shown);
	out_close(&run.out);
	queue_close(q);
	return rc;
}
