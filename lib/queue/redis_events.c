#include <stdlib.h>

#include "queue/queue_redis.h"

static int
subscribe(struct rq *q)
{
	struct buf pattern = { 0 };
	struct str argv[] = { STR("PSUBSCRIBE"), { NULL, 0 } };
	redisReply *reply;
	int rc;

	if (redis_is_open(&q->subscribed))
		return QUEUE_OK;
	if (redis_open(&q->subscribed, &q->url, &q->q.e))
		return QUEUE_LATER;
	for (const char *p = q->prefix; *p; p++) {
		if (strchr("*?[]\\^-", *p))
			buf_byte(&pattern, '\\');
		buf_byte(&pattern, *p);
	}
	buf_byte(&pattern, '*');
	argv[1] = buf_view(&pattern);
	rc = redis_do(&q->subscribed, 2, argv, &reply, &q->q.e);
	if (!rc)
		freeReplyObject(reply);
	buf_free(&pattern);
	return rc ? QUEUE_LATER : QUEUE_OK;
}

/* Fills e from a message of completed, failed or progress, whose texts go to
 * b. The value of completed is JSON in a string. */
static void
read_object(struct queue_event *e, struct js message, struct buf *id,
    struct buf *b, struct buf *payload)
{
	bool progress = str_is(e->kind, "progress");
	struct js v = js_get(message, progress ? "progress" : "val");
	struct str text;
	struct err why;

	e->id = js_text(js_get(message, "jobId"), id);
	if (v.type == JS_ABSENT)
		return;
	if (v.type == JS_STRING && str_is(e->kind, "completed")) {
		text = js_text(v, b);
		if (!js_check(text.p, text.n, &why)) {
			js_put_compact(payload, js_of(text));
			e->payload = buf_view(payload);
			return;
		}
	}
	js_put_compact(payload, v);
	e->payload = buf_view(payload);
}

static bool
show(struct rq *q, const redisReply *reply, event_fn *fn, void *arg)
{
	struct str channel = redis_text(reply->element[2]);
	struct str message = redis_text(reply->element[3]);
	struct buf id = { 0 }, b = { 0 }, payload = { 0 };
	struct queue_event e = { .n = -1, .at = day_clock() };
	size_t prefix = strlen(q->prefix);
	const char *at;
	struct err why;
	bool more;

	e.kind = (struct str){ channel.p + prefix, channel.n - prefix };
	at = memchr(e.kind.p, '@', e.kind.n);
	if (at)
		e.kind.n = (size_t)(at - e.kind.p);
	if (at) {
		e.id = message;
	} else if (!js_check(message.p, message.n, &why)) {
		if (js_of(message).type == JS_OBJECT)
			read_object(&e, js_of(message), &id, &b, &payload);
		else
			e.payload = message;
	}
	more = fn(arg, &e);
	buf_free(&id);
	buf_free(&b);
	buf_free(&payload);
	return more;
}

int
rq_events(struct queue *queue, int64_t since, event_fn *fn, void *arg)
{
	struct rq *q = rq_of(queue);
	bool any = false, more = true;
	redisReply *reply;
	int n = 0;

	(void)since;
	if (subscribe(q))
		return QUEUE_LATER;
	while (
	    more && (n = redis_reply(&q->subscribed, &reply, 0, &q->q.e)) > 0) {
		if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 4) {
			more = show(q, reply, fn, arg);
			any = true;
		}
		freeReplyObject(reply);
	}
	return n < 0 ? QUEUE_LATER : any ? QUEUE_OK : QUEUE_NONE;
}

int
rq_idle_events(struct queue *queue, struct pollfd fd[2], int *ms)
{
	*ms = -1;
	fd[0] = (struct pollfd){ .fd = rq_of(queue)->subscribed.fd,
		.events = POLLIN };
	return 1;
}
