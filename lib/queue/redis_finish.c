#include "queue/queue_redis.h"

/* 0 is done; what is less, Bull's scripts say too: -1 no job, -2 no lock, -3
 * not active, -6 another's lock. */
static int
told(struct rq *q, int rc, redisReply *reply)
{
	if (rc) {
		rq_disconnect(q);
		return rc;
	}
	return rq_integer(reply) ? QUEUE_LOST : QUEUE_OK;
}

/* What completed and failed publish. */
static void
put_message(struct buf *b, const struct outcome *o)
{
	struct str value = o->to == JOB_COMPLETED ? o->returnvalue : o->reason;

	buf_str(b, "{\"jobId\":");
	js_put_text(b, o->id);
	if (o->to == JOB_FAILED || !str_is(value, "null")) {
		buf_str(b, ",\"val\":");
		js_put_text(b, value);
	}
	buf_byte(b, '}');
}

static int
finish_for_good(struct rq *q, const struct outcome *o)
{
	struct buf message = { 0 };
	redisReply *reply = NULL;
	int rc;

	put_message(&message, o);
	rc = rq_run(q, &reply, &script_finish, "sssisisssii", o->id,
	    str_of(q->q.token), str_of(job_state_names[o->to]), o->now,
	    o->to == JOB_COMPLETED ? o->returnvalue : o->reason,
	    o->attempts_made, o->stacktrace, buf_view(&message),
	    o->keep.none ? STR("1") : STR("0"), o->keep.count, o->keep.age);
	buf_free(&message);
	return told(q, rc, reply);
}

/* The low bits of a score: those of an id that is a number, as JavaScript
 * makes 32 bits of it. */
static int64_t
low_bits(struct str id)
{
	uint64_t v = 0;

	for (size_t i = 0; i < id.n; i++) {
		if (id.p[i] < '0' || id.p[i] > '9' || id.n > 18)
			return 0;
		v = v * 10 + (uint64_t)(id.p[i] - '0');
	}
	return (int64_t)(v & 0xfff);
}

static int
put_back(struct rq *q, const struct outcome *o)
{
	struct buf score = { 0 };
	redisReply *reply = NULL;
	int rc;

	if (o->to == JOB_DELAYED)
		js_put_int(&score, o->due * 4096 + low_bits(o->id));
	rc = rq_run(q, &reply, &script_put_back, "sssiissis", o->id,
	    str_of(q->q.token), buf_view(&score),
	    o->to == JOB_DELAYED ? o->due : 0, o->attempts_made, o->reason,
	    o->stacktrace, o->priority, o->lifo ? STR("1") : STR("0"));
	if (o->to == JOB_DELAYED && (q->due == DAY_NULL || o->due < q->due))
		q->due = o->due + 1;
	buf_free(&score);
	return told(q, rc, reply);
}

int
rq_finish(struct queue *queue, const struct outcome *o)
{
	struct rq *q = rq_of(queue);

	return o->to == JOB_COMPLETED || o->to == JOB_FAILED
		   ? finish_for_good(q, o)
		   : put_back(q, o);
}

int
rq_renew(
    struct queue *queue, const struct str *id, size_t n, msec lock, bool *lost)
{
	struct rq *q = rq_of(queue);

	for (size_t i = 0; i < n; i++) {
		redisReply *reply;

		if (rq_run(q, &reply, &script_renew, "sis",
			str_of(queue->token), lock, id[i])) {
			rq_disconnect(q);
			return QUEUE_LATER;
		}
		lost[i] = reply->type != REDIS_REPLY_ARRAY ||
			  reply->elements != 1 ||
			  reply->element[0]->integer != 1;
		freeReplyObject(reply);
	}
	return QUEUE_OK;
}

int
rq_give_back(struct queue *queue, struct str id)
{
	struct rq *q = rq_of(queue);
	redisReply *reply = NULL;
	int rc = rq_run(
	    q, &reply, &script_give_back, "ss", id, str_of(queue->token));

	return told(q, rc, reply);
}

int
rq_stalled(
    struct queue *queue, int64_t max, msec interval, stalled_fn *fn, void *arg)
{
	struct rq *q = rq_of(queue);
	redisReply *reply;

	if (rq_run(q, &reply, &script_stalled, "iiis", day_clock(), max,
		interval, STR(STALLED_REASON))) {
		rq_disconnect(q);
		return QUEUE_LATER;
	}
	for (size_t i = 0; i + 2 < reply->elements; i += 3) {
		struct stalled s = { redis_text(reply->element[i]),
			reply->element[i + 1]->integer,
			reply->element[i + 2]->integer == 1 };

		fn(arg, &s);
	}
	freeReplyObject(reply);
	return QUEUE_OK;
}
