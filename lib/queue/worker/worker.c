#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "queue/worker/worker_slot.h"

enum {
	PAUSE_MIN_MS = 1000, /* before the back end is asked again */
	PAUSE_MAX_MS = 30000,
	SLEEP_MAX_MS = 3600 * 1000,
};

int64_t
worker_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
worker_heard(struct worker *w, int rc)
{
	if (rc != QUEUE_LATER) {
		w->later_at = w->pause = 0;
		return rc;
	}
	if (!w->pause)
		complain("%s: trying again", w->q->e.msg);
	w->pause = w->pause    ? w->pause * 2
		   : w->o->url ? PAUSE_MIN_MS
			       : PAUSE_MIN_MS / 4;
	if (w->pause > PAUSE_MAX_MS)
		w->pause = PAUSE_MAX_MS;
	w->later_at = worker_clock() + w->pause;
	return rc;
}

void
worker_prepare(const struct worker_options *o)
{
	child_guard(o->concurrency);
}

static int
open_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		die("sigprocmask:");
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		die("signalfd:");
	return fd;
}

static size_t
slots_in(const struct worker *w, enum slot_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < w->o->concurrency; i++)
		n += w->slot[i].state == state;
	return n;
}

static void
take_signals(struct worker *w)
{
	struct signalfd_siginfo info;

	while (read(w->signals, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGCHLD)
			continue;
		if (!w->stop++) {
			w->q->ops->stop_waiting(w->q);
			w->stop_at = worker_clock() + w->o->grace;
		} else {
			w->stop_at = worker_clock();
		}
	}
}

static void
reap(struct worker *w)
{
	for (size_t i = 0; i < w->o->concurrency; i++) {
		struct slot *s = &w->slot[i];
		int status;

		if (s->child.pid > 0 &&
		    waitpid(s->child.pid, &status, WNOHANG) == s->child.pid)
			slot_ended(w, s, status);
	}
}

/* Time-outs, and the end of the grace. */
static void
watch_time(struct worker *w, int64_t now)
{
	bool over = w->stop && now >= w->stop_at;

	for (size_t i = 0; i < w->o->concurrency; i++) {
		struct slot *s = &w->slot[i];

		if (s->kill_at && now >= s->kill_at) {
			child_signal(&s->child, SIGKILL);
			s->kill_at = now + KILL_AFTER_MS;
		}
		if (s->state != SLOT_RUNS)
			continue;
		if (s->timeout_at && now >= s->timeout_at) {
			s->a.timed_out = true;
			slot_terminate(s);
		} else if (over && !s->a.timed_out && !s->returned) {
			s->returned = true;
			slot_terminate(s);
		}
	}
}

static void
renew(struct worker *w, int64_t now)
{
	size_t n = 0, max = w->o->concurrency;
	struct str *id = xcalloc(max, sizeof(*id));
	struct slot **of = xcalloc(max, sizeof(*of));
	bool *lost = xcalloc(max, sizeof(*lost));

	for (size_t i = 0; i < max; i++) {
		struct slot *s = &w->slot[i];

		if (s->lost ||
		    (s->state != SLOT_RUNS && s->state != SLOT_ENDED))
			continue;
		of[n] = s;
		id[n++] = s->a.taken.job.id;
	}
	w->renew_at = now + w->o->lock / 2;
	if (n && worker_heard(w, w->q->ops->renew(w->q, id, n, w->o->lock,
				     lost)) == QUEUE_OK)
		for (size_t i = 0; i < n; i++)
			if (lost[i]) {
				of[i]->lost = true;
				child_signal(&of[i]->child, SIGKILL);
			}
	free(id);
	free(of);
	free(lost);
}

static void
report_stalled(void *arg, const struct stalled *s)
{
	struct worker *w = arg;
	struct buf b = { 0 };

	w->counts->stalled++;
	buf_fmt(&b, "{\"state\":\"%s\",\"stalledCounter\":%lld",
	    s->failed ? "failed" : "waiting", (long long)s->counter);
	if (s->failed) {
		buf_fmt(&b, ",\"failedReason\":\"%s\",\"finishedOn\":%lld",
		    STALLED_REASON, (long long)day_clock());
		w->counts->failed++;
		complain("job %.*s: %s", (int)s->id.n, s->id.p, STALLED_REASON);
	}
	buf_byte(&b, '}');
	line_set(w->out, "update", "job", s->id, buf_view(&b));
	buf_free(&b);
}

/* What the queue is to know, when it is available. */
static void
tell_queue(struct worker *w, int64_t now)
{
	if (now < w->later_at)
		return;
	if (w->later_at || now >= w->renew_at)
		renew(w, now);
	for (size_t i = 0; i < w->o->concurrency; i++)
		if (w->slot[i].state == SLOT_ENDED)
			slot_tell(w, &w->slot[i]);
	if (now >= w->stalled_at && now >= w->later_at && !w->stop) {
		w->stalled_at = now + w->o->stalled;
		worker_heard(w, w->q->ops->stalled(w->q, w->o->max_stalled,
				    w->o->stalled, report_stalled, w));
		w->may_take = true;
	}
}

static bool
wants_jobs(const struct worker *w)
{
	return !w->stop && !(w->o->one && w->took) &&
	       worker_clock() >= w->later_at;
}

static struct slot *
free_slot(struct worker *w)
{
	for (size_t i = 0; i < w->o->concurrency; i++)
		if (w->slot[i].state == SLOT_FREE)
			return &w->slot[i];
	return NULL;
}

static void
take(struct worker *w)
{
	bool wait = !w->o->one && !w->o->drain;
	struct slot *s;

	while (w->may_take && wants_jobs(w) && (s = free_slot(w))) {
		struct taken *t = &s->a.taken;
		int rc;

		t->has_next = false;
		rc =
		    worker_heard(w, w->q->ops->take(w->q, w->o->lock, wait, t));
		w->nothing = rc == QUEUE_NONE;
		if (rc == QUEUE_NONE)
			w->may_take = false;
		if (rc != QUEUE_OK)
			break;
		w->took = true;
		if (t->has_next)
			line_added(w->out, &t->next);
		slot_start(w, s);
	}
}

static bool
is_done(const struct worker *w)
{
	bool idle = slots_in(w, SLOT_FREE) == w->o->concurrency;

	if (w->stop)
		return idle;
	if (w->o->one)
		return idle && (w->took || w->nothing);
	return w->o->drain && idle && w->nothing && !w->may_take;
}

static void
sooner(int64_t *at, int64_t other)
{
	if (other && other < *at)
		*at = other;
}

/* When something is to be done without being woken. */
static int64_t
next_time(struct worker *w, int64_t now)
{
	int64_t at = now + SLEEP_MAX_MS;

	if (w->later_at > now)
		at = w->later_at;
	else if (!w->stop)
		sooner(&at, w->stalled_at);
	if (slots_in(w, SLOT_FREE) < w->o->concurrency && !w->later_at)
		sooner(&at, w->renew_at);
	if (w->stop && now < w->stop_at)
		sooner(&at, w->stop_at);
	for (size_t i = 0; i < w->o->concurrency; i++) {
		sooner(&at, w->slot[i].kill_at);
		sooner(&at, w->slot[i].timeout_at);
		if (w->slot[i].state == SLOT_ENDED && !w->later_at)
			at = now;
	}
	if (!w->may_take && wants_jobs(w) && free_slot(w))
		sooner(&at, w->take_at);
	return at;
}

static void
wait_for_something(struct worker *w, struct pollfd *fd)
{
	size_t n = 1, first;
	int64_t now = worker_clock(), at;
	bool idle = !w->may_take && wants_jobs(w) && free_slot(w);
	int ms = 0, k = idle ? w->q->ops->idle(w->q, fd + 1, &ms) : 0;

	fd[0] = (struct pollfd){ .fd = w->signals, .events = POLLIN };
	w->take_at = now + ms;
	n += (size_t)k;
	first = n;
	for (size_t i = 0; i < w->o->concurrency; i++) {
		fd[n++] = (struct pollfd){ .fd = w->slot[i].child.out,
			.events = POLLIN };
		fd[n++] = (struct pollfd){ .fd = w->slot[i].child.err,
			.events = POLLIN };
	}
	at = next_time(w, now);
	if (poll(fd, (nfds_t)n, at > now ? (int)(at - now) : 0) < 0 &&
	    errno != EINTR)
		die("poll:");
	for (size_t i = 1; i < first; i++)
		w->may_take |= fd[i].revents != 0;
	w->may_take |= idle && worker_clock() >= w->take_at;
	for (size_t i = 0; i < w->o->concurrency; i++)
		if (fd[first + 2 * i].revents || fd[first + 2 * i + 1].revents)
			slot_read(w, &w->slot[i]);
}

static void
free_worker(struct worker *w)
{
	for (size_t i = 0; i < w->o->concurrency; i++) {
		attempt_free(&w->slot[i].a);
		buf_free(&w->slot[i].log);
	}
	free(w->slot);
	buf_free(&w->log.line);
	close(w->signals);
	if (w->log.fd >= 0)
		close(w->log.fd);
}

int
worker_run(struct queue *q, const struct worker_options *o, struct ops *out,
    struct worker_counts *counts)
{
	struct worker w = {
		.q = q, .o = o, .out = out, .counts = counts, .may_take = true
	};
	struct pollfd *fd = xcalloc(3 + 2 * o->concurrency, sizeof(*fd));

	q->lazy = true;
	log_open(&w.log, o->log, q->name);
	w.signals = open_signals();
	w.slot = xcalloc(o->concurrency, sizeof(*w.slot));
	for (size_t i = 0; i < o->concurrency; i++)
		w.slot[i].child.out = w.slot[i].child.err = -1;
	w.renew_at = worker_clock() + o->lock / 2;
	for (;;) {
		take_signals(&w);
		reap(&w);
		watch_time(&w, worker_clock());
		tell_queue(&w, worker_clock());
		take(&w);
		/* The disk writes while the next handler runs already. */
		q->ops->settle(q);
		ops_flush(out);
		if (is_done(&w))
			break;
		if (!(w.may_take && wants_jobs(&w) && free_slot(&w)))
			wait_for_something(&w, fd);
	}
	free(fd);
	free_worker(&w);
	return !w.stop && counts->failed ? EXIT_FAILED : 0;
}
