#include <stdio.h>
#include <sys/wait.h>

#include "base/text.h"
#include "queue/worker/attempt.h"

void
attempt_begin(struct attempt *a, int64_t default_timeout)
{
	const struct job *j = &a->taken.job;

	a->out.n = a->err.n = a->text.n = a->type_text.n = 0;
	a->too_much = a->timed_out = a->has_suivi = false;
	opts_read(&a->opts, js_of(j->opts), &a->scratch);
	a->type = job_type(j->name, j->data, &a->type_text);
	a->timeout = a->opts.timeout > 0 ? a->opts.timeout : default_timeout;
	a->started = day_clock();
}

void
attempt_output(struct attempt *a, struct str bytes)
{
	a->too_much |= a->out.n + bytes.n > OUTPUT_MAX;
	if (!a->too_much)
		buf_add(&a->out, bytes.p, bytes.n);
}

void
attempt_error(struct attempt *a, struct str bytes)
{
	size_t half = STDERR_KEPT / 2;

	buf_add(&a->err, bytes.p, bytes.n);
	if (a->err.n <= STDERR_KEPT)
		return;
	memmove(a->err.p, a->err.p + a->err.n - half, half);
	a->err.n = half;
}

/* Takes the last line that is not blank off the text; NULL if there is none. */
static struct str
last_line(struct str *text)
{
	while (text->n) {
		const char *end = text->p + text->n;
		const char *nl = memrchr(text->p, '\n', text->n);
		struct str line = { nl ? nl + 1 : text->p, 0 };

		line.n = (size_t)(end - line.p);
		text->n = nl ? (size_t)(nl - text->p) : 0;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (js_trim(line).n)
			return line;
	}
	return STR_NULL;
}

/* The bytes of s, at most REASON_MAX, that end with a character. */
static struct str
cut(struct str s)
{
	if (s.n <= REASON_MAX)
		return s;
	s.n = REASON_MAX;
	while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
		s.n--;
	return s;
}

/* Appends text as UTF-8, cut. Returns where it stands. */
static struct str
put_cut(struct buf *b, struct str text)
{
	struct buf repaired = { 0 };
	size_t at = b->n;

	utf8_put_repaired(&repaired, text.p, text.n);
	text = cut(buf_view(&repaired));
	buf_add(b, text.p, text.n);
	buf_free(&repaired);
	return (struct str){ b->p + at, text.n };
}

/* The last lines of standard error, joined. */
static void
put_stack(struct buf *b, struct str err, struct str reason)
{
	struct str line[STACK_LINES];
	size_t n = 0;

	while (n < STACK_LINES) {
		line[n] = last_line(&err);
		if (!line[n].p)
			break;
		n++;
	}
	if (!n)
		buf_add(b, reason.p, reason.n);
	for (size_t i = n; i-- > 0;) {
		buf_add(b, line[i].p, line[i].n);
		if (i)
			buf_byte(b, '\n');
	}
}

/* Appends the job's stack traces and the new one, the newest limit of them. */
static void
put_stacks(struct buf *b, struct str before, struct str stack, int64_t limit)
{
	struct js old = js_of(before.p ? before : STR("[]")), v;
	size_t n = js_count(old) + 1, skip = 0;

	if (limit > 0 && n > (size_t)limit)
		skip = n - (size_t)limit;
	buf_byte(b, '[');
	for (struct js_walk w = js_walk(old); js_item(&w, &v);) {
		if (skip) {
			skip--;
			continue;
		}
		js_put_comma(b);
		js_put_raw(b, v);
	}
	js_put_comma(b);
	js_put_text(b, stack);
	buf_byte(b, ']');
}

/* The outcome of a failure. never: no other attempt. */
static void
fail(struct attempt *a, struct str reason, bool never)
{
	struct outcome *o = &a->outcome;
	const struct job *j = &a->taken.job;
	struct buf stack = { 0 }, whole = { 0 };
	int64_t wait;
	size_t at;

	o->attempts_made = j->attempts_made + 1;
	wait = never ? -1 : opts_next_attempt(&a->opts, o->attempts_made);
	o->to = wait < 0 ? JOB_FAILED : wait == 0 ? JOB_WAITING : JOB_DELAYED;
	o->due = wait > 0 ? o->now + wait : DAY_NULL;
	o->keep = a->opts.on_fail;
	put_stack(&whole, buf_view(&a->err), reason);
	put_cut(&stack, buf_view(&whole));
	a->text.n = 0;
	o->reason = put_cut(&a->text, reason);
	at = a->text.n;
	put_stacks(
	    &a->text, j->stacktrace, buf_view(&stack), a->opts.stack_limit);
	o->reason.p = a->text.p; /* it may have moved */
	o->stacktrace = (struct str){ a->text.p + at, a->text.n - at };
	buf_free(&stack);
	buf_free(&whole);
}

static void
begin_outcome(struct attempt *a)
{
	const struct job *j = &a->taken.job;

	a->outcome = (struct outcome){
		.id = j->id,
		.attempts_made = j->attempts_made,
		.priority = j->priority,
		.lifo = a->opts.lifo,
		.due = DAY_NULL,
		.now = day_clock(),
	};
}

void
attempt_fail(struct attempt *a, const char *reason)
{
	begin_outcome(a);
	fail(a, str_of(reason), false);
}

/* Appends the value of the last line: JSON as it is, other text as a string. */
static struct js
put_value(struct buf *b, struct str line)
{
	struct buf text = { 0 };
	struct err e;
	size_t at = b->n;

	if (!line.p) {
		buf_str(b, "null");
	} else if (!js_check(line.p, line.n, &e)) {
		js_put_compact(b, js_of(line));
	} else {
		utf8_put_repaired(&text, line.p, line.n);
		js_put_text(b, buf_view(&text));
		buf_free(&text);
	}
	buf_view(b);
	return js_of((struct str){ b->p + at, b->n - at });
}

/* The reason for a status other than 0. */
static void
put_status(struct buf *b, struct attempt *a, int status)
{
	struct str err = buf_view(&a->err), line = last_line(&err);

	if (a->timed_out)
		buf_fmt(b, "Promise timed out after %lld milliseconds",
		    (long long)a->timeout);
	else if (a->too_much)
		buf_fmt(b, "output of more than %d bytes", OUTPUT_MAX);
	else if (line.p)
		buf_add(b, line.p, line.n);
	else if (WIFSIGNALED(status))
		buf_fmt(b, "killed by signal %d", WTERMSIG(status));
	else
		buf_fmt(b, "exit status %d", WEXITSTATUS(status));
}

static void
succeed(struct attempt *a, struct js value)
{
	struct outcome *o = &a->outcome;

	o->to = JOB_COMPLETED;
	o->returnvalue = (struct str){ value.p, value.n };
	o->keep = a->opts.on_complete;
}

void
attempt_end(struct attempt *a, int status)
{
	bool ended = WIFEXITED(status) && !WEXITSTATUS(status);
	bool good = ended && !a->timed_out && !a->too_much;
	bool never = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NEVER &&
		     !a->timed_out && !a->too_much;
	struct str out = buf_view(&a->out);
	struct buf reason = { 0 };
	struct js value;

	begin_outcome(a);
	a->text.n = 0;
	value = put_value(&a->text, last_line(&out));
	if (!a->timed_out && !a->too_much)
		a->has_suivi = suivi_read(&a->suivi, value, ended, a->type,
		    a->started, a->outcome.now);
	if (good && a->has_suivi && !a->suivi.succes) {
		buf_str(&reason, "JOB-");
		buf_add(&reason, a->suivi.type.p, a->suivi.type.n);
		buf_str(&reason, " en échec");
	} else if (good) {
		succeed(a, value);
		return;
	} else {
		put_status(&reason, a, status);
	}
	fail(a, buf_view(&reason), never);
	buf_free(&reason);
}

void
attempt_free(struct attempt *a)
{
	addition_free(&a->taken.next);
	buf_free(&a->taken.text);
	buf_free(&a->scratch);
	buf_free(&a->type_text);
	buf_free(&a->out);
	buf_free(&a->err);
	buf_free(&a->text);
	suivi_free(&a->suivi);
}
