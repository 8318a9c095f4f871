#include <openssl/evp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "queue/queue_redis.h"

enum { ARGUMENTS_MAX = 24 };

int
rq_connect(struct rq *q)
{
	if (redis_is_open(&q->r))
		return QUEUE_OK;
	rq_disconnect(q);
	return redis_open(&q->r, &q->url, &q->q.e) ? QUEUE_LATER : QUEUE_OK;
}

void
rq_disconnect(struct rq *q)
{
	redis_close(&q->r);
	redis_close(&q->blocked);
	redis_close(&q->subscribed);
	q->waits = false;
	q->looked = 0;
}

int
rq_check(struct rq *q, redisReply **reply)
{
	if ((*reply)->type != REDIS_REPLY_ERROR)
		return QUEUE_OK;
	err_set(&q->q.e, "redis: %s", (*reply)->str);
	freeReplyObject(*reply);
	*reply = NULL;
	return QUEUE_LATER;
}

int
rq_do(struct rq *q, redisReply **reply, size_t n, const struct str *argv)
{
	*reply = NULL;
	if (rq_connect(q) || redis_do(&q->r, n, argv, reply, &q->q.e))
		return QUEUE_LATER;
	return rq_check(q, reply);
}

int
rq_do_key(struct rq *q, redisReply **reply, size_t n, struct str *argv)
{
	struct buf key = { 0 };
	int rc;

	buf_str(&key, q->prefix);
	buf_add(&key, argv[1].p, argv[1].n);
	argv[1] = buf_view(&key);
	rc = rq_do(q, reply, n, argv);
	buf_free(&key);
	return rc;
}

int
rq_next(struct rq *q, redisReply **reply)
{
	int rc = redis_reply(&q->r, reply, REDIS_WAIT_MS, &q->q.e);

	if (!rc) {
		err_set(&q->q.e, "redis: no reply");
		redis_close(&q->r);
	}
	return rc <= 0 ? QUEUE_LATER : rq_check(q, reply);
}

static void
put_text(struct buf *b, const struct redis_script *s)
{
	buf_str(b, redis_prelude);
	buf_str(b, s->text);
}

static const char *
sha_of(struct redis_script *s)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	struct buf b = { 0 };
	size_t n = 0;

	if (*s->sha)
		return s->sha;
	put_text(&b, s);
	if (!EVP_Q_digest(NULL, "SHA1", NULL, b.p, b.n, md, &n))
		die("SHA1: not available in this OpenSSL");
	for (size_t i = 0; i < n; i++)
		snprintf(s->sha + 2 * i, 3, "%02x", md[i]);
	buf_free(&b);
	return s->sha;
}

/* EVALSHA, or EVAL with the whole text. */
static void
append(struct rq *q, struct redis_script *s, bool whole, size_t n,
    const struct str *argv)
{
	struct buf text = { 0 };
	struct str *all = xcalloc(n + 4, sizeof(*all));

	if (whole)
		put_text(&text, s);
	all[0] = whole ? STR("EVAL") : STR("EVALSHA");
	all[1] = whole ? buf_view(&text) : str_of(sha_of(s));
	all[2] = STR("1");
	all[3] = str_of(q->prefix);
	memcpy(all + 4, argv, n * sizeof(*argv));
	redis_append(&q->r, n + 4, all);
	free(all);
	buf_free(&text);
}

void
rq_append(
    struct rq *q, struct redis_script *s, size_t n, const struct str *argv)
{
	append(q, s, false, n, argv);
}

static bool
is_unknown_script(const struct rq *q)
{
	return !strncmp(q->q.e.msg, "redis: NOSCRIPT", 15);
}

static int
run(struct rq *q, redisReply **reply, struct redis_script *s, size_t n,
    const struct str *argv)
{
	int rc = QUEUE_LATER;

	*reply = NULL;
	if (rq_connect(q))
		return QUEUE_LATER;
	for (int whole = 0; whole < 2; whole++) {
		append(q, s, whole, n, argv);
		if (redis_send(&q->r, &q->q.e))
			return QUEUE_LATER;
		rc = rq_next(q, reply);
		if (rc == QUEUE_OK || !is_unknown_script(q))
			break;
	}
	return rc;
}

int
rq_run(struct rq *q, redisReply **reply, struct redis_script *s,
    const char *types, ...)
{
	char number[ARGUMENTS_MAX][24];
	struct str argv[ARGUMENTS_MAX];
	size_t n = 0;
	va_list ap;

	va_start(ap, types);
	for (; types[n]; n++) {
		if (types[n] == 's') {
			argv[n] = va_arg(ap, struct str);
			if (!argv[n].p)
				argv[n] = STR("");
			continue;
		}
		snprintf(number[n], sizeof(number[n]), "%lld",
		    (long long)va_arg(ap, int64_t));
		argv[n] = str_of(number[n]);
	}
	va_end(ap);
	return run(q, reply, s, n, argv);
}

int64_t
rq_integer(redisReply *reply)
{
	int64_t v = reply->type == REDIS_REPLY_INTEGER ? reply->integer : 0;

	freeReplyObject(reply);
	return v;
}

static void
rq_use(struct queue *queue, const char *name)
{
	struct rq *q = rq_of(queue);

	if (q->prefix && !strcmp(queue->name, name))
		return;
	free(q->prefix);
	queue->name = name;
	q->prefix = xasprintf("%s:%s:", q->base, name);
	q->dry_adds = q->dry_lines = 0;
	hash_free(&q->dry_ids);
	q->dry_ids = (struct hash){ 0 };
}

/* Every change is durable at once, as far as the server makes it so. */
static void
rq_settle(struct queue *queue)
{
	queue->batch = false;
}

static void
rq_close(struct queue *queue)
{
	struct rq *q = rq_of(queue);

	rq_disconnect(q);
	redis_url_free(&q->url);
	hash_free(&q->dry_ids);
	buf_free(&q->client);
	free(q->base);
	free(q->prefix);
	free(q);
}

static const struct queue_ops ops = {
	.close = rq_close,
	.use = rq_use,
	.settle = rq_settle,
	.add = rq_add,
	.each = rq_each,
	.get = rq_get,
	.counts = rq_counts,
	.match = rq_match,
	.retry = rq_retry,
	.remove = rq_remove,
	.pause = rq_pause,
	.progress = rq_progress,
	.log = rq_log,
	.lines = rq_lines,
	.crons = rq_crons,
	.cron_alive = rq_cron_alive,
	.cron_remove = rq_cron_remove,
	.take = rq_take,
	.idle = rq_idle,
	.stop_waiting = rq_stop_waiting,
	.finish = rq_finish,
	.renew = rq_renew,
	.give_back = rq_give_back,
	.stalled = rq_stalled,
	.events = rq_events,
	.idle_events = rq_idle_events,
};

/* BullMQ keeps a stream of events; its layout is another. */
static void
refuse_bullmq(struct rq *q)
{
	struct str argv[] = { STR("TYPE"), STR("events") };
	redisReply *reply;

	if (rq_do_key(q, &reply, 2, argv))
		die_code(EXIT_RETRY, "%s", q->q.e.msg);
	if (str_is(redis_text(reply), "stream"))
		die_code(EXIT_GUARD,
		    "queue %s belongs to BullMQ, not to Bull: nothing was done",
		    q->q.name);
	freeReplyObject(reply);
}

struct queue *
queue_redis_open(const struct queue_place *p, bool dry)
{
	struct rq *q = xcalloc(1, sizeof(*q));
	struct err e;
	int rc;

	q->q =
	    (struct queue){ .ops = &ops, .token = queue_token(), .dry = dry };
	q->base = xstrdup(p->prefix);
	q->r.fd = q->blocked.fd = q->subscribed.fd = -1;
	q->due = DAY_NULL;
	if (redis_url_parse(&q->url, p->url, &e))
		die_code(EXIT_USE, "-b: %s", e.msg);
	rq_use(&q->q, p->queue);
	rc = redis_open(&q->r, &q->url, &e);
	if (rc)
		die_code(rc, "%s", e.msg);
	refuse_bullmq(q);
	return &q->q;
}
