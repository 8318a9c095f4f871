#include "queue/queue_sqlite.h"

static void
fail(struct sq *q, const struct job *j, int64_t counter, msec now)
{
	struct buf scratch = { 0 };
	struct job_opts o;

	sq_run(q,
	    "UPDATE job SET state = 'failed', stalledCounter = ?,"
	    " failedReason = ?, finishedOn = ?, lockToken = NULL,"
	    " lockUntil = NULL WHERE queue = ? AND id = ?",
	    "isiss", counter, STR(STALLED_REASON), now, sq_name(q), j->id);
	sq_event_text(q, "failed", j->id, STR(STALLED_REASON));
	opts_read(&o, js_of(j->opts), &scratch);
	if (o.on_fail.none)
		sq_delete(q, j->id);
	else
		sq_trim(q, JOB_FAILED, &o.on_fail, now);
	buf_free(&scratch);
}

/* It will be the next one to be taken of those without a priority. */
static void
put_first(struct sq *q, const struct job *j, int64_t counter)
{
	sq_run(q,
	    "UPDATE job SET state = 'waiting', seq = ?, stalledCounter = ?,"
	    " lockToken = NULL, lockUntil = NULL WHERE queue = ? AND id = ?",
	    "iiss", -sq_next_seq(q), counter, sq_name(q), j->id);
	sq_event(q, "stalled", j->id, STR_NULL);
}

/* Jobs are handled one by one, because the statement that finds them would
 * see the changes. */
static bool
find_stalled(struct sq *q, msec now, struct job *j, struct buf *text)
{
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'active'"
	    " AND lockUntil < ? ORDER BY processedOn, id LIMIT 1",
	    "si", sq_name(q), now);
	struct job found;

	if (!db_step(q->d, s))
		return false;
	sq_job(s, &found);
	job_copy(j, &found, text);
	sqlite3_reset(s);
	return true;
}

static bool
any(struct sq *q, msec now)
{
	return sq_number(q, 0,
		   "SELECT 1 FROM job WHERE queue = ? AND state = 'active'"
		   " AND lockUntil < ? LIMIT 1",
		   "si", sq_name(q), now) != 0;
}

int
sq_stalled(
    struct queue *queue, int64_t max, msec interval, stalled_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	msec now = day_clock();
	struct buf text = { 0 };
	struct job j;

	(void)interval;
	if (!any(q, now))
		return QUEUE_OK;
	if (sq_begin(q))
		return QUEUE_LATER;
	while (find_stalled(q, now, &j, &text)) {
		struct stalled s = { j.id, j.stalled_counter + 1,
			j.stalled_counter + 1 > max };

		if (s.failed)
			fail(q, &j, s.counter, now);
		else
			put_first(q, &j, s.counter);
		fn(arg, &s);
	}
	sq_commit(q);
	buf_free(&text);
	return QUEUE_OK;
}
