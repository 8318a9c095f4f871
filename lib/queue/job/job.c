#include "queue/job/job.h"

const char *const job_state_names[JOB_STATES] = { "waiting", "active",
	"delayed", "completed", "failed" };

struct job
job_none(void)
{
	return (struct job){ .due = DAY_NULL,
		.processed_on = DAY_NULL,
		.finished_on = DAY_NULL,
		.retried_on = DAY_NULL };
}

int
job_state_of(struct str name)
{
	for (int i = 0; i < JOB_STATES; i++)
		if (str_is(name, job_state_names[i]))
			return i;
	return -1;
}

struct str
job_type(struct str name, struct str data, struct buf *scratch)
{
	static const char *const type[] = { "type" };
	struct js v = js_of(data), found = { .type = JS_ABSENT };

	if (v.type == JS_OBJECT)
		js_pick(v, type, 1, &found);
	return found.type == JS_STRING ? js_text(found, scratch) : name;
}

static void
put_json(struct buf *b, const char *key, struct str json)
{
	if (!json.p)
		return;
	js_put_key(b, key);
	buf_add(b, json.p, json.n);
}

static void
put_number(struct buf *b, const char *key, int64_t v)
{
	if (v == DAY_NULL)
		return;
	js_put_key(b, key);
	js_put_int(b, v);
}

void
job_put(struct buf *b, const struct job *j, struct str queue)
{
	buf_byte(b, '{');
	js_put_member(b, "id", j->id);
	js_put_member(b, "queue", queue);
	js_put_member(b, "name", j->name);
	js_put_member(b, "state", str_of(job_state_names[j->state]));
	put_json(b, "data", j->data);
	put_json(b, "opts", j->opts);
	put_number(b, "priority", j->priority);
	put_number(b, "timestamp", j->timestamp);
	put_number(b, "delay", j->delay);
	put_number(b, "due", j->state == JOB_DELAYED ? j->due : DAY_NULL);
	put_number(b, "attemptsMade", j->attempts_made);
	put_number(b, "stalledCounter",
	    j->stalled_counter > 0 ? j->stalled_counter : DAY_NULL);
	put_number(b, "processedOn", j->processed_on);
	put_number(b, "finishedOn", j->finished_on);
	put_number(b, "retriedOn", j->retried_on);
	put_json(b, "progress", j->progress);
	if (j->state == JOB_COMPLETED)
		put_json(b, "returnvalue",
		    j->returnvalue.p ? j->returnvalue : STR("null"));
	if (j->failed_reason.p)
		js_put_member(b, "failedReason", j->failed_reason);
	put_json(b, "stacktrace", j->stacktrace);
	buf_byte(b, '}');
}
