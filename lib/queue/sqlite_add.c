#include "queue/queue_sqlite.h"

static bool
has_job(struct sq *q, struct str id)
{
	return sq_number(q, 0, "SELECT 1 FROM job WHERE queue = ? AND id = ?",
		   "ss", sq_name(q), id) == 1;
}

/* False if the key is wanted and missing. */
static bool
set_repeat(struct sq *q, struct addition *a)
{
	a->key_was_known =
	    sq_run(q, "UPDATE repeat SET next = ? WHERE queue = ? AND key = ?",
		"iss", a->next, sq_name(q), a->repeat_key);
	if (a->key_was_known)
		return true;
	if (a->if_known)
		return false;
	sq_run(q, "INSERT INTO repeat (queue, key, next) VALUES (?, ?, ?)",
	    "ssi", sq_name(q), a->repeat_key, a->next);
	return true;
}

static void
insert(struct sq *q, struct addition *a, struct str id)
{
	bool delayed = a->delay > 0;
	int64_t seq = sq_next_seq(q);

	sq_run(q,
	    "INSERT INTO job (queue, id, name, data, opts, state, seq,"
	    " priority, due, timestamp, delay, attemptsMade, stalledCounter)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
	    "ssssssiitii", sq_name(q), id, a->name, a->data, a->opts,
	    str_of(job_state_names[delayed ? JOB_DELAYED : JOB_WAITING]),
	    a->lifo && !a->priority && !delayed ? -seq : seq, a->priority,
	    delayed ? a->timestamp + a->delay : DAY_NULL, a->timestamp,
	    a->delay);
	sq_event(q, delayed ? "delayed" : "waiting", id, STR_NULL);
}

void
sq_add(struct sq *q, struct addition *a)
{
	struct str id = a->id;

	a->new_id.n = 0;
	if (a->repeat_key.p && !set_repeat(q, a)) {
		a->result = ADDED_NOTHING;
		return;
	}
	q->next_id++;
	q->touched = true;
	if (id.p)
		buf_add(&a->new_id, id.p, id.n);
	else
		buf_fmt(&a->new_id, "%lld", (long long)q->next_id);
	id = buf_view(&a->new_id);
	a->result = has_job(q, id) ? ADDED_DUPLICATE : ADDED_NEW;
	if (a->result == ADDED_NEW)
		insert(q, a, id);
	else
		sq_event(q, "duplicated", id, STR_NULL);
}

int
sq_ops_add(struct queue *queue, struct addition *a, size_t n)
{
	struct sq *q = sq_of(queue);

	if (sq_begin(q))
		return QUEUE_LATER;
	for (size_t i = 0; i < n; i++)
		sq_add(q, &a[i]);
	sq_commit(q);
	return QUEUE_OK;
}
