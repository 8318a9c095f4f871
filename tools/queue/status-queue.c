/*
 * status-queue: how many jobs of each state and type a queue holds.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "base/out.h"
#include "queue/tools/queue_options.h"
#include "json/counts.h"
#include "json/js.h"

enum { TEXT = 256 };

static const struct opt opts[] = {
	QUEUE_OPTIONS,
	{ TEXT, "text", NULL, "for people, instead of JSON" },
	{ 0 },
};

static struct {
	struct hash types;
	int64_t (*count)[JOB_STATES]; /* by type */
	size_t cap;
	msec oldest; /* creation of the oldest waiting job */
	struct queue_counts all;
} run = { .oldest = DAY_NULL };

static bool
count(void *arg, const struct job *j)
{
	static struct buf scratch;
	uint32_t n = run.types.n, i;

	(void)arg;
	scratch.n = 0;
	i = hash_put(&run.types, job_type(j->name, j->data, &scratch));
	if (i == n) {
		run.count = xroom(run.count, n, &run.cap, sizeof(*run.count));
		memset(run.count[i], 0, sizeof(run.count[i]));
	}
	run.count[i][j->state]++;
	if (j->state == JOB_WAITING &&
	    (run.oldest == DAY_NULL || j->timestamp < run.oldest))
		run.oldest = j->timestamp;
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(hash_text(&run.types, *(const uint32_t *)a),
	    hash_text(&run.types, *(const uint32_t *)b));
}

/* The types by order of bytes; the caller frees the array. */
static uint32_t *
sorted_types(void)
{
	uint32_t *order = xcalloc(run.types.n + 1, sizeof(*order));

	for (uint32_t i = 0; i < run.types.n; i++)
		order[i] = i;
	qsort(order, run.types.n, sizeof(*order), by_name);
	return order;
}

static void
put_states(struct buf *b, const int64_t *n)
{
	for (int s = 0; s < JOB_STATES; s++)
		counts_add(b, { job_state_names[s], n[s] });
}

static void
put_json(struct buf *b, struct queue *q, const uint32_t *order)
{
	js_open(b, NULL);
	js_put_member(b, "queue", str_of(q->name));
	js_put_key(b, "paused");
	js_put_bool(b, run.all.paused);
	put_states(b, run.all.state);
	counts_add(b, { "crons", run.all.crons });
	js_put_key(b, "oldest");
	if (run.oldest == DAY_NULL)
		buf_str(b, "null");
	else
		js_put_int(b, day_clock() - run.oldest);
	js_open(b, "types");
	for (uint32_t i = 0; i < run.types.n; i++) {
		js_put_comma(b);
		js_put_text(b, hash_text(&run.types, order[i]));
		buf_str(b, ":{");
		put_states(b, run.count[order[i]]);
		js_close(b, 1);
	}
	js_close(b, 2);
	buf_byte(b, '\n');
}

static void
put_row(struct buf *b, struct str type, const int64_t *n)
{
	buf_fmt(b, "%-40.*s", (int)type.n, type.p);
	for (int s = 0; s < JOB_STATES; s++)
		buf_fmt(b, " %9lld", (long long)n[s]);
	buf_byte(b, '\n');
}

static void
put_text(struct buf *b, struct queue *q, const uint32_t *order)
{
	buf_fmt(b, "queue %s%s, %lld crons", q->name,
	    run.all.paused ? " (paused)" : "", (long long)run.all.crons);
	if (run.oldest != DAY_NULL)
		buf_fmt(b, ", oldest waiting job %lld s",
		    (long long)(day_clock() - run.oldest) / 1000);
	buf_fmt(b, "\n%-40s", "type");
	for (int s = 0; s < JOB_STATES; s++)
		buf_fmt(b, " %9s", job_state_names[s]);
	buf_byte(b, '\n');
	for (uint32_t i = 0; i < run.types.n; i++)
		put_row(
		    b, hash_text(&run.types, order[i]), run.count[order[i]]);
	put_row(b, STR("all"), run.all.state);
}

int
main(int argc, char **argv)
{
	bool text = false;
	struct queue *q;
	struct out out;
	uint32_t *order;
	int c;

	opt_init(argc, argv, "count the jobs of a queue", "", opts);
	while ((c = opt_next()) >= 0)
		if (!queue_option(c))
			text = true;
	opt_count(0, 0);
	q = queue_open(queue_place(), QUEUE_READ, false);
	queue_must(q, q->ops->counts(q, &run.all));
	for (int s = 0; s < JOB_STATES; s++)
		queue_must(q, q->ops->each(q, (enum job_state)s, count, NULL));
	order = sorted_types();
	out_open(&out, NULL);
	if (text)
		put_text(&out.buf, q, order);
	else
		put_json(&out.buf, q, order);
	out_close(&out);
	free(order);
	free(run.count);
	hash_free(&run.types);
	queue_close(q);
	return 0;
}
