/*
 * log-job: show the log of a job, or add to it and set the job's progress.
 */
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	OPS_DRY_RUN,
	{ 'P', "progress", "JSON", "set the progress of the job" },
	{ 0 },
};

static struct queue *q;
static struct ops out;

static void
show(void *arg, int64_t n, struct str line)
{
	struct buf *b = &out.out.buf;

	(void)arg;
	buf_fmt(b, "{\"n\":%lld,\"line\":", (long long)n);
	js_put_text(b, line);
	buf_str(b, "}\n");
	out_record(&out.out);
}

static void
set_progress(struct str id, struct js progress)
{
	struct buf b = { 0 };
	size_t value;

	buf_str(&b, "{\"progress\":");
	value = b.n;
	js_put_compact(&b, progress);
	queue_must(q,
	    q->ops->progress(q, id, (struct str){ b.p + value, b.n - value }));
	buf_byte(&b, '}');
	line_set(&out, "update", "job", id, buf_view(&b));
	buf_free(&b);
}

static void
add_line(struct str id, struct str line)
{
	struct buf b = { 0 };
	int64_t n = 0;

	queue_must(q, q->ops->log(q, id, line, &n));
	buf_fmt(&b, "{\"n\":%lld,\"line\":", (long long)n);
	js_put_text(&b, line);
	buf_byte(&b, '}');
	line_set(&out, "insert", "job_log", id, buf_view(&b));
	buf_free(&b);
}

static void
change(struct str id, char **lines, const char *progress)
{
	int n = 0;

	if (progress)
		set_progress(id, js_of(str_of(progress)));
	for (; lines[n]; n++)
		add_line(id, str_of(lines[n]));
	q->ops->settle(q);
	ops_counts(&out, { "lines", n });
}

int
main(int argc, char **argv)
{
	const char *progress = NULL;
	const struct queue_place *place;
	bool dry = false;
	struct str id;
	struct job j;
	int c;

	opt_init(argc, argv, "show or add to the log of a job", "ID [LINE...]",
	    opts);
	while ((c = opt_next()) >= 0)
		if (c == 'P')
			progress = opt_arg;
		else if (c == 'n')
			dry = true;
		else
			queue_option(c);
	opt_count(1, 1 << 20);
	if (progress)
		queue_json("-P", progress);
	id = str_of(opt_operands[0]);
	place = queue_place();
	q = queue_open(place, QUEUE_CHANGE, dry);
	if (queue_must(q, q->ops->get(q, id, &j)) == QUEUE_NONE)
		die("%s: no such job", opt_operands[0]);
	ops_open(&out, dry);
	q->batch = true;
	if (progress || opt_operands[1])
		change(id, opt_operands + 1, progress);
	else
		queue_must(q, q->ops->lines(q, id, show, NULL));
	ops_close(&out);
	queue_close(q);
	return 0;
}
