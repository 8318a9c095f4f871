#include "queue/job/addition.h"
#include "queue/job/repeat.h"

struct job
addition_job(struct addition *a)
{
	struct job j = job_none();

	j.id = buf_view(&a->new_id);
	j.name = a->name;
	j.data = a->data;
	j.opts = a->opts;
	j.state = a->delay > 0 ? JOB_DELAYED : JOB_WAITING;
	j.priority = a->priority;
	j.timestamp = a->timestamp;
	j.delay = a->delay;
	j.due = a->timestamp + a->delay;
	return j;
}

/* The members of repeat after count and key. */
static void
put_repeat(struct buf *b, struct js repeat, const struct repeat *r,
    int64_t count, struct str key)
{
	struct js name, value;

	buf_fmt(b, "{\"count\":%lld,\"key\":", (long long)count);
	js_put_text(b, key);
	for (struct js_walk w = js_walk(repeat);
	     js_member(&w, &name, &value);) {
		if (js_is(name, "count") || js_is(name, "key") ||
		    js_is(name, "jobId"))
			continue;
		buf_byte(b, ',');
		buf_add(b, name.p, name.n);
		buf_byte(b, ':');
		js_put_compact(b, value);
	}
	if (r->job_id.p) {
		js_put_member(b, "jobId", r->job_id);
	}
	buf_byte(b, '}');
}

/* The opts of an iteration, in Bull's order. */
static void
iteration_opts(struct opts_text *o, struct js opts, struct str repeat,
    struct str id, const struct addition *a)
{
	opts_set(o, "repeat", repeat);
	opts_set_text(o, "jobId", id);
	opts_set_int(o, "delay", a->delay);
	opts_set_int(o, "timestamp", a->timestamp);
	opts_set_int(o, "prevMillis", a->next);
	for (struct js_walk w = js_walk(opts);;) {
		struct js name, value;

		if (!js_member(&w, &name, &value))
			break;
		if (!js_is(name, "repeat") && !js_is(name, "jobId") &&
		    !js_is(name, "delay") && !js_is(name, "timestamp") &&
		    !js_is(name, "prevMillis"))
			opts_set_raw(o, name, value);
	}
	opts_default_int(o, "attempts", 1);
}

/* Composes key, id and opts in a->text and points into it. */
static void
compose(
    struct addition *a, struct js opts, const struct repeat *r, int64_t count)
{
	struct opts_text o = { 0 };
	struct buf repeat = { 0 };
	struct buf *b = &a->text;
	size_t key, id, text;

	b->n = 0;
	repeat_put_key(b, a->name, r);
	key = b->n;
	repeat_put_prefix(b, a->name, r->job_id, (struct str){ b->p, key });
	buf_fmt(b, "%lld", (long long)a->next);
	id = b->n;
	put_repeat(&repeat, js_get(opts, "repeat"), r, count,
	    (struct str){ b->p, key });
	iteration_opts(&o, opts, buf_view(&repeat),
	    (struct str){ b->p + key, id - key }, a);
	opts_put(b, &o);
	text = b->n;
	buf_view(b);
	a->repeat_key = (struct str){ b->p, key };
	a->id = (struct str){ b->p + key, id - key };
	a->opts = (struct str){ b->p + id, text - id };
	opts_free(&o);
	buf_free(&repeat);
}

static int
prepare_repeat(struct addition *a, struct js opts, struct job_opts *o, msec now,
    bool *stopped, struct err *e)
{
	struct repeat *r = &o->repeat;
	int64_t count = r->count + 1;
	msec from = o->prev_millis > now ? o->prev_millis : now;

	if (!o->prev_millis && o->job_id.p)
		r->job_id = o->job_id;
	*stopped = repeat_is_over(r, count, now);
	if (*stopped)
		return 0;
	if (repeat_due(r, from, &a->next, e))
		return -1;
	*stopped = a->next == DAY_NULL;
	if (*stopped)
		return 0;
	a->timestamp = now;
	a->delay = a->next > now ? a->next - now : 0;
	compose(a, opts, r, count);
	return 0;
}

/* The id is stored in a->text after the opts. */
static void
prepare_plain(struct addition *a, struct opts_text *opts, msec now,
    struct job_opts *o, struct buf *scratch)
{
	struct buf *b = &a->text;
	size_t n;

	opts_default_int(opts, "attempts", 1);
	opts_default_int(opts, "delay", 0);
	opts_default_int(opts, "timestamp", now);
	b->n = 0;
	opts_put(b, opts);
	n = b->n;
	opts_read(o, js_of(buf_view(b)), scratch);
	if (o->job_id.p) {
		struct str id = o->job_id;
		size_t at =
		    id.p >= b->p && id.p < b->p + n ? (size_t)(id.p - b->p) : n;

		buf_reserve(b, id.n + 1);
		if (at < n)
			id.p = b->p + at;
		buf_add(b, id.p, id.n);
		a->id = (struct str){ b->p + n, id.n };
	}
	a->opts = (struct str){ b->p, n };
	a->delay = o->delay > 0 ? o->delay : 0;
	a->timestamp = o->timestamp;
}

static bool
has_colon(struct str s)
{
	return s.n && memchr(s.p, ':', s.n);
}

int
addition_prepare(struct addition *a, struct str name, struct str data,
    struct opts_text *opts, msec now, bool *stopped, struct err *e)
{
	struct buf composed = { 0 }, scratch = { 0 };
	struct job_opts o = { 0 };
	struct js value;
	int rc;

	*a = (struct addition){
		.name = name, .data = data, .new_id = a->new_id, .text = a->text
	};
	*stopped = false;
	opts_put(&composed, opts);
	value = js_of(buf_view(&composed));
	rc = opts_check(value, e);
	if (!rc && js_is_null(js_get(value, "repeat"))) {
		prepare_plain(a, opts, now, &o, &scratch);
	} else if (!rc) {
		opts_read(&o, value, &scratch);
		if (has_colon(name) || has_colon(o.job_id))
			rc = err_set(e, "a repeated job has no ':' in its name "
					"or id");
		else
			rc = prepare_repeat(a, value, &o, now, stopped, e);
	}
	a->priority = o.priority;
	a->lifo = o.lifo;
	buf_free(&composed);
	buf_free(&scratch);
	return rc;
}

bool
addition_next(struct addition *a, const struct job *j, msec now)
{
	struct buf scratch = { 0 };
	struct js opts = js_of(j->opts);
	struct job_opts o;
	struct err e;
	bool stopped = true;

	opts_read(&o, opts, &scratch);
	if (o.repeat.is) {
		*a = (struct addition){ .name = j->name,
			.data = j->data,
			.priority = o.priority,
			.lifo = o.lifo,
			.new_id = a->new_id,
			.text = a->text,
			.if_known = true };
		if (prepare_repeat(a, opts, &o, now, &stopped, &e)) {
			warn("job %s: %s", err_quote(j->id.p, j->id.n), e.msg);
			stopped = true;
		}
	}
	buf_free(&scratch);
	return !stopped;
}
