/*
 * watch-queue: the events of a queue as they come, a line of JSON each.
 */
#include "base/out.h"
#include "queue/tools/queue_options.h"

enum { SINCE = 256, ONCE };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	{ SINCE, "since", "N", "begin after event N (SQLite)" },
	{ ONCE, "once", NULL, "end after the events there are (SQLite)" },
	{ 'm', "max", "N", "end after N events" },
	{ 0 },
};

static struct {
	struct out out;
	int64_t since;
	long shown, max;
} run = { .since = -1, .max = -1 };

static bool
show(void *arg, const struct queue_event *e)
{
	struct buf *b = &run.out.buf;

	(void)arg;
	if (run.max >= 0 && run.shown >= run.max)
		return false;
	buf_byte(b, '{');
	if (e->n >= 0) {
		buf_fmt(b, "\"n\":%lld,", (long long)e->n);
		run.since = e->n;
	}
	buf_fmt(b, "\"at\":%lld,\"kind\":", (long long)e->at);
	js_put_text(b, e->kind);
	if (e->id.p) {
		buf_str(b, ",\"id\":");
		js_put_text(b, e->id);
	}
	if (e->payload.p) {
		buf_str(b, ",\"payload\":");
		buf_add(b, e->payload.p, e->payload.n);
	}
	buf_str(b, "}\n");
	run.shown++;
	return true;
}

static void
watch(struct queue *q, bool once)
{
	while (run.max < 0 || run.shown < run.max) {
		int rc =
		    queue_must(q, q->ops->events(q, run.since, show, NULL));
		struct pollfd fd[2];
		int n, ms;

		out_flush(&run.out);
		if (once)
			break;
		n = rc == QUEUE_NONE ? q->ops->idle_events(q, fd, &ms) : -1;
		if (n >= 0)
			poll(fd, (nfds_t)n, ms);
	}
}

int
main(int argc, char **argv)
{
	const struct queue_place *place;
	bool once = false;
	struct queue *q;
	int c;

	opt_init(argc, argv, "print the events of a queue", "", opts);
	while ((c = opt_next()) >= 0)
		if (c == SINCE)
			run.since =
			    opt_number("--since", opt_arg, 0, 9000000000000000);
		else if (c == ONCE)
			once = true;
		else if (c == 'm')
			run.max = opt_number("-m", opt_arg, 0, 1000000000);
		else
			queue_option(c);
	opt_count(0, 0);
	place = queue_place();
	if (place->url && (once || run.since >= 0))
		opt_wrong("--since and --once are for SQLite: Redis keeps no "
			  "events");
	q = queue_open(place, once ? QUEUE_READ : QUEUE_BEGIN, false);
	out_open(&run.out, NULL);
	watch(q, once);
	out_close(&run.out);
	queue_close(q);
	return 0;
}
