#include <stdlib.h>

#include "queue/queue_redis.h"

static struct str
flag(bool b)
{
	return b ? STR("1") : STR("0");
}

int
rq_retry(struct queue *queue, struct str id, msec now)
{
	static const int results[] = { QUEUE_OK, QUEUE_NONE, QUEUE_LOCKED,
		QUEUE_NOT_FAILED };
	redisReply *reply;
	int64_t rc;

	if (rq_run(rq_of(queue), &reply, &script_retry, "siss", id, now,
		str_of(queue->token), flag(queue->dry)))
		return QUEUE_LATER;
	rc = rq_integer(reply);
	return rc >= 0 && rc < 4 ? results[rc] : QUEUE_NONE;
}

int
rq_remove(struct queue *queue, struct str id, int state)
{
	redisReply *reply;
	int64_t rc;

	if (rq_run(rq_of(queue), &reply, &script_remove, "sss", id,
		state < 0 ? STR("") : str_of(job_state_names[state]),
		flag(queue->dry)))
		return QUEUE_LATER;
	rc = rq_integer(reply);
	return rc == 0 ? QUEUE_OK : rc == 2 ? QUEUE_LOCKED : QUEUE_NONE;
}

int
rq_pause(struct queue *queue, bool paused, bool *changed)
{
	redisReply *reply;

	if (rq_run(rq_of(queue), &reply, &script_pause, "ss", flag(paused),
		flag(queue->dry)))
		return QUEUE_LATER;
	*changed = rq_integer(reply) == 1;
	return QUEUE_OK;
}

int
rq_progress(struct queue *queue, struct str id, struct str json)
{
	struct buf message = { 0 };
	redisReply *reply;
	int rc;

	if (queue->dry)
		return QUEUE_OK;
	buf_str(&message, "{\"jobId\":");
	js_put_text(&message, id);
	buf_str(&message, ",\"progress\":");
	buf_add(&message, json.p, json.n);
	buf_byte(&message, '}');
	rc = rq_run(rq_of(queue), &reply, &script_progress, "sss", id, json,
	    buf_view(&message));
	buf_free(&message);
	if (rc)
		return rc;
	return rq_integer(reply) ? QUEUE_OK : QUEUE_NONE;
}

int
rq_log(struct queue *queue, struct str id, struct str line, int64_t *n)
{
	struct rq *q = rq_of(queue);
	struct buf dry = { 0 };
	redisReply *reply;
	int rc;

	if (queue->dry)
		buf_fmt(&dry, "%lld", (long long)q->dry_lines++);
	rc = rq_run(q, &reply, &script_log, "sss", id, line, buf_view(&dry));
	buf_free(&dry);
	if (rc)
		return rc;
	*n = rq_integer(reply);
	return *n ? QUEUE_OK : QUEUE_NONE;
}

int
rq_cron_remove(
    struct queue *queue, struct str key, struct str prefix, struct buf *removed)
{
	redisReply *reply;
	struct str id;
	int rc;

	removed->n = 0;
	if (rq_run(rq_of(queue), &reply, &script_cron_remove, "sss", key,
		prefix, flag(queue->dry)))
		return QUEUE_LATER;
	id = redis_text(reply);
	rc = id.p ? QUEUE_OK : QUEUE_NONE;
	buf_add(removed, id.p, id.n);
	freeReplyObject(reply);
	return rc;
}
