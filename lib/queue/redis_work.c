#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "format/base64.h"
#include "queue/queue_redis.h"

enum {
	GUARD_MS = 5000, /* longest time between two looks at delayed jobs */
	UNBLOCK_MS = 2000,
};

static int64_t
clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Bull shows its workers by this name. */
static int
set_name(struct rq *q)
{
	struct buf name = { 0 };
	struct str argv[] = { STR("CLIENT"), STR("SETNAME"), { NULL, 0 } };
	redisReply *reply;
	int rc;

	buf_fmt(&name, "%s:", q->base);
	base64_put(&name, str_of(q->q.name));
	argv[2] = buf_view(&name);
	rc = redis_do(&q->blocked, 3, argv, &reply, &q->q.e);
	if (!rc)
		freeReplyObject(reply);
	buf_free(&name);
	return rc;
}

static int
learn_id(struct rq *q)
{
	struct str argv[] = { STR("CLIENT"), STR("ID") };
	redisReply *reply;

	if (redis_do(&q->blocked, 2, argv, &reply, &q->q.e))
		return -1;
	q->client.n = 0;
	if (reply->type == REDIS_REPLY_INTEGER)
		buf_fmt(&q->client, "%lld", reply->integer);
	freeReplyObject(reply);
	return 0;
}

/* Opens the connections that wait: for jobs, and for news of delayed ones. */
static int
open_waiting(struct rq *q)
{
	struct buf channel = { 0 };
	struct str argv[] = { STR("SUBSCRIBE"), { NULL, 0 } };
	redisReply *reply;
	int rc = 0;

	if (redis_is_open(&q->blocked) && redis_is_open(&q->subscribed))
		return QUEUE_OK;
	redis_close(&q->blocked);
	redis_close(&q->subscribed);
	q->waits = false;
	if (redis_open(&q->blocked, &q->url, &q->q.e) || set_name(q) ||
	    learn_id(q) || redis_open(&q->subscribed, &q->url, &q->q.e))
		return QUEUE_LATER;
	buf_fmt(&channel, "%sdelayed", q->prefix);
	argv[1] = buf_view(&channel);
	rc = redis_do(&q->subscribed, 2, argv, &reply, &q->q.e);
	if (!rc)
		freeReplyObject(reply);
	buf_free(&channel);
	return rc ? QUEUE_LATER : QUEUE_OK;
}

/* A reply of script_take or script_lock, which it frees. */
static int
take_reply(redisReply *reply, struct taken *t)
{
	static struct buf text;
	struct job j;
	int rc = QUEUE_NONE;

	if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 2) {
		rq_job(&j, redis_text(reply->element[0]), JOB_ACTIVE, DAY_NULL,
		    reply->element[1], &text);
		job_copy(&t->job, &j, &t->text);
		rc = QUEUE_OK;
	}
	freeReplyObject(reply);
	return rc;
}

static int
lock_job(struct rq *q, struct str id, msec lock, struct taken *t)
{
	redisReply *reply;

	if (rq_run(q, &reply, &script_lock, "isis", day_clock(),
		str_of(q->q.token), lock, id))
		return QUEUE_LATER;
	return take_reply(reply, t);
}

/* Moves due jobs into the queue, if it is time to look. */
static int
look_at_delayed(struct rq *q)
{
	int64_t now = clock_ms();
	redisReply *reply;
	struct str next;

	if (q->looked && now - q->looked < GUARD_MS &&
	    (q->due == DAY_NULL || q->due > day_clock()))
		return QUEUE_OK;
	if (rq_run(
		q, &reply, &script_due, "is", day_clock(), str_of(q->q.token)))
		return QUEUE_LATER;
	next = redis_text(reply);
	q->due = next.n ? (msec)strtod(next.p, NULL) + 1 : DAY_NULL;
	q->looked = now;
	freeReplyObject(reply);
	return QUEUE_OK;
}

/* Takes what was heard of delayed jobs. */
static void
listen(struct rq *q)
{
	redisReply *reply;

	while (redis_is_open(&q->subscribed) &&
	       redis_reply(&q->subscribed, &reply, 0, &q->q.e) > 0) {
		struct str due = reply->elements == 3
				     ? redis_text(reply->element[2])
				     : STR_NULL;
		msec t = due.n ? (msec)strtod(due.p, NULL) + 1 : DAY_NULL;

		if (t != DAY_NULL && (q->due == DAY_NULL || t < q->due))
			q->due = t;
		freeReplyObject(reply);
	}
}

/* The job that BRPOPLPUSH gave, if it did. */
static int
take_awaited(struct rq *q, msec lock, struct taken *t)
{
	redisReply *reply;
	int n = redis_reply(&q->blocked, &reply, 0, &q->q.e);
	int rc = QUEUE_NONE;

	if (n < 0) {
		q->waits = false;
		return QUEUE_LATER;
	}
	if (!n)
		return QUEUE_NONE;
	q->waits = false;
	if (reply->type == REDIS_REPLY_STRING)
		rc = lock_job(q, redis_text(reply), lock, t);
	else
		rc = rq_check(q, &reply);
	if (reply)
		freeReplyObject(reply);
	return rc == QUEUE_OK && !t->job.id.p ? QUEUE_NONE : rc;
}

static int
begin_waiting(struct rq *q)
{
	struct buf wait = { 0 }, active = { 0 };
	struct str argv[] = { STR("BRPOPLPUSH"), { NULL, 0 }, { NULL, 0 },
		STR("5") };
	int rc = open_waiting(q);

	if (rc || q->waits)
		return rc;
	buf_fmt(&wait, "%swait", q->prefix);
	buf_fmt(&active, "%sactive", q->prefix);
	argv[1] = buf_view(&wait);
	argv[2] = buf_view(&active);
	redis_append(&q->blocked, 4, argv);
	rc = redis_send(&q->blocked, &q->q.e);
	q->waits = !rc;
	buf_free(&wait);
	buf_free(&active);
	return rc ? QUEUE_LATER : QUEUE_OK;
}

static int
take_now(struct rq *q, msec lock, struct taken *t)
{
	redisReply *reply;

	if (rq_run(q, &reply, &script_take, "isi", day_clock(),
		str_of(q->q.token), lock))
		return QUEUE_LATER;
	return take_reply(reply, t);
}

/* The iteration after a repeated job that was taken. */
static int
add_next(struct rq *q, struct taken *t)
{
	if (!addition_next(&t->next, &t->job, day_clock()))
		return QUEUE_OK;
	if (rq_add(&q->q, &t->next, 1))
		return QUEUE_LATER;
	t->has_next = t->next.result == ADDED_NEW;
	return QUEUE_OK;
}

static int
take(struct rq *q, msec lock, bool wait, struct taken *t)
{
	int rc;

	t->job.id = STR_NULL;
	listen(q);
	rc = look_at_delayed(q);
	if (rc)
		return rc;
	if (q->waits) {
		rc = take_awaited(q, lock, t);
		if (rc != QUEUE_NONE || q->waits)
			return rc;
	}
	rc = take_now(q, lock, t);
	if (rc == QUEUE_NONE && wait) {
		rc = begin_waiting(q);
		return rc ? rc : QUEUE_NONE;
	}
	return rc;
}

int
rq_take(struct queue *queue, msec lock, bool wait, struct taken *t)
{
	struct rq *q = rq_of(queue);
	int rc = rq_connect(q);

	t->has_next = false;
	if (!rc)
		rc = take(q, lock, wait, t);
	/* Without its next iteration the job would end the repetition: it is
	 * left to the check of stalled jobs. */
	if (rc == QUEUE_OK && add_next(q, t))
		rc = QUEUE_LATER;
	if (rc == QUEUE_LATER)
		rq_disconnect(q);
	return rc;
}

int
rq_idle(struct queue *queue, struct pollfd fd[2], int *ms)
{
	struct rq *q = rq_of(queue);
	int64_t left = q->looked + GUARD_MS - clock_ms();
	msec due = q->due == DAY_NULL ? left : q->due - day_clock();
	int n = 0;

	if (getenv("SUITE_NOW")) /* nothing comes due: the clock stands */
		due = left;
	*ms = (int)(left < due ? left : due);
	if (*ms < 0)
		*ms = 0;
	if (q->waits && redis_is_open(&q->blocked))
		fd[n++] =
		    (struct pollfd){ .fd = q->blocked.fd, .events = POLLIN };
	if (q->waits && redis_is_open(&q->subscribed))
		fd[n++] =
		    (struct pollfd){ .fd = q->subscribed.fd, .events = POLLIN };
	return n;
}

void
rq_stop_waiting(struct queue *queue)
{
	struct rq *q = rq_of(queue);
	struct str argv[] = { STR("CLIENT"), STR("UNBLOCK"),
		buf_view(&q->client) };
	struct taken t = { 0 };
	redisReply *reply;

	if (!q->waits || !q->client.n || rq_do(q, &reply, 3, argv))
		return;
	freeReplyObject(reply);
	q->waits = false;
	if (redis_reply(&q->blocked, &reply, UNBLOCK_MS, &q->q.e) <= 0)
		return;
	if (reply->type == REDIS_REPLY_STRING &&
	    lock_job(q, redis_text(reply), 30000, &t) == QUEUE_OK)
		rq_give_back(queue, t.job.id);
	freeReplyObject(reply);
	buf_free(&t.text);
}
