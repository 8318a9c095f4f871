#include "queue/queue_sqlite.h"

/* The literals name the state, so that each finds its partial index. */
static const char *const each[JOB_STATES] = {
	"SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'waiting'"
	" ORDER BY " SQ_RANK ", seq",
	"SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'active'"
	" ORDER BY processedOn, id",
	"SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'delayed'"
	" ORDER BY due, seq",
	"SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'completed'"
	" ORDER BY finishedOn, id",
	"SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'failed'"
	" ORDER BY finishedOn, id",
};

int
sq_each(struct queue *queue, enum job_state state, job_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s = sq_bind(q, each[state], "s", sq_name(q));
	struct job j;

	while (db_step(q->d, s)) {
		sq_job(s, &j);
		if (!fn(arg, &j)) {
			sqlite3_reset(s);
			break;
		}
	}
	return QUEUE_OK;
}

int
sq_get(struct queue *queue, struct str id, struct job *j)
{
	static struct buf text;
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s =
	    sq_bind(q, "SELECT " SQ_JOB " FROM job WHERE queue = ? AND id = ?",
		"ss", sq_name(q), id);
	struct job found;

	if (!db_step(q->d, s))
		return QUEUE_NONE;
	sq_job(s, &found);
	job_copy(j, &found, &text);
	sqlite3_reset(s);
	return QUEUE_OK;
}

int
sq_counts(struct queue *queue, struct queue_counts *c)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT state, count(*) FROM job WHERE queue = ? GROUP BY state",
	    "s", sq_name(q));

	*c = (struct queue_counts){ 0 };
	while (db_step(q->d, s)) {
		int state = job_state_of(db_text(s, 0));

		if (state >= 0)
			c->state[state] = sqlite3_column_int64(s, 1);
	}
	c->paused = sq_number(q, 0, "SELECT paused FROM queue WHERE name = ?",
			"s", sq_name(q)) != 0;
	c->crons = sq_number(q, 0,
	    "SELECT count(*) FROM repeat WHERE queue = ?", "s", sq_name(q));
	return QUEUE_OK;
}

int
sq_match(struct queue *queue, const char *glob, id_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT id FROM job WHERE queue = ? ORDER BY id", "s", sq_name(q));

	while (db_step(q->d, s))
		if (queue_glob(str_of(glob), db_text(s, 0)))
			fn(arg, db_text(s, 0));
	return QUEUE_OK;
}

int
sq_lines(struct queue *queue, struct str id, text_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT n, line FROM job_log WHERE queue = ? AND id = ? ORDER BY n",
	    "ss", sq_name(q), id);

	while (db_step(q->d, s))
		fn(arg, sqlite3_column_int64(s, 0), db_text(s, 1));
	return QUEUE_OK;
}

int
sq_crons(struct queue *queue, cron_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT key, next FROM repeat WHERE queue = ? ORDER BY next, key",
	    "s", sq_name(q));

	while (db_step(q->d, s))
		if (!fn(arg, db_text(s, 0), sqlite3_column_int64(s, 1))) {
			sqlite3_reset(s);
			break;
		}
	return QUEUE_OK;
}

int
sq_cron_alive(struct queue *queue, struct str key, struct str prefix,
    bool *alive, int64_t *count)
{
	struct sq *q = sq_of(queue);
	struct buf end = { 0 }, scratch = { 0 };
	struct job_opts o;
	sqlite3_stmt *s;

	(void)key;
	*alive = false;
	*count = 0;
	buf_add(&end, prefix.p, prefix.n - 1);
	buf_byte(&end, ':' + 1); /* the first text after all with the prefix */
	s = sq_bind(q,
	    "SELECT state, opts FROM job WHERE queue = ? AND id >= ?"
	    " AND id < ?",
	    "sss", sq_name(q), prefix, buf_view(&end));
	while (db_step(q->d, s)) {
		*alive |= job_state_of(db_text(s, 0)) <= JOB_DELAYED;
		opts_read(&o, js_of(db_text(s, 1)), &scratch);
		if (o.repeat.count > *count)
			*count = o.repeat.count;
	}
	buf_free(&end);
	buf_free(&scratch);
	return QUEUE_OK;
}

int
sq_events(struct queue *queue, int64_t since, event_fn *fn, void *arg)
{
	struct sq *q = sq_of(queue);
	sqlite3_stmt *s;
	bool any = false;

	sq_watch(q); /* first: what comes later wakes the reader again */
	s = sq_bind(q,
	    "SELECT n, at, kind, id, payload FROM event WHERE n > ?"
	    " AND queue = ? ORDER BY n",
	    "is", since, sq_name(q));
	while (db_step(q->d, s)) {
		struct queue_event e = { sqlite3_column_int64(s, 0),
			sqlite3_column_int64(s, 1), db_text(s, 2),
			db_text(s, 3), db_text(s, 4) };

		any = true;
		if (!fn(arg, &e)) {
			sqlite3_reset(s);
			break;
		}
	}
	return any ? QUEUE_OK : QUEUE_NONE;
}
