#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "queue/queue_sqlite.h"

static sqlite3_stmt *
statement(struct sq *q, const char *sql)
{
	size_t i = 0;

	while (i < q->n_statements && q->statement[i].sql != sql)
		i++;
	if (i == q->n_statements) {
		if (i == SQ_STATEMENTS)
			die("%s: too many statements", q->path);
		q->statement[i].sql = sql;
		q->statement[i].s = db_prepare(q->d, sql);
		q->n_statements++;
	}
	return q->statement[i].s;
}

static sqlite3_stmt *
bind(struct sq *q, const char *sql, const char *types, va_list ap)
{
	sqlite3_stmt *s = statement(q, sql);
	msec t;

	sqlite3_reset(s);
	for (int i = 1; *types; i++, types++)
		switch (*types) {
		case 's':
			db_bind_text(q->d, s, i, va_arg(ap, struct str));
			break;
		case 'i':
			db_bind_int(q->d, s, i, va_arg(ap, int64_t));
			break;
		default:
			t = va_arg(ap, msec);
			if (t == DAY_NULL)
				sqlite3_bind_null(s, i);
			else
				db_bind_int(q->d, s, i, t);
		}
	return s;
}

sqlite3_stmt *
sq_bind(struct sq *q, const char *sql, const char *types, ...)
{
	sqlite3_stmt *s;
	va_list ap;

	va_start(ap, types);
	s = bind(q, sql, types, ap);
	va_end(ap);
	return s;
}

int
sq_run(struct sq *q, const char *sql, const char *types, ...)
{
	sqlite3_stmt *s;
	va_list ap;

	va_start(ap, types);
	s = bind(q, sql, types, ap);
	va_end(ap);
	while (db_step(q->d, s))
		;
	return sqlite3_changes(q->d->h);
}

int64_t
sq_number(struct sq *q, int64_t other, const char *sql, const char *types, ...)
{
	sqlite3_stmt *s;
	va_list ap;

	va_start(ap, types);
	s = bind(q, sql, types, ap);
	va_end(ap);
	if (db_step(q->d, s)) {
		if (sqlite3_column_type(s, 0) != SQLITE_NULL)
			other = sqlite3_column_int64(s, 0);
		sqlite3_reset(s);
	}
	return other;
}

static void
read_row(struct sq *q)
{
	sqlite3_stmt *s = sq_bind(q,
	    "SELECT next_id, next_seq, paused FROM queue WHERE name = ?", "s",
	    sq_name(q));

	q->known = db_step(q->d, s);
	q->next_id = q->known ? sqlite3_column_int64(s, 0) : 0;
	q->next_seq = q->known ? sqlite3_column_int64(s, 1) : 0;
	q->paused = q->known && sqlite3_column_int(s, 2);
	sqlite3_reset(s);
	q->touched = false;
}

/* A dry run is one transaction, rolled back at the end. */
int
sq_begin(struct sq *q)
{
	if (q->began)
		return QUEUE_OK;
	if (q->q.lazy && !q->relaxed)
		db_exec(q->d, "PRAGMA synchronous=NORMAL");
	q->relaxed = q->q.lazy;
	if (!state_try_begin(q->d)) {
		err_set(&q->q.e, "%s: locked by another process", q->path);
		return QUEUE_LATER;
	}
	q->began = true;
	q->events = false;
	q->last_event = -1;
	read_row(q);
	return QUEUE_OK;
}

static void
write_row(struct sq *q)
{
	if (q->touched)
		sq_run(q,
		    "INSERT INTO queue (name, next_id, next_seq, paused)"
		    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE"
		    " SET next_id = ?2, next_seq = ?3, paused = ?4",
		    "siii", sq_name(q), q->next_id, q->next_seq,
		    (int64_t)q->paused);
	q->touched = false;
}

static void
commit(struct sq *q)
{
	write_row(q);
	if (q->events)
		sq_run(q, "DELETE FROM event WHERE n <= ?", "i",
		    q->last_event - SQ_EVENTS_KEPT);
	q->events = false;
	q->batched = 0;
	if (q->q.dry)
		return;
	state_commit(q->d);
	q->began = false;
	q->unsynced = q->relaxed;
}

/* What COMMIT does with synchronous=FULL: the WAL goes to the disk. */
static void
sync_wal(struct sq *q)
{
	sqlite3_file *wal = NULL;

	if (sqlite3_file_control(
		q->d->h, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) ||
	    !wal || !wal->pMethods ||
	    wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL))
		die("%s: cannot be written to the disk", q->path);
	q->unsynced = false;
}

void
sq_commit(struct sq *q)
{
	if (!q->q.batch || ++q->batched == SQ_BATCH)
		commit(q);
}

static void
sq_settle(struct queue *queue)
{
	struct sq *q = sq_of(queue);

	queue->batch = false;
	if (q->began)
		commit(q);
	if (q->unsynced)
		sync_wal(q);
}

static void
sq_use(struct queue *queue, const char *name)
{
	struct sq *q = sq_of(queue);

	if (q->began)
		write_row(q);
	queue->name = name;
	if (q->began)
		read_row(q);
}

void
sq_event(struct sq *q, const char *kind, struct str id, struct str payload)
{
	if (q->last_event < 0)
		q->last_event = sq_number(q, 0, "SELECT max(n) FROM event", "");
	sq_run(q,
	    "INSERT INTO event (n, at, queue, kind, id, payload)"
	    " VALUES (?, ?, ?, ?, ?, ?)",
	    "iissss", ++q->last_event, day_clock(), sq_name(q), str_of(kind),
	    id, payload);
	q->events = true;
}

void
sq_event_text(struct sq *q, const char *kind, struct str id, struct str text)
{
	struct buf b = { 0 };

	js_put_text(&b, text);
	sq_event(q, kind, id, buf_view(&b));
	buf_free(&b);
}

static msec
column_time(sqlite3_stmt *s, int i)
{
	return sqlite3_column_type(s, i) == SQLITE_NULL
		   ? DAY_NULL
		   : sqlite3_column_int64(s, i);
}

void
sq_job(sqlite3_stmt *s, struct job *j)
{
	int state = job_state_of(db_text(s, 4));

	*j = (struct job){
		.id = db_text(s, 0),
		.name = db_text(s, 1),
		.data = db_text(s, 2),
		.opts = db_text(s, 3),
		.state = state < 0 ? JOB_FAILED : (enum job_state)state,
		.priority = sqlite3_column_int64(s, 5),
		.due = column_time(s, 6),
		.timestamp = sqlite3_column_int64(s, 7),
		.delay = sqlite3_column_int64(s, 8),
		.attempts_made = sqlite3_column_int64(s, 9),
		.stalled_counter = sqlite3_column_int64(s, 10),
		.processed_on = column_time(s, 11),
		.finished_on = column_time(s, 12),
		.retried_on = column_time(s, 13),
		.progress = db_text(s, 14),
		.returnvalue = db_text(s, 15),
		.failed_reason = db_text(s, 16),
		.stacktrace = db_text(s, 17),
	};
}

static void
sq_close(struct queue *queue)
{
	struct sq *q = sq_of(queue);

	for (size_t i = 0; i < q->n_statements; i++)
		sqlite3_finalize(q->statement[i].s);
	if (q->began)
		state_rollback(q->d);
	db_close(q->d);
	if (q->inotify >= 0)
		close(q->inotify);
	free(q->path);
	free(q);
}

static const struct queue_ops ops = {
	.close = sq_close,
	.use = sq_use,
	.settle = sq_settle,
	.add = sq_ops_add,
	.each = sq_each,
	.get = sq_get,
	.counts = sq_counts,
	.match = sq_match,
	.retry = sq_retry,
	.remove = sq_remove,
	.pause = sq_pause,
	.progress = sq_progress,
	.log = sq_log,
	.lines = sq_lines,
	.crons = sq_crons,
	.cron_alive = sq_cron_alive,
	.cron_remove = sq_cron_remove,
	.take = sq_take,
	.idle = sq_idle,
	.stop_waiting = sq_stop_waiting,
	.finish = sq_finish,
	.renew = sq_renew,
	.give_back = sq_give_back,
	.stalled = sq_stalled,
	.events = sq_events,
	.idle_events = sq_idle_events,
};

/* A reader of a file that load-table(1) made may find tables missing, which are
 * created then. A missing file is an empty queue. */
static struct db *
open_database(const struct queue_place *p, enum queue_use use, bool dry)
{
	bool exists = state_exists(p->dir, &queue_schema), complete = true;
	struct db *d;

	if (!exists && (use != QUEUE_BEGIN || dry))
		return state_memory(&queue_schema);
	if (use != QUEUE_READ)
		return state_open(p->dir, &queue_schema, STATE_BEGIN);
	d = state_open(p->dir, &queue_schema, STATE_READ);
	for (const struct table *const *t = queue_schema.tables; *t; t++)
		complete &= db_has_table(d, (*t)->name);
	if (complete)
		return d;
	db_close(d);
	return state_open(p->dir, &queue_schema, STATE_BEGIN);
}

struct queue *
queue_sqlite_open(const struct queue_place *p, enum queue_use use, bool dry)
{
	struct db *d;
	struct sq *q;

	if (access(p->dir, X_OK) < 0)
		die("%s:", p->dir);
	d = open_database(p, use, dry);
	q = xcalloc(1, sizeof(*q));
	q->q = (struct queue){ .ops = &ops,
		.name = p->queue,
		.token = queue_token(),
		.dry = dry };
	q->path = xasprintf("%s/%s.db", p->dir, queue_schema.name);
	q->inotify = -1;
	q->d = d;
	return &q->q;
}
