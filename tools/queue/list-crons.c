/*
 * list-crons: the repeated jobs of a queue, a line of JSON each, as Bull's
 * getRepeatableJobs gives them.
 */
#include "base/out.h"
#include "queue/job/repeat.h"
#include "queue/tools/queue_options.h"

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	{ 0 },
};

static void
put_number(struct buf *b, const char *key, int64_t v, int64_t none)
{
	js_put_key(b, key);
	if (v == none)
		buf_str(b, "null");
	else
		js_put_int(b, v);
}

static bool
show(void *arg, struct str key, msec next)
{
	struct repeat_key k = repeat_key_split(key);
	struct out *out = arg;
	struct buf *b = &out->buf;

	buf_byte(b, '{');
	js_put_member(b, "key", key);
	js_put_member(b, "name", k.name.p ? k.name : STR(""));
	js_put_member(b, "id", k.id);
	put_number(b, "endDate", k.end, DAY_NULL);
	js_put_member(b, "tz", k.tz);
	js_put_member(b, "cron", k.cron);
	put_number(b, "every", k.every, 0);
	put_number(b, "next", next, DAY_NULL);
	buf_str(b, "}\n");
	out_record(out);
	return true;
}

int
main(int argc, char **argv)
{
	struct queue *q;
	struct out out;
	int c;

	opt_init(argc, argv, "list the repeated jobs of a queue", "", opts);
	while ((c = opt_next()) >= 0)
		queue_option(c);
	opt_count(0, 0);
	q = queue_open(queue_place(), QUEUE_READ, false);
	out_open(&out, NULL);
	queue_must(q, q->ops->crons(q, show, &out));
	out_close(&out);
	queue_close(q);
	return 0;
}
