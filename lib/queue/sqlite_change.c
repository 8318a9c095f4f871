#include "queue/queue_sqlite.h"

/* The state of a job that exists, -1 otherwise; *locked if a worker has it. */
static int
look(struct sq *q, struct str id, bool *locked, struct job *j)
{
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT " SQ_JOB ", lockUntil FROM job WHERE queue = ? AND id = ?",
	    "ss", sq_name(q), id);
	int state = -1;

	if (db_step(q->d, s)) {
		sq_job(s, j);
		state = (int)j->state;
		*locked = state == JOB_ACTIVE &&
			  sqlite3_column_int64(s, 18) >= day_clock();
	}
	return state; /* the statement is reset by its next use */
}

static int64_t
back_of_queue(struct sq *q, const struct job *j)
{
	struct buf scratch = { 0 };
	int64_t seq = sq_next_seq(q);
	struct job_opts o;

	opts_read(&o, js_of(j->opts), &scratch);
	buf_free(&scratch);
	return o.lifo && !j->priority ? -seq : seq;
}

static int
retry_found(struct sq *q, struct str id, msec now)
{
	bool locked = false;
	struct job j;
	int state = look(q, id, &locked, &j);

	if (state < 0)
		return QUEUE_NONE;
	if (locked)
		return QUEUE_LOCKED;
	if (state != JOB_FAILED)
		return QUEUE_NOT_FAILED;
	sq_run(q,
	    "UPDATE job SET state = 'waiting', seq = ?, processedOn = NULL,"
	    " finishedOn = NULL, failedReason = NULL, retriedOn = ?"
	    " WHERE queue = ? AND id = ?",
	    "iiss", back_of_queue(q, &j), now, sq_name(q), id);
	sq_event(q, "waiting", id, STR_NULL);
	return QUEUE_OK;
}

int
sq_retry(struct queue *queue, struct str id, msec now)
{
	struct sq *q = sq_of(queue);
	int rc;

	if (sq_begin(q))
		return QUEUE_LATER;
	rc = retry_found(q, id, now);
	sq_commit(q);
	return rc;
}

void
sq_delete(struct sq *q, struct str id)
{
	sq_run(q, "DELETE FROM job_log WHERE queue = ? AND id = ?", "ss",
	    sq_name(q), id);
	sq_run(q, "DELETE FROM job WHERE queue = ? AND id = ?", "ss",
	    sq_name(q), id);
}

int
sq_remove(struct queue *queue, struct str id, int only)
{
	struct sq *q = sq_of(queue);
	bool locked = false;
	struct job j;
	int state;

	if (sq_begin(q))
		return QUEUE_LATER;
	state = look(q, id, &locked, &j);
	if (only >= 0 && state != only)
		state = -1;
	if (state >= 0 && !locked)
		sq_delete(q, id);
	sq_commit(q);
	return state < 0 ? QUEUE_NONE : locked ? QUEUE_LOCKED : QUEUE_OK;
}

int
sq_pause(struct queue *queue, bool paused, bool *changed)
{
	struct sq *q = sq_of(queue);

	if (sq_begin(q))
		return QUEUE_LATER;
	*changed = q->paused != paused;
	q->touched |= *changed;
	q->paused = paused;
	sq_commit(q);
	return QUEUE_OK;
}

int
sq_progress(struct queue *queue, struct str id, struct str json)
{
	struct sq *q = sq_of(queue);
	int n;

	if (sq_begin(q))
		return QUEUE_LATER;
	n = sq_run(q, "UPDATE job SET progress = ? WHERE queue = ? AND id = ?",
	    "sss", json, sq_name(q), id);
	sq_commit(q);
	return n ? QUEUE_OK : QUEUE_NONE;
}

int
sq_log(struct queue *queue, struct str id, struct str line, int64_t *n)
{
	struct sq *q = sq_of(queue);
	bool known;

	if (sq_begin(q))
		return QUEUE_LATER;
	known = sq_number(q, 0, "SELECT 1 FROM job WHERE queue = ? AND id = ?",
		    "ss", sq_name(q), id) == 1;
	if (known) {
		*n = 1 + sq_number(q, 0,
			     "SELECT max(n) FROM job_log WHERE queue = ?"
			     " AND id = ?",
			     "ss", sq_name(q), id);
		sq_run(q,
		    "INSERT INTO job_log (queue, id, n, line)"
		    " VALUES (?, ?, ?, ?)",
		    "ssis", sq_name(q), id, *n, line);
	}
	sq_commit(q);
	return known ? QUEUE_OK : QUEUE_NONE;
}

int
sq_cron_remove(
    struct queue *queue, struct str key, struct str prefix, struct buf *removed)
{
	struct sq *q = sq_of(queue);
	int64_t next;

	removed->n = 0;
	if (sq_begin(q))
		return QUEUE_LATER;
	next = sq_number(q, -1,
	    "SELECT next FROM repeat WHERE queue = ? AND key = ?", "ss",
	    sq_name(q), key);
	if (next >= 0) {
		buf_add(removed, prefix.p, prefix.n);
		buf_fmt(removed, "%lld", (long long)next);
		if (sq_number(q, 0,
			"SELECT 1 FROM job WHERE queue = ? AND id = ?"
			" AND state = 'delayed'",
			"ss", sq_name(q), buf_view(removed)))
			sq_delete(q, buf_view(removed));
		else
			removed->n = 0;
		sq_run(q, "DELETE FROM repeat WHERE queue = ? AND key = ?",
		    "ss", sq_name(q), key);
	}
	sq_commit(q);
	return next < 0 ? QUEUE_NONE : QUEUE_OK;
}
