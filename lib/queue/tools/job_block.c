#include <poll.h>
#include <stdlib.h>
#include <time.h>

#include "queue/tools/job_block.h"
#include "queue/tools/queue_lines.h"
#include "queue/tools/queue_options.h"

enum { WAIT_MS = 100 };

void
job_block_open(struct job_block *b, struct queue *q, struct ops *out)
{
	*b = (struct job_block){ .q = q, .out = out };
	b->pending = xcalloc(JOB_BLOCK_MAX, sizeof(*b->pending));
	b->additions = xcalloc(JOB_BLOCK_MAX, sizeof(*b->additions));
}

void
job_block_close(struct job_block *b)
{
	for (size_t i = 0; i < JOB_BLOCK_MAX; i++) {
		addition_free(&b->pending[i].a);
		buf_free(&b->pending[i].line);
		buf_free(&b->pending[i].name);
	}
	free(b->pending);
	free(b->additions);
}

struct pending_job *
job_block_next(struct job_block *b)
{
	return &b->pending[b->n];
}

void
job_block_flush(struct job_block *b)
{
	for (size_t i = 0; i < b->n; i++)
		b->additions[i] = b->pending[i].a;
	if (b->n)
		queue_must(b->q, b->q->ops->add(b->q, b->additions, b->n));
	for (size_t i = 0; i < b->n; i++) {
		struct addition *a = &b->pending[i].a;

		*a = b->additions[i];
		if (a->result == ADDED_NEW) {
			b->added++;
			line_added(b->out, a);
		} else {
			b->duplicates++;
		}
	}
	b->n = 0;
	ops_flush(b->out);
}

int
job_block_add(struct job_block *b, struct pending_job *p, struct str name,
    struct str data, struct opts_text *o, msec now, struct err *e)
{
	bool stopped;

	if (addition_prepare(&p->a, name, data, o, now, &stopped, e))
		return -1;
	if (!stopped)
		b->n++;
	if (b->n == JOB_BLOCK_MAX)
		job_block_flush(b);
	return 0;
}

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits for a whole line, and adds the block if that takes too long. */
static void
await_line(struct job_block *b, struct in *in)
{
	while (b->n && !in->eof &&
	       !memchr(in->buf.p + in->at, '\n', in->buf.n - in->at)) {
		struct pollfd p = { .fd = in->fd, .events = POLLIN };
		int64_t left = b->began + WAIT_MS - clock_ms();

		if (left <= 0 || poll(&p, 1, (int)left) == 0)
			job_block_flush(b);
		else
			in_more(in);
	}
}

bool
job_block_line(struct job_block *b, struct in *in, struct str *line)
{
	await_line(b, in);
	if (!in_line(in, line))
		return false;
	if (!b->n)
		b->began = clock_ms();
	else if (clock_ms() - b->began >= WAIT_MS)
		job_block_flush(b);
	return true;
}
