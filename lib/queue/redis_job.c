#include <math.h>

#include "base/num.h"
#include "base/text.h"
#include "queue/queue_redis.h"

enum { NAME, DATA, OPTS, PROGRESS, RETURNVALUE, STACKTRACE, REASON, TEXTS };
enum {
	TIMESTAMP = TEXTS,
	DELAY,
	PRIORITY,
	ATTEMPTS,
	STALLED,
	PROCESSED,
	FINISHED,
	RETRIED,
	FIELDS
};

static const char *const names[FIELDS] = { "name", "data", "opts", "progress",
	"returnvalue", "stacktrace", "failedReason", "timestamp", "delay",
	"priority", "attemptsMade", "stalledCounter", "processedOn",
	"finishedOn", "retriedOn" };

static int
field_of(struct str name)
{
	for (int i = 0; i < FIELDS; i++)
		if (str_is(name, names[i]))
			return i;
	return -1;
}

/* Appends JSON without blanks. Other text becomes a JSON string. */
static void
put_json(struct buf *b, struct str s)
{
	struct buf repaired = { 0 };
	struct err e;

	if (!js_check(s.p, s.n, &e)) {
		js_put_compact(b, js_of(s));
		return;
	}
	utf8_put_repaired(&repaired, s.p, s.n);
	js_put_text(b, buf_view(&repaired));
	buf_free(&repaired);
}

/* Where a text stands in the buffer, which may move. */
struct place {
	size_t at, n;
	bool there;
};

/* Appends a text field. Name and reason are not JSON. */
static struct place
put_field(struct buf *b, int field, struct str s)
{
	size_t at = b->n;

	if (!s.p)
		return (struct place){ 0, 0, false };
	if (field == NAME || field == REASON)
		utf8_put_repaired(b, s.p, s.n);
	else
		put_json(b, s);
	return (struct place){ at, b->n - at, true };
}

static struct str
text_at(const struct buf *b, struct place t)
{
	return t.there ? (struct str){ b->p + t.at, t.n } : STR_NULL;
}

static int64_t
integer(struct str s, int64_t other)
{
	double v = s.p ? num_parse(s) : NAN;

	return isfinite(v) && fabs(v) < 9e15 ? (int64_t)v : other;
}

void
rq_job(struct job *j, struct str id, enum job_state state, msec due,
    const redisReply *hash, struct buf *b)
{
	struct str value[FIELDS] = { 0 };
	struct place text[TEXTS];

	b->n = 0;
	for (size_t i = 0; i + 1 < hash->elements; i += 2) {
		int field = field_of(redis_text(hash->element[i]));

		if (field >= 0)
			value[field] = redis_text(hash->element[i + 1]);
	}
	if (!value[DATA].p)
		value[DATA] = STR("null");
	if (!value[OPTS].p)
		value[OPTS] = STR("{}");
	if (!value[NAME].p)
		value[NAME] = STR(JOB_DEFAULT_NAME);
	for (int i = 0; i < TEXTS; i++)
		text[i] = put_field(b, i, value[i]);
	buf_view(b);
	*j = (struct job){
		.id = id,
		.name = text_at(b, text[NAME]),
		.data = text_at(b, text[DATA]),
		.opts = text_at(b, text[OPTS]),
		.state = state,
		.priority = integer(value[PRIORITY], 0),
		.timestamp = integer(value[TIMESTAMP], 0),
		.delay = integer(value[DELAY], 0),
		.attempts_made = integer(value[ATTEMPTS], 0),
		.stalled_counter = integer(value[STALLED], 0),
		.due = due,
		.processed_on = integer(value[PROCESSED], DAY_NULL),
		.finished_on = integer(value[FINISHED], DAY_NULL),
		.retried_on = integer(value[RETRIED], DAY_NULL),
		.progress = text_at(b, text[PROGRESS]),
		.returnvalue = text_at(b, text[RETURNVALUE]),
		.stacktrace = text_at(b, text[STACKTRACE]),
		.failed_reason = text_at(b, text[REASON]),
	};
}
