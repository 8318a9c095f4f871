#include <math.h>

#include "queue/job/job_opts.h"

/* The integer v, or other if it is not a finite number. */
static int64_t
integer(struct js v, int64_t other)
{
	double number = js_number(v);

	return isfinite(number) && fabs(number) < 9e15 ? (int64_t)number
						       : other;
}

static struct str
text(struct js v, struct buf *scratch)
{
	if (v.type == JS_NUMBER)
		return (struct str){ v.p, v.n };
	return js_text(v, scratch);
}

/* A date of Bull's: an ISO text or a number of ms. */
static msec
instant(struct js v, struct buf *scratch)
{
	msec t;

	if (v.type == JS_NUMBER)
		return integer(v, DAY_NULL);
	if (v.type != JS_STRING)
		return DAY_NULL;
	t = day_parse_utc(js_text(v, scratch));
	return t == DAY_BAD ? DAY_NULL : t;
}

static void
read_backoff(struct job_opts *o, struct js v)
{
	struct js type = js_get(v, "type");

	o->backoff = BACKOFF_NONE;
	if (v.type == JS_NUMBER) {
		o->backoff = BACKOFF_FIXED;
		o->backoff_delay = js_number(v);
	} else if (v.type == JS_OBJECT) {
		o->backoff = js_is(type, "fixed")         ? BACKOFF_FIXED
			     : js_is(type, "exponential") ? BACKOFF_EXPONENTIAL
							  : BACKOFF_UNKNOWN;
		o->backoff_delay = js_number(js_get(v, "delay"));
	}
	if (!isfinite(o->backoff_delay))
		o->backoff_delay = 0;
}

static struct keep
read_keep(struct js v)
{
	struct keep k = { .none = v.type == JS_TRUE, .count = -1, .age = -1 };

	if (v.type == JS_NUMBER) {
		k.count = integer(v, -1);
	} else if (v.type == JS_OBJECT) {
		k.age = integer(js_get(v, "age"), -1);
		k.count = integer(js_get(v, "count"), -1);
	}
	k.none |= !k.count;
	return k;
}

static void
read_repeat(struct repeat *r, struct js v, struct buf *scratch)
{
	*r = (struct repeat){ .is = v.type == JS_OBJECT,
		.limit = -1,
		.start = DAY_NULL,
		.end = DAY_NULL };
	if (!r->is)
		return;
	r->cron = js_text(js_get(v, "cron"), scratch);
	r->every = integer(js_get(v, "every"), 0);
	r->tz = js_text(js_get(v, "tz"), scratch);
	r->job_id = text(js_get(v, "jobId"), scratch);
	r->key = js_text(js_get(v, "key"), scratch);
	r->start = instant(js_get(v, "startDate"), scratch);
	r->end = instant(js_get(v, "endDate"), scratch);
	r->limit = integer(js_get(v, "limit"), -1);
	r->count = integer(js_get(v, "count"), 0);
}

enum {
	JOB_ID,
	ATTEMPTS,
	DELAY,
	PRIORITY,
	TIMESTAMP,
	LIFO,
	BACKOFF,
	TIMEOUT,
	STACK_LIMIT,
	ON_COMPLETE,
	ON_FAIL,
	REPEAT,
	PREV_MILLIS,
	MEMBERS
};
static const char *const names[MEMBERS] = { "jobId", "attempts", "delay",
	"priority", "timestamp", "lifo", "backoff", "timeout",
	"stackTraceLimit", "removeOnComplete", "removeOnFail", "repeat",
	"prevMillis" };

void
opts_read(struct job_opts *o, struct js opts, struct buf *scratch)
{
	struct js v[MEMBERS] = { 0 };

	if (opts.type == JS_OBJECT)
		js_pick(opts, names, MEMBERS, v);
	scratch->n = 0;
	buf_reserve(scratch, opts.n + 1); /* the texts must not move */
	*o = (struct job_opts){
		.job_id = text(v[JOB_ID], scratch),
		.attempts = integer(v[ATTEMPTS], 1),
		.delay = integer(v[DELAY], 0),
		.priority = integer(v[PRIORITY], 0),
		.timestamp = integer(v[TIMESTAMP], 0),
		.has_timestamp = v[TIMESTAMP].type == JS_NUMBER,
		.lifo = v[LIFO].type == JS_TRUE,
		.timeout = integer(v[TIMEOUT], 0),
		.stack_limit = integer(v[STACK_LIMIT], -1),
		.on_complete = read_keep(v[ON_COMPLETE]),
		.on_fail = read_keep(v[ON_FAIL]),
		.prev_millis = integer(v[PREV_MILLIS], 0),
	};
	if (!o->job_id.n)
		o->job_id = STR_NULL;
	read_backoff(o, v[BACKOFF]);
	read_repeat(&o->repeat, v[REPEAT], scratch);
}

static int
check_number(const char *name, struct js v, double min, struct err *e)
{
	double number = js_number(v);

	if (v.type == JS_ABSENT)
		return 0;
	if (v.type != JS_NUMBER || floor(number) != number || number < min ||
	    number > 9e15)
		return err_set(e,
		    "opts.%s: a whole number%s is expected, not '%s'", name,
		    min < 0   ? ""
		    : min > 0 ? " of at least 1"
			      : " of at least 0",
		    err_quote(v.p, v.n));
	return 0;
}

static int
check_backoff(struct js v, struct err *e)
{
	struct js type;

	if (v.type != JS_OBJECT)
		return check_number("backoff", v, 0, e);
	type = js_get(v, "type");
	if (!js_is(type, "fixed") && !js_is(type, "exponential"))
		return err_set(e, "opts.backoff.type: fixed or exponential");
	return check_number("backoff.delay", js_get(v, "delay"), 0, e);
}

static int
check_id(struct js v, struct err *e)
{
	if (v.type == JS_ABSENT || v.type == JS_NUMBER || v.type == JS_STRING)
		return 0;
	return err_set(
	    e, "opts.jobId: a text is expected, not '%s'", err_quote(v.p, v.n));
}

int
opts_check(struct js opts, struct err *e)
{
	static const struct {
		int member;
		double min;
	} numbers[] = { { ATTEMPTS, 0 }, { DELAY, -9e15 }, { PRIORITY, 0 },
		{ TIMESTAMP, 0 }, { TIMEOUT, 0 }, { STACK_LIMIT, 0 } };
	struct js v[MEMBERS] = { 0 };

	if (opts.type != JS_OBJECT)
		return err_set(e, "opts: an object is expected, not '%s'",
		    err_quote(opts.p, opts.n));
	js_pick(opts, names, MEMBERS, v);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (check_number(names[numbers[i].member], v[numbers[i].member],
			numbers[i].min, e))
			return -1;
	if (!js_is_null(v[LIFO]) && v[LIFO].type != JS_TRUE &&
	    v[LIFO].type != JS_FALSE)
		return err_set(e, "opts.lifo: true or false");
	if (!js_is_null(v[REPEAT]) && v[REPEAT].type != JS_OBJECT)
		return err_set(e, "opts.repeat: an object is expected");
	if (check_id(v[JOB_ID], e))
		return -1;
	return js_is_null(v[BACKOFF]) ? 0 : check_backoff(v[BACKOFF], e);
}

int64_t
opts_next_attempt(const struct job_opts *o, int64_t attempts_made)
{
	double ms = o->backoff_delay;

	if (attempts_made >= o->attempts || o->backoff == BACKOFF_UNKNOWN)
		return -1;
	if (o->backoff == BACKOFF_NONE)
		return 0;
	if (o->backoff == BACKOFF_EXPONENTIAL)
		ms = floor((exp2((double)attempts_made) - 1) * ms + .5);
	return ms < 0 ? -1 : ms > 9e15 ? (int64_t)9e15 : (int64_t)ms;
}
