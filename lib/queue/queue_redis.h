/*
 * What the files of the Redis back end share.
 */
#ifndef QUEUE_REDIS_H
#define QUEUE_REDIS_H

#include "base/hash.h"
#include "net/redis.h"
#include "queue/queue.h"
#include "queue/redis_scripts.h"

struct rq {
	struct queue q;
	struct redis_url url;
	char *base;              /* prefix of the command line */
	char *prefix;            /* of the keys of this queue: "bull:QUEUE:" */
	struct redis r;          /* commands */
	struct redis blocked;    /* waits for jobs */
	struct redis subscribed; /* hears of delayed jobs, or of events */
	bool waits;              /* BRPOPLPUSH was sent on blocked */
	struct buf client;       /* the id of blocked, for CLIENT UNBLOCK */
	msec due;                /* the next delayed job; DAY_NULL: unknown */
	int64_t looked; /* at the delayed jobs: ms of the monotonic clock */
	int64_t dry_adds, dry_lines;
	struct hash dry_ids;
};

static inline struct rq *
rq_of(struct queue *q)
{
	return (struct rq *)q;
}

/* Connects, if the connection for commands is not open. QUEUE_LATER if it
 * cannot. */
int rq_connect(struct rq *q);
/* Closes all connections, so that the next call opens them anew. */
void rq_disconnect(struct rq *q);

/* Sends a command for which reply is waited; the caller frees the reply.
 * QUEUE_LATER with q->e if the server fails or answers with an error. */
int rq_do(struct rq *q, redisReply **reply, size_t n, const struct str *argv);
/* Like rq_do, where argv[1] is a key, to which the queue's prefix is added. */
int rq_do_key(struct rq *q, redisReply **reply, size_t n, struct str *argv);

/* Runs a script. types has a letter per argument: s a struct str, i an
 * int64_t. */
int rq_run(struct rq *q, redisReply **reply, struct redis_script *s,
    const char *types, ...);

/* Pipelining of scripts: append, then send, then one reply for each. The
 * script must be known to the server: rq_run it once before. */
void rq_append(
    struct rq *q, struct redis_script *s, size_t n, const struct str *argv);
/* The next reply; QUEUE_LATER as rq_do. */
int rq_next(struct rq *q, redisReply **reply);
/* Passes a reply on; frees an error and makes QUEUE_LATER of it. */
int rq_check(struct rq *q, redisReply **reply);

/* The integer of a reply that it frees. */
int64_t rq_integer(redisReply *reply);

/* Reads a job from a reply of HGETALL; the texts are in b, emptied first. */
void rq_job(struct job *j, struct str id, enum job_state state, msec due,
    const redisReply *hash, struct buf *b);

/* The functions of struct queue_ops. */
int rq_add(struct queue *q, struct addition *a, size_t n);
int rq_each(struct queue *q, enum job_state s, job_fn *fn, void *arg);
int rq_get(struct queue *q, struct str id, struct job *j);
int rq_counts(struct queue *q, struct queue_counts *c);
int rq_match(struct queue *q, const char *glob, id_fn *fn, void *arg);
int rq_retry(struct queue *q, struct str id, msec now);
int rq_remove(struct queue *q, struct str id, int state);
int rq_pause(struct queue *q, bool paused, bool *changed);
int rq_progress(struct queue *q, struct str id, struct str json);
int rq_log(struct queue *q, struct str id, struct str line, int64_t *n);
int rq_lines(struct queue *q, struct str id, text_fn *fn, void *arg);
int rq_crons(struct queue *q, cron_fn *fn, void *arg);
int rq_cron_alive(struct queue *q, struct str key, struct str prefix,
    bool *alive, int64_t *count);
int rq_cron_remove(
    struct queue *q, struct str key, struct str prefix, struct buf *removed);
int rq_take(struct queue *q, msec lock, bool wait, struct taken *t);
int rq_idle(struct queue *q, struct pollfd fd[2], int *ms);
void rq_stop_waiting(struct queue *q);
int rq_finish(struct queue *q, const struct outcome *o);
int rq_renew(
    struct queue *q, const struct str *id, size_t n, msec lock, bool *lost);
int rq_give_back(struct queue *q, struct str id);
int rq_stalled(
    struct queue *q, int64_t max, msec interval, stalled_fn *fn, void *arg);
int rq_events(struct queue *q, int64_t since, event_fn *fn, void *arg);
int rq_idle_events(struct queue *q, struct pollfd fd[2], int *ms);

#endif
