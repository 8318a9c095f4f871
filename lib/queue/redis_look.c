#include <stdio.h>
#include <stdlib.h>

#include "queue/job/id_list.h"
#include "queue/queue_redis.h"

enum { CHUNK = 500 };

/* The due time of a score in delayed. */
static msec
due_of(struct str score)
{
	return score.p ? (msec)(strtod(score.p, NULL) / 4096) : DAY_NULL;
}

/* Asks for the hashes of n ids together, and shows those that are jobs. */
static int
show(struct rq *q, enum job_state state, const struct str *id, const msec *due,
    size_t n, job_fn *fn, void *arg, bool *more)
{
	struct buf key = { 0 }, text = { 0 };
	struct str argv[] = { STR("HGETALL"), { NULL, 0 } };
	redisReply *hash;
	struct job j;
	int rc = QUEUE_OK;

	for (size_t i = 0; i < n; i++) {
		key.n = 0;
		buf_str(&key, q->prefix);
		buf_add(&key, id[i].p, id[i].n);
		argv[1] = buf_view(&key);
		redis_append(&q->r, 2, argv);
	}
	rc = n && redis_send(&q->r, &q->q.e) ? QUEUE_LATER : QUEUE_OK;
	for (size_t i = 0; i < n && !rc; i++) {
		rc = rq_next(q, &hash);
		if (rc && redis_is_open(&q->r)) {
			rc = QUEUE_OK; /* a key of another type */
			continue;
		}
		if (rc)
			break;
		if (hash->elements && *more) {
			rq_job(&j, id[i], state, due[i], hash, &text);
			*more = fn(arg, &j);
		}
		freeReplyObject(hash);
	}
	buf_free(&key);
	buf_free(&text);
	return rc;
}

/* Shows the jobs of a reply of ids, in reverse if it is of a list; scored if
 * scores stand between. */
static int
show_reply(struct rq *q, enum job_state state, const redisReply *ids,
    bool reverse, bool scored, job_fn *fn, void *arg, bool *more)
{
	struct str id[CHUNK];
	msec due[CHUNK];
	size_t step = scored ? 2 : 1, n = ids->elements / step;

	for (size_t i = 0; i < n; i++) {
		size_t k = (reverse ? n - 1 - i : i) * step;

		id[i] = redis_text(ids->element[k]);
		due[i] = scored && state == JOB_DELAYED
			     ? due_of(redis_text(ids->element[k + 1]))
			     : DAY_NULL;
	}
	return show(q, state, id, due, n, fn, arg, more);
}

/* Walks over a list from its right end, or over a sorted set. */
static int
walk(struct rq *q, enum job_state state, const char *key, bool list, job_fn *fn,
    void *arg)
{
	bool more = true;

	for (long at = 0; more; at += CHUNK) {
		char from[24], to[24];
		struct str argv[] = { list ? STR("LRANGE") : STR("ZRANGE"),
			str_of(key), { NULL, 0 }, { NULL, 0 },
			STR("WITHSCORES") };
		redisReply *ids;
		int rc;

		snprintf(from, sizeof(from), "%ld", list ? -at - CHUNK : at);
		snprintf(
		    to, sizeof(to), "%ld", list ? -at - 1 : at + CHUNK - 1);
		argv[2] = str_of(from);
		argv[3] = str_of(to);
		rc = rq_do_key(q, &ids, list ? 4 : 5, argv);
		if (rc)
			return rc;
		more = ids->elements > 0;
		rc = show_reply(q, state, ids, list, !list, fn, arg, &more);
		freeReplyObject(ids);
		if (rc)
			return rc;
	}
	return QUEUE_OK;
}

static bool
remember_active(void *list, const struct job *j)
{
	id_list_add(
	    list, j->id, j->processed_on == DAY_NULL ? 0 : j->processed_on);
	return true;
}

/* Active jobs are few: they are sorted here. */
static int
each_active(struct rq *q, job_fn *fn, void *arg)
{
	struct id_list l = { 0 };
	int rc = walk(q, JOB_ACTIVE, "active", true, remember_active, &l);
	bool more = true;

	id_list_sort(&l);
	for (size_t i = 0; i < l.n && !rc && more; i++) {
		struct str id = id_list_get(&l, i);
		msec due = DAY_NULL;

		rc = show(q, JOB_ACTIVE, &id, &due, 1, fn, arg, &more);
	}
	id_list_free(&l);
	return rc;
}

int
rq_each(struct queue *queue, enum job_state state, job_fn *fn, void *arg)
{
	struct rq *q = rq_of(queue);
	int rc;

	switch (state) {
	case JOB_WAITING:
		rc = walk(q, state, "wait", true, fn, arg);
		return rc ? rc : walk(q, state, "paused", true, fn, arg);
	case JOB_ACTIVE:
		return each_active(q, fn, arg);
	default:
		return walk(q, state, job_state_names[state], false, fn, arg);
	}
}

int
rq_get(struct queue *queue, struct str id, struct job *j)
{
	static struct buf text, copy;
	struct rq *q = rq_of(queue);
	redisReply *reply;
	int state;

	if (rq_run(q, &reply, &script_state, "s", id))
		return QUEUE_LATER;
	if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 3) {
		freeReplyObject(reply);
		return QUEUE_NONE;
	}
	state = job_state_of(redis_text(reply->element[0]));
	copy.n = 0;
	buf_add(&copy, id.p, id.n);
	rq_job(j, buf_view(&copy), (enum job_state)state,
	    state == JOB_DELAYED ? due_of(redis_text(reply->element[1]))
				 : DAY_NULL,
	    reply->element[2], &text);
	freeReplyObject(reply);
	return QUEUE_OK;
}

int
rq_counts(struct queue *queue, struct queue_counts *c)
{
	static const char *const keys[][2] = { { "EXISTS", "meta-paused" },
		{ "LLEN", "wait" }, { "LLEN", "paused" }, { "LLEN", "active" },
		{ "ZCARD", "delayed" }, { "ZCARD", "completed" },
		{ "ZCARD", "failed" }, { "ZCARD", "repeat" } };
	int64_t n[sizeof(keys) / sizeof(*keys)];
	struct rq *q = rq_of(queue);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		struct str argv[] = { str_of(keys[i][0]), str_of(keys[i][1]) };
		redisReply *reply;

		if (rq_do_key(q, &reply, 2, argv))
			return QUEUE_LATER;
		n[i] = rq_integer(reply);
	}
	*c = (struct queue_counts){ .paused = n[0] > 0, .crons = n[7] };
	c->state[JOB_WAITING] = n[1] + n[2];
	c->state[JOB_ACTIVE] = n[3];
	c->state[JOB_DELAYED] = n[4];
	c->state[JOB_COMPLETED] = n[5];
	c->state[JOB_FAILED] = n[6];
	return QUEUE_OK;
}

/* Adds to l the ids of a reply of SCAN that are jobs'. */
static int
keep_jobs(struct rq *q, const redisReply *keys, struct id_list *l)
{
	size_t prefix = strlen(q->prefix);

	for (size_t i = 0; i < keys->elements; i++) {
		struct str id = redis_text(keys->element[i]);
		redisReply *reply;

		id = (struct str){ id.p + prefix, id.n - prefix };
		if (rq_run(q, &reply, &script_jobs, "s", id))
			return QUEUE_LATER;
		if (reply->type == REDIS_REPLY_ARRAY && reply->elements)
			id_list_add(l, id, 0);
		freeReplyObject(reply);
	}
	return QUEUE_OK;
}

/* The prefix with its own glob characters taken literally. */
static void
put_pattern(struct buf *b, const char *prefix, const char *glob)
{
	for (; *prefix; prefix++) {
		if (strchr("*?[]\\^-", *prefix))
			buf_byte(b, '\\');
		buf_byte(b, *prefix);
	}
	buf_str(b, glob);
}

static int
scan(struct rq *q, const char *glob, struct id_list *l)
{
	struct buf pattern = { 0 }, cursor = { 0 };
	int rc = QUEUE_OK;

	put_pattern(&pattern, q->prefix, glob);
	buf_str(&cursor, "0");
	do {
		struct str argv[] = { STR("SCAN"), buf_view(&cursor),
			STR("MATCH"), buf_view(&pattern), STR("COUNT"),
			STR("1000") };
		redisReply *reply;
		struct str next;

		rc = rq_do(q, &reply, 6, argv);
		if (rc)
			break;
		next = redis_text(reply->element[0]);
		cursor.n = 0;
		buf_add(&cursor, next.p, next.n);
		rc = keep_jobs(q, reply->element[1], l);
		freeReplyObject(reply);
	} while (!rc && !str_is(buf_view(&cursor), "0"));
	buf_free(&pattern);
	buf_free(&cursor);
	return rc;
}

/* SCAN may give a key twice. */
int
rq_match(struct queue *queue, const char *glob, id_fn *fn, void *arg)
{
	struct id_list l = { 0 };
	int rc = scan(rq_of(queue), glob, &l);

	id_list_sort(&l);
	for (size_t i = 0; i < l.n && !rc; i++)
		if (!i || !str_eq(id_list_get(&l, i), id_list_get(&l, i - 1)))
			fn(arg, id_list_get(&l, i));
	id_list_free(&l);
	return rc;
}

int
rq_lines(struct queue *queue, struct str id, text_fn *fn, void *arg)
{
	struct rq *q = rq_of(queue);
	struct buf key = { 0 };
	struct str argv[] = { STR("LRANGE"), { NULL, 0 }, STR("0"), STR("-1") };
	redisReply *reply;

	buf_add(&key, id.p, id.n);
	buf_str(&key, ":logs");
	argv[1] = buf_view(&key);
	if (rq_do_key(q, &reply, 4, argv)) {
		buf_free(&key);
		return QUEUE_LATER;
	}
	buf_free(&key);
	for (size_t i = 0; i < reply->elements; i++)
		fn(arg, (int64_t)i + 1, redis_text(reply->element[i]));
	freeReplyObject(reply);
	return QUEUE_OK;
}

int
rq_crons(struct queue *queue, cron_fn *fn, void *arg)
{
	struct rq *q = rq_of(queue);
	struct str argv[] = { STR("ZRANGE"), STR("repeat"), STR("0"), STR("-1"),
		STR("WITHSCORES") };
	redisReply *reply;

	if (rq_do_key(q, &reply, 5, argv))
		return QUEUE_LATER;
	for (size_t i = 0; i + 1 < reply->elements; i += 2) {
		struct str next = redis_text(reply->element[i + 1]);

		if (!fn(arg, redis_text(reply->element[i]),
			next.p ? (msec)strtod(next.p, NULL) : 0))
			break;
	}
	freeReplyObject(reply);
	return QUEUE_OK;
}

int
rq_cron_alive(struct queue *queue, struct str key, struct str prefix,
    bool *alive, int64_t *count)
{
	redisReply *reply;

	*alive = false;
	*count = 0;
	if (rq_run(rq_of(queue), &reply, &script_cron_alive, "ss", key, prefix))
		return QUEUE_LATER;
	if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 2) {
		*alive = reply->element[0]->integer == 1;
		*count = reply->element[1]->integer;
	}
	freeReplyObject(reply);
	return QUEUE_OK;
}
