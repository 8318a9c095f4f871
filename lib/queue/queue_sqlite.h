/*
 * What the files of the SQLite back end share.
 */
#ifndef QUEUE_SQLITE_H
#define QUEUE_SQLITE_H

#include "queue/queue.h"
#include "queue/queue_tables.h"

#define SQ_STATEMENTS 64
#define SQ_EVENTS_KEPT 10000
#define SQ_BATCH 1000 /* changes per COMMIT of a batch */

struct sq {
	struct queue q;
	struct db *d;
	char *path;
	struct {
		const char *sql; /* its address tells it */
		sqlite3_stmt *s;
	} statement[SQ_STATEMENTS];
	size_t n_statements;

	/* Of the transaction under way. */
	bool began, known; /* known: the queue has a row */
	bool touched;      /* the next three differ from the row */
	int64_t next_id, next_seq;
	bool paused;
	int64_t last_event; /* -1: not looked up */
	bool events;        /* some were written */
	unsigned batched;   /* changes since the last COMMIT of a batch */
	bool relaxed;       /* COMMIT does not sync */
	bool unsynced;      /* there was one since */

	int inotify;      /* watches the WAL, or -1 */
	int64_t modified; /* when it last was: ms of the monotonic clock */
};

static inline struct sq *
sq_of(struct queue *q)
{
	return (struct sq *)q;
}

/* The prepared statement of sql, a literal, with its parameters bound by
 * position: s a struct str (NULL: null), i an int64_t, t an msec (DAY_NULL:
 * null). */
sqlite3_stmt *sq_bind(struct sq *q, const char *sql, const char *types, ...);
/* Runs sq_bind's statement, which gives no row. Returns the number of rows
 * that it changed. */
int sq_run(struct sq *q, const char *sql, const char *types, ...);
/* The first column of the first row, or other if there is none. */
int64_t sq_number(
    struct sq *q, int64_t other, const char *sql, const char *types, ...);

/* A transaction that may write. sq_begin returns QUEUE_LATER if the database
 * is locked. */
int sq_begin(struct sq *q);
void sq_commit(struct sq *q);

static inline struct str
sq_name(const struct sq *q)
{
	return str_of(q->q.name);
}

static inline int64_t
sq_next_seq(struct sq *q)
{
	q->touched = true;
	return ++q->next_seq;
}

/* Empties the watch of the WAL, which it sets up at its first call. */
void sq_watch(struct sq *q);

/* Writes an event; payload is JSON, NULL for none. */
void sq_event(
    struct sq *q, const char *kind, struct str id, struct str payload);
/* Like sq_event, with a text as payload. */
void sq_event_text(
    struct sq *q, const char *kind, struct str id, struct str text);

/* The columns of a job in the order in which sq_job reads them. */
#define SQ_JOB                                                                 \
	"id, name, data, opts, state, priority, due, timestamp, delay,"        \
	" attemptsMade, stalledCounter, processedOn, finishedOn, retriedOn,"   \
	" progress, returnvalue, failedReason, stacktrace"
#define SQ_RANK                                                                \
	"CASE priority WHEN 0 THEN 9223372036854775807 ELSE priority END"

/* The job of the row that s stands on; its texts hold until the next step. */
void sq_job(sqlite3_stmt *s, struct job *j);

/* Adds one job within a transaction. */
void sq_add(struct sq *q, struct addition *a);

/* Removes what removeOnComplete and removeOnFail do not keep. */
void sq_trim(struct sq *q, enum job_state s, const struct keep *k, msec now);
/* Removes a job and its log. */
void sq_delete(struct sq *q, struct str id);

/* The functions of struct queue_ops. */
int sq_ops_add(struct queue *q, struct addition *a, size_t n);
int sq_each(struct queue *q, enum job_state s, job_fn *fn, void *arg);
int sq_get(struct queue *q, struct str id, struct job *j);
int sq_counts(struct queue *q, struct queue_counts *c);
int sq_match(struct queue *q, const char *glob, id_fn *fn, void *arg);
int sq_retry(struct queue *q, struct str id, msec now);
int sq_remove(struct queue *q, struct str id, int state);
int sq_pause(struct queue *q, bool paused, bool *changed);
int sq_progress(struct queue *q, struct str id, struct str json);
int sq_log(struct queue *q, struct str id, struct str line, int64_t *n);
int sq_lines(struct queue *q, struct str id, text_fn *fn, void *arg);
int sq_crons(struct queue *q, cron_fn *fn, void *arg);
int sq_cron_alive(struct queue *q, struct str key, struct str prefix,
    bool *alive, int64_t *count);
int sq_cron_remove(
    struct queue *q, struct str key, struct str prefix, struct buf *removed);
int sq_take(struct queue *q, msec lock, bool wait, struct taken *t);
int sq_idle(struct queue *q, struct pollfd fd[2], int *ms);
void sq_stop_waiting(struct queue *q);
int sq_finish(struct queue *q, const struct outcome *o);
int sq_renew(
    struct queue *q, const struct str *id, size_t n, msec lock, bool *lost);
int sq_give_back(struct queue *q, struct str id);
int sq_stalled(
    struct queue *q, int64_t max, msec interval, stalled_fn *fn, void *arg);
int sq_events(struct queue *q, int64_t since, event_fn *fn, void *arg);
int sq_idle_events(struct queue *q, struct pollfd fd[2], int *ms);

#endif
