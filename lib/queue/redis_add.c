#include <stdio.h>
#include <stdlib.h>

#include "queue/queue_redis.h"

enum { ARGUMENTS = 13 };

/* The arguments of script_add; the numbers are in text. */
struct arguments {
	struct str v[ARGUMENTS];
	char text[5][24];
};

static struct str
number(char text[24], int64_t v)
{
	snprintf(text, 24, "%lld", (long long)v);
	return str_of(text);
}

static struct str
or_empty(struct str s)
{
	return s.p ? s : STR("");
}

static void
fill(struct rq *q, struct arguments *x, const struct addition *a)
{
	struct str v[ARGUMENTS] = {
		or_empty(a->id),
		a->name,
		a->data,
		a->opts,
		number(x->text[0], a->timestamp),
		number(x->text[1], a->delay),
		number(x->text[2], a->priority),
		a->lifo ? STR("1") : STR("0"),
		str_of(q->q.token),
		or_empty(a->repeat_key),
		number(x->text[3], a->next),
		a->if_known ? STR("1") : STR("0"),
		q->q.dry ? number(x->text[4], q->dry_adds) : STR(""),
	};

	memcpy(x->v, v, sizeof(v));
	q->dry_adds++;
}

/* Takes what the script answered, and frees it. */
static void
take_answer(struct rq *q, struct addition *a, redisReply *reply)
{
	struct str id;
	uint32_t n;

	a->result = ADDED_NOTHING;
	a->new_id.n = 0;
	if (reply->type == REDIS_REPLY_ARRAY && reply->elements == 3) {
		id = redis_text(reply->element[1]);
		a->result = (enum added)reply->element[0]->integer;
		a->key_was_known = reply->element[2]->integer == 1;
		buf_add(&a->new_id, id.p, id.n);
		n = q->dry_ids.n;
		if (q->q.dry && a->result == ADDED_NEW &&
		    hash_put(&q->dry_ids, id) != n)
			a->result = ADDED_DUPLICATE;
	}
	buf_view(&a->new_id);
	freeReplyObject(reply);
}

static int
add_one(struct rq *q, struct addition *a)
{
	struct arguments x;
	redisReply *reply;

	fill(q, &x, a);
	if (rq_run(q, &reply, &script_add, "sssssssssssss", x.v[0], x.v[1],
		x.v[2], x.v[3], x.v[4], x.v[5], x.v[6], x.v[7], x.v[8], x.v[9],
		x.v[10], x.v[11], x.v[12]))
		return QUEUE_LATER;
	take_answer(q, a, reply);
	return QUEUE_OK;
}

/* The first one makes the script known to the server, the others are sent
 * together. */
int
rq_add(struct queue *queue, struct addition *a, size_t n)
{
	struct rq *q = rq_of(queue);
	redisReply *reply;

	if (!n || add_one(q, a))
		return n ? QUEUE_LATER : QUEUE_OK;
	for (size_t i = 1; i < n; i++) {
		struct arguments x;

		fill(q, &x, &a[i]);
		rq_append(q, &script_add, ARGUMENTS, x.v);
	}
	if (n > 1 && redis_send(&q->r, &q->q.e))
		return QUEUE_LATER;
	for (size_t i = 1; i < n; i++) {
		if (rq_next(q, &reply)) {
			rq_disconnect(q); /* other replies are on their way */
			return QUEUE_LATER;
		}
		take_answer(q, &a[i], reply);
	}
	return QUEUE_OK;
}
