#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "queue/passemploi/passemploi.h"
#include "queue/worker/worker_slot.h"

static void
put_number(struct buf *b, const char *key, int64_t v)
{
	js_put_key(b, key);
	js_put_int(b, v);
}

/* What the line of a change has in its set. */
static void
put_set(struct buf *b, const struct outcome *o)
{
	buf_fmt(b, "{\"state\":\"%s\"", job_state_names[o->to]);
	if (o->to == JOB_COMPLETED) {
		put_number(b, "finishedOn", o->now);
		js_put_key(b, "returnvalue");
		buf_add(b, o->returnvalue.p, o->returnvalue.n);
	} else {
		put_number(b, "attemptsMade", o->attempts_made);
		js_put_member(b, "failedReason", o->reason);
		if (o->to == JOB_FAILED)
			put_number(b, "finishedOn", o->now);
		if (o->to == JOB_DELAYED)
			put_number(b, "due", o->due);
	}
	buf_byte(b, '}');
}

static void
report(struct worker *w, const struct outcome *o)
{
	struct buf b = { 0 };

	put_set(&b, o);
	line_set(w->out, "update", "job", o->id, buf_view(&b));
	buf_free(&b);
	if (o->to == JOB_COMPLETED) {
		w->counts->completed++;
	} else if (o->to == JOB_FAILED) {
		w->counts->failed++;
		complain("job %.*s: %.*s", (int)o->id.n, o->id.p,
		    (int)o->reason.n, o->reason.p);
	} else {
		w->counts->retried++;
	}
}

/* In a process of its own: a broken passemploi.db must not end the worker. */
static void
store_suivi(struct worker *w, struct slot *s)
{
	pid_t pid;
	int status;

	if (!w->o->suivi || !suivi_is_kept(s->a.suivi.type))
		return;
	pid = fork();
	if (!pid)
		_exit(
		    passemploi_add_suivi(w->o->suivi, &s->a.suivi, s->a.started)
			? 0
			: EXIT_RETRY);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		complain("job %.*s: its report was not stored",
		    (int)s->a.taken.job.id.n, s->a.taken.job.id.p);
}

static bool
start_after(struct worker *w, struct slot *s)
{
	char shell[] = "sh", option[] = "-c", *command;
	char *argv[] = { shell, option, NULL, NULL };
	struct buf *line = &s->a.suivi.text;
	bool started;

	if (!w->o->after)
		return false;
	command = xstrdup(w->o->after);
	argv[2] = command;
	buf_byte(line, '\n');
	started = child_start(&s->child, (size_t)(s - w->slot), "/bin/sh", argv,
	    environ, buf_view(line));
	free(command);
	if (!started)
		complain("--after:");
	s->log.n = 0;
	s->kill_at = worker_clock() + AFTER_MAX_MS;
	return started;
}

/* The queue knows the result. */
static void
told(struct worker *w, struct slot *s)
{
	bool after = false;

	report(w, &s->a.outcome);
	if (s->a.has_suivi) {
		store_suivi(w, s);
		after = start_after(w, s);
		suivi_free(&s->a.suivi);
		s->a.has_suivi = false;
	}
	s->state = after ? SLOT_AFTER : SLOT_FREE;
}

static void
lose(struct worker *w, struct slot *s)
{
	w->counts->lost++;
	s->state = SLOT_FREE;
	note("job %.*s: another worker has it", (int)s->a.taken.job.id.n,
	    s->a.taken.job.id.p);
}

static void
drop(struct worker *w, struct slot *s)
{
	complain("job %.*s: its result is dropped: the queue was unavailable "
		 "for too long",
	    (int)s->a.taken.job.id.n, s->a.taken.job.id.p);
	w->counts->lost++;
	s->state = SLOT_FREE;
}

static void
give_back(struct worker *w, struct slot *s)
{
	struct str id = s->a.taken.job.id;
	int rc = worker_heard(w, w->q->ops->give_back(w->q, id));

	if (rc == QUEUE_LATER)
		return;
	if (rc != QUEUE_OK) {
		lose(w, s);
		return;
	}
	line_set(w->out, "update", "job", id, STR("{\"state\":\"waiting\"}"));
	w->counts->returned++;
	s->state = SLOT_FREE;
}

void
slot_tell(struct worker *w, struct slot *s)
{
	int rc;

	w->may_take = true;
	if (s->lost) {
		lose(w, s);
		return;
	}
	if (worker_clock() < w->later_at)
		rc = QUEUE_LATER;
	else if (s->returned) {
		give_back(w, s);
		rc = s->state == SLOT_ENDED ? QUEUE_LATER : QUEUE_OK;
	} else {
		rc = worker_heard(w, w->q->ops->finish(w->q, &s->a.outcome));
		if (rc == QUEUE_OK)
			told(w, s);
		else if (rc != QUEUE_LATER)
			lose(w, s);
	}
	if (rc == QUEUE_LATER &&
	    (worker_clock() - s->ended_at > w->o->lock || w->stop > 1))
		drop(w, s);
	if (s->state == SLOT_FREE && s->a.has_suivi) {
		suivi_free(&s->a.suivi);
		s->a.has_suivi = false;
	}
}
