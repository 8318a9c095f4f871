#include <errno.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "queue/queue_sqlite.h"

enum {
	PROMOTED_AT_ONCE = 1000,
	POLL_MS = 250,       /* without inotify */
	COMMIT_MS = 5000,    /* how long a COMMIT may take to be seen */
	IDLE_MS = 60 * 1000, /* longest sleep */
};

/* Moves what is due from delayed to waiting, in the order (due, seq). */
static void
promote(struct sq *q, msec now)
{
	struct buf ids = { 0 };
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT id FROM job WHERE queue = ? AND state = 'delayed'"
	    " AND due <= ? ORDER BY due, seq LIMIT ?",
	    "sii", sq_name(q), now, (int64_t)PROMOTED_AT_ONCE);

	while (db_step(q->d, s)) {
		struct str id = db_text(s, 0);

		buf_add(&ids, &id.n, sizeof(id.n));
		buf_add(&ids, id.p, id.n);
	}
	for (size_t at = 0; at < ids.n;) {
		struct str id;

		memcpy(&id.n, ids.p + at, sizeof(id.n));
		id.p = ids.p + at + sizeof(id.n);
		at += sizeof(id.n) + id.n;
		sq_run(q,
		    "UPDATE job SET state = 'waiting', seq = ?, due = NULL,"
		    " delay = 0 WHERE queue = ? AND id = ?",
		    "iss", sq_next_seq(q), sq_name(q), id);
		sq_event(q, "waiting", id, STR_NULL);
	}
	buf_free(&ids);
}

/* Without a transaction: is there something to take or to promote? */
static bool
is_worth_it(struct sq *q, msec now)
{
	bool due = sq_number(q, 0,
		       "SELECT 1 FROM job WHERE queue = ? AND"
		       " state = 'delayed' AND due <= ? LIMIT 1",
		       "si", sq_name(q), now) != 0;

	if (due)
		return true;
	return sq_number(q, 0,
		   "SELECT 1 FROM job WHERE queue = ?1 AND state = 'waiting'"
		   " AND NOT EXISTS (SELECT 1 FROM queue WHERE name = ?1"
		   " AND paused) LIMIT 1",
		   "s", sq_name(q)) != 0;
}

static bool
pick(struct sq *q, struct taken *t)
{
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT " SQ_JOB " FROM job WHERE queue = ? AND state = 'waiting'"
	    " ORDER BY " SQ_RANK ", seq LIMIT 1",
	    "s", sq_name(q));
	struct job j;

	if (!db_step(q->d, s))
		return false;
	sq_job(s, &j);
	job_copy(&t->job, &j, &t->text);
	sqlite3_reset(s);
	return true;
}

static void
lock_job(struct sq *q, struct taken *t, msec lock, msec now)
{
	sq_run(q,
	    "UPDATE job SET state = 'active', processedOn = ?, lockToken = ?,"
	    " lockUntil = ? WHERE queue = ? AND id = ?",
	    "isiss", now, str_of(q->q.token), now + lock, sq_name(q),
	    t->job.id);
	t->job.state = JOB_ACTIVE;
	t->job.processed_on = now;
	sq_event(q, "active", t->job.id, STR_NULL);
}

int
sq_take(struct queue *queue, msec lock, bool wait, struct taken *t)
{
	struct sq *q = sq_of(queue);
	msec now = day_clock();
	bool found = false;

	(void)wait;
	if (!is_worth_it(q, now))
		return QUEUE_NONE;
	if (sq_begin(q))
		return QUEUE_LATER;
	promote(q, now);
	if (!q->paused)
		found = pick(q, t);
	if (found) {
		lock_job(q, t, lock, now);
		t->has_next = addition_next(&t->next, &t->job, now);
		if (t->has_next)
			sq_add(q, &t->next);
		t->has_next = t->has_next && t->next.result == ADDED_NEW;
	}
	sq_commit(q);
	return found ? QUEUE_OK : QUEUE_NONE;
}

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Every commit writes the WAL. */
void
sq_watch(struct sq *q)
{
	char events[4096], *wal;

	if (q->inotify < 0) {
		wal = xasprintf("%s-wal", q->path);
		q->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (q->inotify >= 0 &&
		    inotify_add_watch(q->inotify, wal, IN_MODIFY) < 0) {
			close(q->inotify);
			q->inotify = -1;
		}
		free(wal);
	}
	while (q->inotify >= 0 && read(q->inotify, events, sizeof(events)) > 0)
		q->modified = clock_ms();
}

/* How long to sleep at most. The WAL is written before its COMMIT can be seen,
 * which takes as long as the disk needs: after each change we look again, after
 * twice as long each time. */
static int
sleep_ms(const struct sq *q)
{
	int64_t since = clock_ms() - q->modified;

	if (q->inotify < 0)
		return POLL_MS;
	return since > COMMIT_MS ? IDLE_MS : since < 1 ? 1 : (int)since;
}

int
sq_idle(struct queue *queue, struct pollfd fd[2], int *ms)
{
	struct sq *q = sq_of(queue);
	msec due, now = day_clock();

	sq_watch(q);
	due = sq_number(q, -1,
	    "SELECT min(due) FROM job WHERE queue = ? AND state = 'delayed'",
	    "s", sq_name(q));
	*ms = sleep_ms(q);
	if (is_worth_it(q, now))
		*ms = 0; /* it came before the watch was emptied */
	else if (due >= 0 && due - now < *ms)
		*ms = (int)(due - now);
	fd[0] = (struct pollfd){ .fd = q->inotify, .events = POLLIN };
	return q->inotify >= 0;
}

int
sq_idle_events(struct queue *queue, struct pollfd fd[2], int *ms)
{
	struct sq *q = sq_of(queue);

	*ms = sleep_ms(q);
	fd[0] = (struct pollfd){ .fd = q->inotify, .events = POLLIN };
	return q->inotify >= 0;
}

void
sq_stop_waiting(struct queue *queue)
{
	(void)queue;
}

void
sq_trim(struct sq *q, enum job_state state, const struct keep *k, msec now)
{
	static const char *const old[] = {
		"SELECT id FROM job WHERE queue = ? AND state = 'completed'"
		" AND finishedOn <= ? LIMIT 1",
		"SELECT id FROM job WHERE queue = ? AND state = 'failed'"
		" AND finishedOn <= ? LIMIT 1",
	};
	static const char *const beyond[] = {
		"SELECT id FROM job WHERE queue = ? AND state = 'completed'"
		" ORDER BY finishedOn DESC, id DESC LIMIT 1 OFFSET ?",
		"SELECT id FROM job WHERE queue = ? AND state = 'failed'"
		" ORDER BY finishedOn DESC, id DESC LIMIT 1 OFFSET ?",
	};
	struct buf id = { 0 };

	for (int pass = 0; pass < 2; pass++) {
		const char *sql = (pass ? beyond : old)[state == JOB_FAILED];
		int64_t limit = pass ? k->count : now - k->age * 1000;

		while (pass ? k->count >= 0 : k->age >= 0) {
			sqlite3_stmt *s =
			    sq_bind(q, sql, "si", sq_name(q), limit);

			if (!db_step(q->d, s))
				break;
			id.n = 0;
			buf_add(&id, db_text(s, 0).p, db_text(s, 0).n);
			sqlite3_reset(s);
			sq_delete(q, buf_view(&id));
		}
	}
	buf_free(&id);
}

/* Completed, or failed for good. */
static int
finish_for_good(struct sq *q, const struct outcome *o)
{
	int n = sq_run(q,
	    "UPDATE job SET state = ?, finishedOn = ?, returnvalue = ?,"
	    " failedReason = coalesce(?, failedReason),"
	    " stacktrace = coalesce(?, stacktrace), attemptsMade = ?,"
	    " lockToken = NULL, lockUntil = NULL"
	    " WHERE queue = ? AND id = ? AND lockToken = ? AND state = "
	    "'active'",
	    "sisssisss", str_of(job_state_names[o->to]), o->now,
	    o->to == JOB_COMPLETED ? o->returnvalue : STR_NULL, o->reason,
	    o->stacktrace, o->attempts_made, sq_name(q), o->id,
	    str_of(q->q.token));

	if (!n)
		return QUEUE_LOST;
	if (o->to == JOB_FAILED)
		sq_event_text(q, "failed", o->id, o->reason);
	else
		sq_event(q, "completed", o->id,
		    str_is(o->returnvalue, "null") ? STR_NULL : o->returnvalue);
	if (o->keep.none)
		sq_delete(q, o->id);
	else
		sq_trim(q, o->to, &o->keep, o->now);
	return QUEUE_OK;
}

static int
put_back(struct sq *q, const struct outcome *o)
{
	bool delayed = o->to == JOB_DELAYED;
	int64_t seq = q->next_seq + 1;
	int n = sq_run(q,
	    "UPDATE job SET state = ?, seq = ?, due = ?, failedReason = ?,"
	    " stacktrace = ?, attemptsMade = ?, lockToken = NULL,"
	    " lockUntil = NULL"
	    " WHERE queue = ? AND id = ? AND lockToken = ? AND state = "
	    "'active'",
	    "sitssisss", str_of(job_state_names[o->to]),
	    o->lifo && !o->priority && !delayed ? -seq : seq,
	    delayed ? o->due : DAY_NULL, o->reason, o->stacktrace,
	    o->attempts_made, sq_name(q), o->id, str_of(q->q.token));

	if (!n)
		return QUEUE_LOST;
	sq_next_seq(q);
	if (delayed)
		sq_event(q, "delayed", o->id, STR_NULL);
	return QUEUE_OK;
}

int
sq_finish(struct queue *queue, const struct outcome *o)
{
	struct sq *q = sq_of(queue);
	int rc;

	if (sq_begin(q))
		return QUEUE_LATER;
	rc = o->to == JOB_COMPLETED || o->to == JOB_FAILED
		 ? finish_for_good(q, o)
		 : put_back(q, o);
	sq_commit(q);
	return rc;
}

int
sq_renew(
    struct queue *queue, const struct str *id, size_t n, msec lock, bool *lost)
{
	struct sq *q = sq_of(queue);

	if (sq_begin(q))
		return QUEUE_LATER;
	for (size_t i = 0; i < n; i++)
		lost[i] = !sq_run(q,
		    "UPDATE job SET lockUntil = ? WHERE queue = ? AND id = ?"
		    " AND lockToken = ? AND state = 'active'",
		    "isss", day_clock() + lock, sq_name(q), id[i],
		    str_of(q->q.token));
	sq_commit(q);
	return QUEUE_OK;
}

int
sq_give_back(struct queue *queue, struct str id)
{
	struct sq *q = sq_of(queue);
	int n;

	if (sq_begin(q))
		return QUEUE_LATER;
	n = sq_run(q,
	    "UPDATE job SET state = 'waiting', seq = ?, lockToken = NULL,"
	    " lockUntil = NULL"
	    " WHERE queue = ? AND id = ? AND lockToken = ? AND state = "
	    "'active'",
	    "isss", -(q->next_seq + 1), sq_name(q), id, str_of(q->q.token));
	if (n) {
		sq_next_seq(q);
		sq_event(q, "waiting", id, STR_NULL);
	}
	sq_commit(q);
	return n ? QUEUE_OK : QUEUE_LOST;
}
